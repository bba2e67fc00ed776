"""From a file's text to a definition, or to everything that is wrong with it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError

from bridge.core.procedures.attributes import RESERVED
from bridge.core.procedures.definition import Definition, Head, Kind, Sub, SubHead
from bridge.core.procedures.source import Path, Problem, Source, SourceError, read
from bridge.core.procedures.step import Block, Step
from bridge.core.procedures.steps import STEPS
from bridge.core.procedures.steps.instruct import InstructStep
from bridge.core.procedures.steps.wait_for_webhook import WaitForWebhookStep
from bridge.core.words.values import Json

MOST_STEPS = 1_000

_CONTACT = re.compile(r"\bcontact\.([A-Za-z_]\w*)")

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What came of a file: a definition, or None and its problems."""

    definition: Definition | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A shared sub-procedure's file, read: part of every definition that runs it."""

    name: str
    head: SubHead
    blocks: Mapping[str, Block]
    lines: Mapping[str, int]
    content: str


@dataclass(slots=True)
class _Reading:
    file: str
    source: Source
    problems: list[Problem] = field(default_factory=list)
    blocks: dict[str, Block] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    count: int = 0

    def wrong(self, path: Path, what: str, mend: str = "") -> None:
        self.problems.append(Problem(file=self.file, line=self.source.line(path), what=what, mend=mend))


def parse(id_: str, text: str, *, kind: Kind, file: str, shared: Mapping[str, Shared]) -> Parsed:
    """A procedure's or workflow's file.

    Args:
        id_: The file's name without its ending.
        text: What it holds.
        kind: What it is to be.
        file: How problems name it.
        shared: The shared sub-procedures by name.
    """
    reading, data = _opened(text, file)
    if data is None:
        return Parsed(definition=None, problems=tuple(reading.problems))
    steps = data.pop("steps", None)
    on_error = data.pop("on_error", None)
    subs = data.pop("procedures", None) or {}
    head = _model(reading, Head, data, ())
    reading.lines["proactive"] = reading.source.line(("proactive",))
    _block(reading, steps, ("steps",), "steps")
    if on_error is not None:
        _block(reading, on_error, ("on_error",), "on_error")
    found: dict[str, Sub] = {}
    if not isinstance(subs, dict):
        reading.wrong(("procedures",), "`procedures` is a mapping of names to sub-procedures.")
        subs = {}
    for name, sub in subs.items():
        found[name] = _sub(reading, name, sub)
    content = {"data": data, "steps": steps, "on_error": on_error, "subs": subs}
    used = _used(reading.blocks, shared)
    for name in used:
        one = shared[name]
        found.setdefault(name, Sub(block=f"shared:{name}", head=one.head, is_shared=True))
        reading.blocks.update(one.blocks)
        reading.lines.update(one.lines)
    if reading.problems or head is None:
        return Parsed(definition=None, problems=tuple(reading.problems))
    written = json.dumps(
        [kind, id_, content, *(shared[name].content for name in used)], sort_keys=True, default=str
    )
    definition = Definition(
        id=id_,
        kind=kind,
        version=hashlib.blake2b(written.encode(), digest_size=8).hexdigest(),
        head=head,
        blocks=reading.blocks,
        subs=found,
        lines=reading.lines,
        contact_fields=tuple(sorted({*_CONTACT.findall(written)})),
        hooks=tuple(
            sorted({name for block in reading.blocks.values() for step in block for name in _hooks(step)})
        ),
    )
    return Parsed(definition=definition, problems=())


def _hooks(step: Step) -> tuple[str, ...]:
    match step:
        case WaitForWebhookStep():
            return (step.wait_for_webhook.name,)
        case InstructStep():
            return step.hooks
        case _:
            return ()


def parse_shared(name: str, text: str, *, file: str) -> tuple[Shared | None, tuple[Problem, ...]]:
    """A file under `shared/`: a sub-procedure with inputs, attributes and a result of its own."""
    reading, data = _opened(text, file)
    if data is None:
        return None, tuple(reading.problems)
    content = json.dumps(data, sort_keys=True, default=str)
    steps = data.pop("steps", None)
    data.pop("title", None)
    head = _model(reading, SubHead, data, ())
    _block(reading, steps, ("steps",), f"shared:{name}")
    if reading.problems or head is None:
        return None, tuple(reading.problems)
    made = Shared(name=name, head=head, blocks=reading.blocks, lines=reading.lines, content=content)
    return made, ()


def _opened(text: str, file: str) -> tuple[_Reading, dict[str, Json] | None]:
    try:
        source = read(text)
    except SourceError as error:
        reading = _Reading(file, Source(data=None, lines={(): error.line}))
        reading.wrong((), f"{error}.")
        return reading, None
    reading = _Reading(file, source)
    if not isinstance(source.data, dict):
        reading.wrong((), "The file is empty or no mapping.", "It begins with `title:` and has `steps:`.")
        return reading, None
    return reading, dict(source.data)


def _sub(reading: _Reading, name: str, sub: Json) -> Sub:
    path: Path = ("procedures", name)
    block = f"procedures.{name}"
    data = {"steps": sub} if isinstance(sub, list) else dict(sub) if isinstance(sub, dict) else {}
    _block(reading, data.pop("steps", None), (*path, *(() if isinstance(sub, list) else ("steps",))), block)
    head = _model(reading, SubHead, data, path) or SubHead()
    return Sub(block=block, head=head, is_shared=bool(head.inputs or head.attributes))


def _block(reading: _Reading, steps: Json, path: Path, block: str) -> None:
    """Reads a list of steps; blocks within them first, so that each step holds only their paths."""
    if not isinstance(steps, list) or not steps:
        reading.wrong(
            path, f"`{path[-1] if path else 'steps'}` is a list of steps.", "Each begins with `- `."
        )
        return
    found: list[Step] = []
    for place, one in enumerate(steps):
        reading.count += 1
        if reading.count == MOST_STEPS + 1:
            reading.wrong((*path, place), f"More than {MOST_STEPS} steps.", "Split it by `switch`.")
        if reading.count > MOST_STEPS:
            return
        step = _step(reading, one, (*path, place), f"{block}.{place}")
        if step is not None:
            found.append(step)
    reading.blocks[block] = tuple(found)


def _step(reading: _Reading, data: Json, path: Path, where: str) -> Step | None:
    reading.lines[where] = reading.source.line(path)
    if isinstance(data, str) and data in ("end", "handoff", "verify_email"):
        data = {data: None}
    if not isinstance(data, dict):
        reading.wrong(path, "A step is a word with a colon.", "Such as `- say: …` or `- collect: […]`.")
        return None
    kinds = [name for name in data if name in STEPS and not (name == "run" and "use" in data)]
    if len(kinds) != 1:
        known = ", ".join(sorted(STEPS))
        what = f"Two steps in one: {', '.join(kinds)}." if kinds else f"No step kind in {sorted(data)}."
        reading.wrong(path, what, "Begin each with `- `." if kinds else f"A step is one of: {known}.")
        return None
    kind = STEPS[kinds[0]]
    filled = dict(data)
    if filled[kind.key] is None:
        del filled[kind.key]
    for name in (*kind.blocks, "on_error"):
        if name not in filled:
            continue
        inner = f"{where}.{name}"
        if name == "elif":
            filled[name] = _branches(reading, filled[name], (*path, name), inner)
        else:
            _block(reading, filled[name], (*path, name), inner)
            filled[name] = inner
    return _model(reading, kind, filled, path)


def _branches(reading: _Reading, branches: Json, path: Path, where: str) -> Json:
    if isinstance(branches, dict):
        branches = [branches]
    if not isinstance(branches, list):
        return branches
    made: list[Json] = []
    for place, one in enumerate(branches):
        if not isinstance(one, dict) or "then" not in one:
            reading.wrong((*path, place), "Each `elif` has `if` and `then`.")
            continue
        _block(reading, one["then"], (*path, place, "then"), f"{where}.{place}.then")
        made.append({**one, "then": f"{where}.{place}.then"})
    return made


def _model(reading: _Reading, model: type[M], data: Json, path: Path) -> M | None:
    try:
        made = model.model_validate(data)
    except ValidationError as error:
        for one in error.errors(include_url=False):
            inner = one["loc"]
            name = ".".join(str(part) for part in inner)
            said = one["msg"].removeprefix("Value error, ")
            mend = ""
            if one["type"] == "extra_forbidden":
                said, mend = "is not known here", _alike(str(inner[-1]), _within(model, inner))
            reading.wrong((*path, *inner), f"{f'`{name}`: ' if name else ''}{said}.", mend)
        return None
    for names in (getattr(made, "attributes", {}), getattr(made, "inputs", {})):
        if isinstance(names, dict) and model in (Head, SubHead):
            for name in names:
                if name in RESERVED:
                    reading.wrong(
                        (*path, "attributes", name),
                        f"`{name}` has a meaning of its own.",
                        "Choose another name.",
                    )
    return made


def _within(model: type[BaseModel], path: Path) -> type[BaseModel]:
    """The model that the last word of `path` was written into."""
    for name in path[:-1]:
        field_ = model.model_fields.get(str(name))
        kinds = (field_.annotation, *get_args(field_.annotation)) if field_ is not None else ()
        inner = [one for one in kinds if isinstance(one, type) and issubclass(one, BaseModel)]
        if not inner:
            break
        model = inner[0]
    return model


def _alike(word: str, model: type[BaseModel]) -> str:
    import difflib

    names = [one.alias or name for name, one in model.model_fields.items()]
    close = difflib.get_close_matches(word, names, n=1)
    return f"Did you mean `{close[0]}`?" if close else f"Known are: {', '.join(sorted(names))}."


def _used(blocks: Mapping[str, Block], shared: Mapping[str, Shared]) -> list[str]:
    """The shared sub-procedures that are run from here, theirs included."""
    used: list[str] = []
    waiting = list(blocks.values())
    while waiting:
        for step in waiting.pop():
            name = getattr(step, "run", None)
            if isinstance(name, str) and name in shared and name not in used:
                used.append(name)
                waiting.extend(shared[name].blocks.values())
    return sorted(used)
