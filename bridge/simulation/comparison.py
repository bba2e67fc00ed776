"""What came of a scenario, beside what it expects."""

from __future__ import annotations

from dataclasses import dataclass

from bridge.core.words.entries import Part, Why
from bridge.simulation.stage import Stage, flat


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What came of one scenario.

    Args:
        run_id: Of the last run; empty when none began.
        problems: Empty when all was as expected.
        log: Every line, in order: `customer`, `fin`, `agent`, `system`, or why.
        votes: How many plays went so, where more than one was played.
    """

    name: str
    run_id: str
    problems: tuple[str, ...]
    log: tuple[tuple[str, str], ...]
    calls: tuple[str, ...]
    articles: tuple[str, ...]
    outcome: str
    tags: tuple[str, ...]
    path: tuple[str, ...]
    votes: str = ""


async def compared(stage: Stage) -> Played:
    """What came of the scenario, each thing that differs from what it expects among its problems."""
    wheel, expect, problems = stage.wheel, stage.scenario.expect, stage.problems
    conversation = await wheel.conversation()
    lines = [line.entry for line in await wheel.lines()]
    path = tuple(one.detail for one in lines if isinstance(one, Why) and one.what == "step")
    why = [f"{one.what}: {one.detail}" for one in lines if isinstance(one, Why)]
    articles = tuple(
        dict.fromkeys(source.title for one in lines if isinstance(one, Part) for source in one.sources)
    )
    outcome = conversation.outcome.value if conversation is not None and conversation.outcome else ""
    run = conversation.run if conversation is not None else None

    def same(what: str, wanted: object, found: object) -> None:
        if wanted is not None and wanted != found:
            problems.append(f"{what} is {found!r}, not {wanted!r}")

    same("outcome", expect.outcome, outcome)
    same("status", expect.status, stage.desk.status)
    same("owner", expect.owner, conversation.owner.value if conversation is not None else "")
    same("calls", None if expect.calls is None else list(expect.calls), stage.connectors.made)
    same("mails", expect.mails, len(stage.post.mails))
    same("waits", expect.waits, run.waits.what if run is not None and run.waits is not None else "")
    begun = ("procedure_started", "workflow_started")
    started = [one.split(": ", 1)[1].split(" ")[0] for one in why if one.startswith(begun)]
    if expect.started is not None and expect.started not in started:
        problems.append(f"{expect.started!r} was not started, but {started or 'nothing'}")
    for tag in expect.tags:
        if tag not in stage.desk.tags:
            problems.append(f"the tag {tag!r} is missing; there are {sorted(stage.desk.tags)}")
    for tag in expect.no_tags:
        if tag in stage.desk.tags:
            problems.append(f"the tag {tag!r} is there")
    for title in expect.articles:
        if title not in articles:
            problems.append(f"the article {title!r} was not cited, but {list(articles) or 'none'}")
    for note in expect.notes:
        if not any(flat(note) in flat(one) for one in stage.desk.notes):
            problems.append(f"no internal note says {note!r}")
    _in_order(expect.path, why, problems)
    return Played(
        name=stage.scenario.name,
        run_id=stage.run.id if stage.run is not None else "",
        problems=tuple(problems),
        log=tuple(
            (one.author.type, one.body.text) if isinstance(one, Part) else (one.what, one.detail)
            for one in lines
        ),
        calls=tuple(stage.connectors.made),
        articles=articles,
        outcome=outcome,
        tags=tuple(sorted(stage.desk.tags)),
        path=path,
    )


def _in_order(wanted: tuple[str, ...], lines: list[str], problems: list[str]) -> None:
    place = 0
    for one in wanted:
        found = next((index for index in range(place, len(lines)) if one in lines[index]), None)
        if found is None:
            problems.append(
                f"the path lacks {one!r} after {lines[place - 1] if place else 'its beginning'!r}"
            )
            return
        place = found + 1
