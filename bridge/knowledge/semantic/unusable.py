"""The one failure of this room: what the operator's folder holds cannot be used."""

from __future__ import annotations


class ModelUnusable(Exception):  # noqa: N818 - named for what the caller can do about it
    """The model cannot be used; the message is one sentence: which file, what is wrong with it."""
