"""Is this ours? Decided by the marker that we leave, never by guess."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

KEY = "messenger_bridge"
"""The name under which our marker stands in a ticket's metadata, and so in its audits."""


def marked(effect_id: str) -> dict[str, str]:
    """The metadata of a write that performs `effect_id`."""
    return {KEY: effect_id}


def marker_in(custom: Mapping[str, Any]) -> str | None:
    """The effect's id that an audit carries; None is somebody else's doing."""
    value = custom.get(KEY)
    return value if isinstance(value, str) and value.startswith("eff_") else None


def external_id(conversation_id: str, episode: int) -> str:
    """What names our ticket at the desk: the conversation, and from the second ticket on the episode."""
    return conversation_id if episode == 1 else f"{conversation_id}.{episode}"


def conversation_in(external: str) -> str | None:
    """The conversation that an external id names; None when it is not one of ours."""
    return external.split(".", maxsplit=1)[0] if external.startswith("cnv_") else None
