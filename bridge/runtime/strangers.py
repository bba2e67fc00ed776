"""Forgets who came to a page, proved nothing and never wrote, once his last session is long over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import BindParameter, Connection, bindparam

from bridge.runtime import codec
from bridge.runtime import tables as t

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_ALONE = sa.select(t.contacts.c.id, t.contacts.c.contact).where(
    t.contacts.c.id.in_(_IDS),
    ~sa.exists().where(t.conversations.c.contact_id == t.contacts.c.id),
    ~sa.exists().where(t.sessions.c.contact_id == t.contacts.c.id),
)
_KEYS = sa.select(t.contact_keys.c.key, t.contact_keys.c.contact_id).where(
    t.contact_keys.c.contact_id.in_(_IDS)
)
_BROWSERS = sa.delete(t.visitors).where(
    t.visitors.c.token_hash == bindparam("b_token_hash"), t.visitors.c.contact_id == bindparam("b_contact_id")
)
_HIS = [
    *(sa.delete(one).where(one.c.contact_id.in_(_IDS)) for one in (t.uploads, t.page_events, t.contact_keys)),
    sa.delete(t.contacts).where(t.contacts.c.id.in_(_IDS)),
]


def forget_strangers(conn: Connection, contact_ids: Sequence[str]) -> int:
    """Of these contacts, whose sessions were just removed: each visit to a page makes one.

    Returns: How many.
    """
    alone = conn.execute(_ALONE, {"ids": contact_ids}).all()
    strangers = {row.id for row in alone if not codec.contacts.load(row.contact).verified}
    if not strangers:
        return 0
    # the browser's row has no index by contact; its hash is in the key: `visitor:<hash>`, `claimed:<hash>:…`
    browsers = [
        {"b_token_hash": key.split(":")[1], "b_contact_id": contact_id}
        for key, contact_id in conn.execute(_KEYS, {"ids": list(strangers)})
        if key.startswith(("visitor:", "claimed:"))
    ]
    if browsers:
        conn.execute(_BROWSERS, browsers)
    for delete in _HIS:
        conn.execute(delete, {"ids": list(strangers)})
    return len(strangers)
