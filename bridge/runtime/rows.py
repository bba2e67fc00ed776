"""What the tables are written with; a part of bridge.runtime.tables."""

from __future__ import annotations

from sqlalchemy import Index, MetaData, Table, text
from sqlmodel import SQLModel


class Row(SQLModel):
    """The base of every table's model. Rows are read and written by statements, so no validator is built."""

    model_config = {"defer_build": True}


def some(name: str, *columns: str, where: str) -> Index:
    """An index of the rows for which `where` holds; it stands in the index, so no value is bound.

    It is said here for SQLite alone: to say it for PostgreSQL loads that dialect, in every process.
    """
    return Index(name, *columns, sqlite_where=text(where))


def on_both(metadata: MetaData) -> MetaData:
    """The same tables, with what `some` said told to PostgreSQL too; for who writes migrations."""
    for one in metadata.tables.values():
        for index in one.indexes:
            where = index.dialect_kwargs.get("sqlite_where")
            if where is not None:
                index.dialect_kwargs["postgresql_where"] = where
    return metadata


def table(model: type[SQLModel]) -> Table:
    """The model's table, for statements."""
    found = SQLModel.metadata.tables[str(model.__tablename__)]
    assert isinstance(found, Table)  # noqa: S101 - for the type checker
    return found
