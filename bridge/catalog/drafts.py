"""Changes procedures in the configuration folder: a draft beside the live file, and its deployment."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from bridge.catalog.folder import DRAFTS, ID, read_folder
from bridge.core.procedures.definition import Kind
from bridge.core.procedures.source import Problem

LONGEST = 200_000
JUDGED = "judged_draft"
"""The name under which a text is judged that has none yet."""


class NotDeployable(ValueError):  # noqa: N818 - the file's fault, not ours
    """It cannot go live; `problems` say why, or the message alone."""

    def __init__(self, sentence: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(sentence)
        self.problems = problems


def live_path(root: Path, id_: str, kind: Kind = "procedure") -> Path:
    """Where the live file of a definition is.

    Raises:
        NotDeployable: It is no id; a path in it would lead elsewhere.
    """
    if not ID.fullmatch(id_):
        raise NotDeployable(f"{id_[:80]!r} is no id: letters, digits and underscores")
    return root / f"{kind}s" / f"{id_}.yaml"


def draft_path(root: Path, id_: str, kind: Kind = "procedure") -> Path:
    """Where the draft of a definition is; raises as `live_path`."""
    return root / DRAFTS[kind] / live_path(root, id_, kind).name


def save_draft(
    root: Path, id_: str, text: str, kind: Kind = "procedure", *, has_model: bool = False
) -> tuple[Problem, ...]:
    """Writes a draft and says what is wrong with it; no customer meets it. Blocks.

    Raises:
        NotDeployable: It is no id, or too long.
        OSError: The folder cannot be written.
    """
    if len(text) > LONGEST:
        raise NotDeployable(f"it has at most {LONGEST} characters")
    path = draft_path(root, id_, kind)
    _write(path, text)
    return problems_of(root, path, has_model=has_model)


def problems_of(root: Path, path: Path, *, has_model: bool = False) -> tuple[Problem, ...]:
    """What is wrong with one file, among all that is around it."""
    file = str(path.relative_to(root))
    return tuple(one for one in read_folder(root, has_model=has_model).problems if one.file == file)


def judged(root: Path, text: str, *, has_model: bool = False) -> tuple[Problem, ...]:
    """What would be wrong with a draft of this text, which is written nowhere. Blocks."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "config"
        shutil.copytree(root, copy, ignore=lambda _folder, names: {"drafts", "content"} & set(names))
        return save_draft(copy, JUDGED, text, has_model=has_model)


def deploy(root: Path, id_: str, kind: Kind = "procedure", *, has_model: bool = False) -> tuple[Problem, ...]:
    """Puts the draft in place of the live file, at once or not at all; returns the warnings. Blocks.

    Raises:
        NotDeployable: There is no draft, or it has errors.
        OSError: The folder cannot be written.
    """
    path = draft_path(root, id_, kind)
    if not path.is_file():
        raise NotDeployable(f"{id_}: there is no draft {path}")
    problems = problems_of(root, path, has_model=has_model)
    errors = tuple(one for one in problems if one.severity == "error")
    if errors:
        raise NotDeployable(f"{id_}: the draft has {len(errors)} errors; the first: {errors[0]}", errors)
    text = re.sub(r"(?m)^status: *draft *(#.*)?\n", "", path.read_text(encoding="utf-8"), count=1)
    _write(live_path(root, id_, kind), text)
    path.unlink()
    return problems


def restore(root: Path, id_: str, text: str, kind: Kind = "procedure") -> tuple[Problem, ...]:
    """Puts an earlier text in place of the live file; returns what is wrong with it now. Blocks.

    Raises:
        NotDeployable: It is no id.
        OSError: The folder cannot be written.
    """
    path = live_path(root, id_, kind)
    _write(path, text)
    return problems_of(root, path)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
