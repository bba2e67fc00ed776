"""The tables of content that is sent to us; a part of bridge.runtime.tables."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, LargeBinary, Text
from sqlmodel import Field

from bridge.runtime.rows import Row, table


class ContentSources(Row, table=True):
    """Where pages of content come from that are not files of ours."""

    __tablename__ = "content_sources"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it once

    id: int | None = Field(default=None, primary_key=True)
    sync_behavior: str
    """api: pages are sent to us. automatic: we fetch them."""
    status: str
    url: str
    audience_ids: str = Field(sa_type=Text)
    """JSON list of numbers."""
    created_at: datetime
    updated_at: datetime
    last_synced_at: datetime


class ContentPages(Row, table=True):
    """Pages of content, as they were sent, and as Markdown."""

    __tablename__ = "content_pages"
    __table_args__ = (
        Index("ix_content_pages_external", "source_id", "external_id", unique=True),
        {"sqlite_autoincrement": True},  # whoever remembers an id never meets another page
    )

    id: int | None = Field(default=None, primary_key=True)
    source_id: int
    external_id: str
    title: str
    html: str = Field(sa_type=Text)
    url: str
    """Empty for a page that is used and never cited."""
    locale: str
    for_agent: bool
    for_copilot: bool
    for_sales: bool
    audience_ids: str = Field(sa_type=Text)
    """JSON list of numbers: the source's when the page came, unless they were given to all of its pages."""
    body: str = Field(sa_type=Text)
    """CommonMark, made of `html`."""
    created_at: datetime
    updated_at: datetime
    edited_at: datetime | None = None
    """When its author last changed it, where the source says so."""


class Embeddings(Row, table=True):
    """Vectors of texts, by model and text."""

    __tablename__ = "embeddings"

    model: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    """SHA-256 of the text."""
    vector: bytes = Field(sa_type=LargeBinary)
    """16 bit floats; empty while somebody has promised to embed the text."""
    at: datetime


content_sources = table(ContentSources)
content_pages = table(ContentPages)
embeddings = table(Embeddings)
