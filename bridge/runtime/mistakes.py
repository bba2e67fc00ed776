"""What may be logged of an error of our own: its type and its place, never its text.

The text of an exception can hold what a customer wrote, or a secret.
"""

from __future__ import annotations

import traceback
from pathlib import PurePath


def told(error: BaseException) -> dict[str, str]:
    """Fields for the log: the error's type, and where it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "site-packages" not in frame.filename] or frames
    place = f"{PurePath(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    return {"error": type(error).__name__, "at": place}
