"""The help desks, each one file; a new one is an import and an entry here."""

from __future__ import annotations

from handoff.desks.zendesk import ZendeskDesk

DESKS = {"zendesk": ZendeskDesk}
