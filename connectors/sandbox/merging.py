"""Merging tickets: the losers are closed, the winner says what came to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from connectors.sandbox import problems
from connectors.sandbox.change import Actor
from connectors.sandbox.records import Ticket
from connectors.sandbox.saving import NewComment, Saver, Wanted

MERGED = "closed_by_merge"
"""The tag that Zendesk gives to the losers."""

MERGED_MOST = 5
"""How many tickets the merge dialogue takes at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is written on both sides; None is Zendesk's own sentence.

    Source: POST /api/v2/tickets/{id}/merge, `source_comment` and `target_comment`, internal by default.
    """

    on_losers: str | None = None
    on_winner: str | None = None
    losers_public: bool = False
    winner_public: bool = False


def merge(saver: Saver, actor: Actor, losers: Sequence[Ticket], winner: Ticket, words: Words) -> None:
    """Merges `losers` into `winner`; the tags and fields of the losers stay with them.

    Source: developer.zendesk.com, "Via object reference": channel `web` or `api`, rel `merge`, `from` names
    the tickets of the other side.

    Raises:
        Problem: 422 when one of them is closed, is the winner itself, or there are too many.
    """
    if not losers or len(losers) > MERGED_MOST or winner in losers:
        raise problems.invalid("ids", f"Ids: name 1 to {MERGED_MOST} other tickets", "InvalidValue")
    if any(one.status == "closed" for one in (winner, *losers)):
        raise problems.closed()
    there = words.on_winner
    if there is None:
        there = " ".join(
            f'Request #{one.id} "{one.subject}" was closed and merged into this request.' for one in losers
        )
    came: dict[str, Any] = {"ticket_ids": [one.id for one in losers]}
    note = NewComment(author_id=actor.user.id, public=words.winner_public, body=there)
    saver.update(replace(actor, rel="merge", origin=came), winner, Wanted(comment=note))
    here = words.on_losers
    if here is None:
        here = f'This request was closed and merged into request #{winner.id} "{winner.subject}".'
    went = {"ticket_id": winner.id, "subject": winner.subject}
    for loser in losers:
        note = NewComment(author_id=actor.user.id, public=words.losers_public, body=here)
        ended = Wanted(
            fields={"status": "closed", "assignee_id": loser.assignee_id or actor.user.id},
            add_tags=(MERGED,),
            comment=note,
        )
        saver.update(replace(actor, rel="merge", origin=went), loser, ended)
