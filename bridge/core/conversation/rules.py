"""What the operator configured, as data handed to `decide`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from bridge.core.conversation.texts import Texts
from bridge.core.conversation.translations import TRANSLATIONS
from bridge.core.procedures.catalog import Catalog
from bridge.core.words.values import Author, HandoffMode, Json


@dataclass(frozen=True, slots=True, kw_only=True)
class TagNames:
    """The names of our tags; each is a setting (`BRIDGE_TAGS__…`)."""

    channel: str = "intercom-messenger"
    involved: str = "fin-involved"
    resolved: str = "fin-resolved"
    soft_resolution: str = "fin-soft-resolution"
    hard_resolution: str = "fin-hard-resolution"
    routed_to_team: str = "fin-routed-to-team"
    procedure: str = ""
    """What stands before a procedure's id in the tag that says that it ran; empty: no such tag."""


class Chosen(NamedTuple):
    """How people get a conversation, and why: a sentence for operators."""

    mode: HandoffMode
    why: str


def _tickets(_known: Mapping[str, Json], _at: datetime) -> Chosen:
    return Chosen("ticket", "Nothing else is configured.")


def _no_hooks(_conversation_id: str, _run_id: str, _name: str) -> str:
    return ""


def _no_codes(_run_id: str, _key: str) -> str:
    raise LookupError("no secret key, so there are no one-time codes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The operator's choices.

    Args:
        create_on: When the ticket is made.
        for_api: The same of conversations through Fin's API; `never` leaves people to who calls it.
        assign_fin: `on_create`, or `by_trigger`: Fin waits until a Zendesk trigger gives it the ticket.
        pending_timeout_s: From a clarifying question that nobody answers to the team.
        think_patience_s: How long Fin may think before the team takes over; with `desk_patience_s` it keeps
            the promise that a customer hears something within 15 s.
        desk_patience_s: How long a ticket may stay unwritten before a customer who waits for people is told.
        resolution_window_s: How long after Fin's last word a customer's return takes a resolution back; None
            for as long as there is the conversation.
        chat_patience_s: How long a live chat may wait for an agent before the customer is told.
        clarify_limit: Questions in a row before Fin hands over.
        mails_replies: Whether agents' replies that stay unread go by e-mail, where an address is proven.
        mail_delay_s: How long they may stay unread; several within this time are one mail.
        summarises: Whether a model sums up what people get.
        catalog: Procedures, workflows and connectors.
        hook_url: (conversation's id, run's id, webhook's name) → the address that resumes the run.
        email_code: (run's id, wait's key) → the six digits that are mailed.
        mode: (what is known, now) → how people get a conversation; asked anew at each hand-off.
        asks_rating: Whether who calls Fin's API is asked for the customer's rating at the end.
        unhelped_limit: How often "that did not help" is met with another try.
        texts: What Fin says of itself, where there is no translation.
        translations: Language → the same in it.
    """

    create_on: Literal["first_message", "handoff"] = "first_message"
    for_api: Literal["first_message", "handoff", "never"] = "handoff"
    asks_rating: bool = False
    assign_fin: Literal["on_create", "by_trigger"] = "on_create"
    pending_timeout_s: float = 180.0
    think_patience_s: float = 12.0
    desk_patience_s: float = 10.0
    chat_patience_s: float = 180.0
    resolution_window_s: float | None = None
    clarify_limit: int = 2
    unhelped_limit: int = 1
    tags: TagNames = field(default_factory=TagNames)
    texts: Texts = field(default_factory=Texts)
    translations: Mapping[str, Texts] = field(default_factory=lambda: TRANSLATIONS)
    mails_replies: bool = False
    mail_delay_s: float = 60.0
    summarises: bool = False
    catalog: Catalog = field(default_factory=Catalog)
    hook_url: Callable[[str, str, str], str] = _no_hooks
    email_code: Callable[[str, str], str] = _no_codes
    mode: Callable[[Mapping[str, Json], datetime], Chosen] = _tickets
    fin: Author = field(default_factory=lambda: Author(type="fin", name="Fin"))
    system: Author = field(default_factory=lambda: Author(type="system", name="Messenger"))
