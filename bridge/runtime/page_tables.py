"""The table of what customers did on pages; a part of bridge.runtime.tables."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field

from bridge.runtime.rows import Row


class PageEvents(Row, table=True):
    """What customers did on pages that have the Messenger; the newest ones of each."""

    __tablename__ = "page_events"
    __table_args__ = (Index("ix_page_events_contact", "contact_id", "at"),)

    id: str = Field(primary_key=True)
    contact_id: str
    name: str
    details: str = Field(sa_type=Text)
    """The event's metadata as the page said it, a JSON object."""
    at: datetime
