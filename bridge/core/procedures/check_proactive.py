"""What is wrong with how a procedure is triggered: what Fin says first, and by what it is to be said."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from bridge.core.procedures.definition import Definition, Proactive
from bridge.core.words.values import Channel

_GIVEN = frozenset({"contact", "conversation", "now"})
"""What is known before the customer has written, besides the procedure's attributes."""


def of_proactive(definition: Definition) -> Iterator[tuple[str, str, str]]:
    """Each as (what, how to mend it, severity)."""
    proactive = definition.head.proactive
    if proactive is None:
        return
    if definition.kind != "procedure":
        yield (
            f"A {definition.kind} cannot be triggered.",
            "Put `proactive` into a procedure that begins it by `workflow:`.",
            "error",
        )
        return
    known = _GIVEN | set(definition.head.attributes)
    for name in sorted(proactive.first_message.names - known):
        close = difflib.get_close_matches(name, known, n=1)
        mend = (
            f"Did you mean `{close[0]}`?" if close else "Declare it under `attributes`; the trigger gives it."
        )
        yield f"`{name}` is not known when Fin says the first message.", mend, "error"
    if not proactive.first_message.source.strip():
        yield "`first_message` is empty.", "Write what Fin says when the trigger fires.", "error"
    yield from _of_triggers(proactive)
    yield from _of_audience(definition, proactive)


def _of_triggers(proactive: Proactive) -> Iterator[tuple[str, str, str]]:
    page, on = proactive.element.page, proactive.on
    if page and not page.startswith(("/", "*", "http://", "https://")):
        yield (
            f"`element.page` is neither a path nor an address: {page}.",
            f"Begin it with / such as /{page}, or with https://; * stands for anything.",
            "error",
        )
    if "event" in on and not proactive.event.strip():
        yield (
            "`on: event` does not say which.",
            "Add `event:` with the name that the page gives to trackEvent.",
            "error",
        )
    if "event" not in on and proactive.event:
        yield "`event` is never looked at.", "Add event to `on`.", "warning"
    if "element_click" not in on and (page or proactive.element.selector):
        yield "`element` is never looked at.", "Add element_click to `on`.", "warning"


def _of_audience(definition: Definition, proactive: Proactive) -> Iterator[tuple[str, str, str]]:
    audience, on = definition.head.audience, set(proactive.on)
    if "element_click" in on and audience.channels and Channel.WEB not in audience.channels:
        yield (
            "Elements are clicked on web pages, and the audience has other channels only.",
            "Add web to `audience.channels`, or take element_click out of `on`.",
            "error",
        )
    if on == {"api"} and audience.contacts == "visitors":
        yield (
            "Who is named by the API is a user, and the audience is visitors.",
            "Say `contacts: users` or `verified`.",
            "error",
        )
