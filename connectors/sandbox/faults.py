"""What can go wrong on the way, on purpose: time-outs, cuts, refusals, and requests held for a crash test."""

from __future__ import annotations

import asyncio
import re
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

Kind = Literal[
    "hang", "503", "500", "429", "reset_before", "reset_after", "garbage", "slow",
    "pause_before", "pause_inside", "pause_after",
]  # fmt: skip
Action = Literal["proceed", "drop"]

KINDS: tuple[str, ...] = get_args(Kind)


@dataclass(slots=True, kw_only=True)
class Fault:
    """What shall happen to matching requests.

    Args:
        kind: `hang` never answers and does nothing; `503`, `500`, `429` refuse; `reset_before` cuts without
            doing anything, `reset_after` does it and cuts; `garbage` answers HTML with status 200; `slow`
            waits `seconds`; `pause_before` holds a request before anything happened to it, `pause_inside`
            once its Idempotency-Key is taken, `pause_after` when it is done but not answered.
        method: Only requests with this one.
        path_regex: Searched in the path.
        body_regex: Searched in the body.
        times: How many requests; None is all.
        skip: How many matching ones pass first.
        seconds: For `hang` and `slow`.
        retry_after: The header, for `503` and `429`.
        commit: Whether `garbage`, `500` and `503` do what was asked before they answer so.
    """

    kind: Kind
    method: str | None = None
    path_regex: str = ""
    body_regex: str = ""
    times: int | None = 1
    skip: int = 0
    seconds: float = 30.0
    retry_after: float | None = None
    commit: bool = False
    hits: int = 0

    def json(self) -> dict[str, Any]:
        """For the control API."""
        return asdict(self)


@dataclass(slots=True, kw_only=True)
class Held:
    """A request that waits for `resume`."""

    id: int
    stage: str
    method: str
    path: str
    resumed: asyncio.Future[Action] = field(repr=False)

    def json(self) -> dict[str, Any]:
        """For the control API."""
        return {"id": self.id, "stage": self.stage, "method": self.method, "path": self.path}


class Faults:
    """The faults in force, and the requests that they hold."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.held: dict[int, Held] = {}
        self._count = 0
        self._stopping = asyncio.Event()
        self._arrived = asyncio.Condition()

    def add(self, fault: Fault) -> Fault:
        """From now on.

        Raises:
            ValueError: An unknown kind or a broken expression.
        """
        if fault.kind not in KINDS:
            raise ValueError(f"unknown kind {fault.kind!r}, known are {', '.join(KINDS)}")
        try:
            re.compile(fault.path_regex)
            re.compile(fault.body_regex)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error
        self.faults.append(fault)
        return fault

    def clear(self) -> None:
        """No faults; what is held goes on."""
        self.faults.clear()
        self.resume()

    def stop(self) -> None:
        """Ends all waiting: the server closes."""
        self._stopping.set()
        self.resume(action="drop")

    def take(self, method: str, path: str, body: bytes) -> Fault | None:
        """The first fault that fits, counted down."""
        text = body.decode("utf-8", "replace")
        for fault in self.faults:
            fits = (
                fault.method in (None, method)
                and re.search(fault.path_regex, path)
                and re.search(fault.body_regex, text)
            )
            if not fits or (fault.times is not None and fault.hits >= fault.times + fault.skip):
                continue
            fault.hits += 1
            if fault.hits > fault.skip:
                return fault
        return None

    async def wait(self, seconds: float) -> None:
        """Passes time, less when the server closes."""
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return

    async def hold(self, stage: str, method: str, path: str) -> Action:
        """Keeps a request until somebody resumes it."""
        if self._stopping.is_set():
            return "drop"
        self._count += 1
        future: asyncio.Future[Action] = asyncio.get_running_loop().create_future()
        held = Held(id=self._count, stage=stage, method=method, path=path, resumed=future)
        self.held[held.id] = held
        async with self._arrived:
            self._arrived.notify_all()
        try:
            return await future
        finally:
            self.held.pop(held.id, None)

    def resume(self, held_id: int | None = None, action: Action = "proceed") -> int:
        """Lets one or all held requests go on, or drops their connections.

        Returns: How many.
        """
        chosen = [one for one in self.held.values() if held_id in (None, one.id) and not one.resumed.done()]
        for one in chosen:
            one.resumed.set_result(action)
        return len(chosen)

    async def wait_held(self, count: int = 1, timeout_s: float = 10.0) -> list[Held]:
        """Waits until `count` requests are held.

        Raises:
            TimeoutError: After `timeout_s`.
        """
        async with asyncio.timeout(timeout_s), self._arrived:
            await self._arrived.wait_for(lambda: len(self.held) >= count)
        return list(self.held.values())
