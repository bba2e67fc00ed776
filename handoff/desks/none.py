"""No help desk: everything is kept, nothing is pretended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bridge.core.words.values import Contact
from bridge.runtime.verdict import Refused
from handoff.desk import CreatedTicket, NewTicket, TicketNews, TicketRef, TicketUpdate, Verified

REASON = "No Zendesk account is configured: set BRIDGE_ZENDESK__SUBDOMAIN and its credentials, then retry."


class NoDesk:
    """Implements `handoff.desk.HelpDesk` by refusing: tickets wait, parked, for an account."""

    async def create(self, ticket: NewTicket, marker: str, *, again: bool, age_s: float) -> CreatedTicket:
        """Refuses with the reason that an operator needs."""
        raise Refused(REASON)

    async def apply(self, ticket_id: int, update: TicketUpdate, marker: str, *, again: bool) -> None:
        """Refuses with the reason that an operator needs."""
        raise Refused(REASON)

    async def has_written(self, ticket_id: int, marker: str) -> bool:
        """Nothing was ever written."""
        return False

    async def tag_person(self, person: Contact, tags: Sequence[str]) -> None:
        """Refuses with the reason that an operator needs."""
        raise Refused(REASON)

    async def read_since(self, ticket_id: int, cursor: int) -> TicketNews:
        """Refuses with the reason that an operator needs."""
        raise Refused(REASON)

    def verify(self, headers: Mapping[str, str], body: bytes) -> Verified:
        """No account, so no webhook can be genuine."""
        return "bad"

    def ticket_in(self, body: bytes) -> TicketRef:
        """Never reached: nothing verifies."""
        raise ValueError(REASON)

    async def changed_since(self, cursor: str) -> tuple[Sequence[TicketRef], str]:
        """Nothing changes where there is nothing."""
        return (), cursor
