"""What an operator copies to his site: page snippets and the code that makes a user_hash, filled in."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

HERE = Path(__file__).parent
USER, VISITOR = " ~user", " ~visitor"
"""At the end of a line that only one kind of snippet has."""


def names(kind: Literal["page", "identity"]) -> list[str]:
    """What there are samples for."""
    return sorted(path.stem for path in (HERE / kind).glob("*.txt"))


def page(name: str, *, app_id: str, public_url: str, visitors: bool) -> str:
    """The snippet that puts the Messenger on a page.

    Args:
        name: One of `names("page")`.
        app_id: The workspace's.
        public_url: Of this bridge.
        visitors: For people without a log-in; else for users, with their identity.
    """
    kept, left = (VISITOR, USER) if visitors else (USER, VISITOR)
    lines = (HERE / "page" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line.removesuffix(kept) for line in lines if not line.endswith(left))
    return text.replace("APP_ID", app_id).replace("PUBLIC_URL", public_url)


def identity(name: str) -> str:
    """The server's code that makes a user_hash; the secret is read from where it is kept, never printed."""
    return (HERE / "identity" / f"{name}.txt").read_text(encoding="utf-8").rstrip("\n")
