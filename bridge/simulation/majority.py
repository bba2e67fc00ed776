"""Plays a scenario several times and lets the majority decide: a model does not say the same twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bridge.simulation.comparison import Played


async def decided(play: Callable[[], Awaitable[Played]], times: int) -> Played:
    """What most of up to `times` plays came to; none follows when it could not change the result any more.

    Args:
        play: Plays it once, from a fresh world.
        times: An odd number, so that there is a majority.

    Returns:
        The first play that went as the majority did, with the count in `votes`.

    Raises:
        ValueError: `times` is even or below one.
    """
    if times < 1 or times % 2 == 0:
        raise ValueError(f"{times} plays have no majority: take an odd number")
    good: list[Played] = []
    bad: list[Played] = []
    while max(len(good), len(bad)) <= times // 2:
        played = await play()
        (bad if played.problems else good).append(played)
    first = (good if len(good) > len(bad) else bad)[0]
    return replace(first, votes=f"{len(good)} of {len(good) + len(bad)} as expected")
