"""What becomes of an outcome afterwards: the customer takes it back, it stands, or somebody disputes it."""

from __future__ import annotations

from datetime import timedelta

from bridge.core.conversation.draft import Draft
from bridge.core.words.outcome import Outcome, OutcomeDisputed

RESOLVED = frozenset({Outcome.RESOLUTION_ASSUMED, Outcome.RESOLUTION_CONFIRMED, Outcome.PROCEDURE_COMPLETED})
DISPUTABLE = RESOLVED | {Outcome.PROCEDURE_HANDOFF}
"""What speaks for Fin; nobody disputes what counts against it."""


def wrote(draft: Draft) -> None:
    """The customer writes again: his conversation is open; what it came to long ago stands."""
    c, window_s = draft.c, draft.rules.resolution_window_s
    was = c.outcome or c.before
    is_over = (
        was is not None
        and window_s is not None
        and c.said_at is not None
        and draft.at - c.said_at > timedelta(seconds=window_s)
    )
    if was is not None and is_over:
        draft.now(outcome=None, before=None, stood=was)
        draft.why("outcome_stands", f"{was.value}: the customer came back after its window.")
    else:
        draft.now(outcome=None, before=was)


def reopened(draft: Draft) -> None:
    """The customer came back with more than thanks: what he took back stays taken back."""
    if draft.c.before in RESOLVED:
        draft.why("reopened", draft.c.before.value)
        draft.now(before=None)


def disputed(draft: Draft, event: OutcomeDisputed) -> None:
    """An operator or a colleague says that it was none; it counts as no resolution from now on."""
    c = draft.c
    was = c.outcome or c.stood
    if was is Outcome.DISPUTED:
        return
    if was not in DISPUTABLE:
        draft.refuse(f"There is nothing to dispute: the outcome is {was.value if was else 'open'}.")
        return
    if c.outcome is not None:
        draft.now(outcome=Outcome.DISPUTED, before=None)
    else:
        draft.now(stood=Outcome.DISPUTED)
    draft.why("disputed", f"{was.value}, by {event.by}: {event.reason}")
