"""What conditions can name of the customer."""

from __future__ import annotations

from collections.abc import Iterable

from bridge.core.words.values import Contact, Json


def facts_of(contact: Contact, fields: Iterable[str] = ()) -> dict[str, Json]:
    """His attributes, and what the session knows of him; no attribute can take the place of that.

    Args:
        contact: The customer.
        fields: Attributes that are null where he lacks them.
    """
    return {
        **dict.fromkeys(fields),
        **contact.attributes,
        "id": contact.id,
        "external_id": contact.external_id,
        "name": contact.name,
        "email": contact.email,
        "role": contact.role,
        "verified": contact.verified,
    }
