"""A customer who takes something back: the run returns to where it was said, with the new value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bridge.core.procedures.attributes import Attribute, filled
from bridge.core.procedures.definition import Definition
from bridge.core.procedures.run import Run, Spot

_BARE_NUMBER = re.compile(r"\W*\d[\d.,' ]*\W*")


def corrected(definition: Definition, run: Run, text: str) -> tuple[Run, str] | None:
    """The run after "no, order 1235", and the corrected attribute's name; None when nothing is corrected.

    Only what the words hold beyond doubt counts, and only before anything was changed outside: what was done
    cannot be taken back by going back. What was found out after the old value was said is forgotten, for it
    was about that value; what was known before, and what the customer said besides, is kept.
    """
    attributes = definition.head.attributes
    if run.has_written or _has_own_attributes(run.spots) or _answers(run, attributes, text):
        return None
    for one in reversed(run.collected):
        attribute = attributes.get(one.name)
        if attribute is None or _has_own_attributes(one.spots):
            continue
        value = attribute.found_in(text, strict=True)
        if value is None or value == run.values.get(one.name):
            continue
        if attribute.is_free:
            continue
        said = {other.name for other in run.collected if other.name in attributes}
        kept = said | set(one.known)
        values = filled(dict(attributes)) | {
            name: run.values[name] for name in kept if run.values.get(name) is not None
        }
        back = replace(
            run,
            spots=one.spots,
            values={**values, one.name: value},
            waits=None,
            done=(),
            collected=tuple(other for other in run.collected if other.name in said),
        )
        return back, one.name
    return None


def _answers(run: Run, attributes: Mapping[str, Attribute], text: str) -> bool:
    """Whether the words are beyond doubt what was asked for: the second of two dates corrects no first."""
    wait, said = run.waits, text.strip().casefold()
    if wait is None:
        return False
    if wait.options:
        return said in (one.casefold() for one in wait.options)
    asked = attributes.get(wait.name)
    if asked is None or asked.is_free:
        return False
    return asked.found_in(text, strict=True) is not None or (
        asked.found_in(text) is not None and _BARE_NUMBER.fullmatch(said) is not None
    )


def _has_own_attributes(spots: tuple[Spot, ...]) -> bool:
    """Whether the place lies in a sub-procedure that sees nothing of its caller."""
    return any(spot.call is not None and spot.call.kept is not None for spot in spots)
