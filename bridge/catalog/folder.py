"""Reads procedures, workflows and data connectors from the configuration folder, and says what is wrong."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from bridge.catalog.guidance import FILES, read_attributes, read_escalation, read_guidance, read_hours
from bridge.core.procedures.catalog import Catalog
from bridge.core.procedures.check import check
from bridge.core.procedures.connector import Connector
from bridge.core.procedures.definition import Definition, Kind
from bridge.core.procedures.guidance import Escalation, Guidance
from bridge.core.procedures.hours import Hours
from bridge.core.procedures.parse import Parsed, Shared, parse, parse_shared
from bridge.core.procedures.source import Problem, SourceError, read
from bridge.core.procedures.ticket_attributes import TicketAttribute

ID = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
MOST_FILES = 2_000
FOLDERS: tuple[tuple[Kind, str], ...] = (("procedure", "procedures"), ("workflow", "workflows"))
DRAFTS: Mapping[Kind, Path] = {kind: Path(folder) / "drafts" for kind, folder in FOLDERS}
"""Beside the live files: a draft has its procedure's or workflow's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A definition with the texts that it was made of."""

    definition: Definition
    text: str
    shared: Mapping[str, str]
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """What the folder came to.

    Args:
        catalog: What is live.
        problems: Of all files, in the order of their names and lines.
        written: All live definitions and drafts, by kind and id.
        drafts: Checked procedures that no customer meets.
        workflow_drafts: Workflows that lie among the drafts; one that is only marked as a draft is off.
        print: Changes with every change of a file.
        parsed: What was parsed, by content, so that the next reading parses only what changed.
    """

    catalog: Catalog = field(default_factory=Catalog)
    problems: tuple[Problem, ...] = ()
    written: Mapping[tuple[Kind, str], Written] = field(default_factory=dict[tuple[Kind, str], Written])
    drafts: Mapping[str, Definition] = field(default_factory=dict[str, Definition])
    workflow_drafts: Mapping[str, Definition] = field(default_factory=dict[str, Definition])
    print: str = ""
    parsed: Mapping[str, Parsed] = field(default_factory=dict[str, Parsed])

    @property
    def is_sound(self) -> bool:
        """Whether there are no errors; warnings do not count."""
        return not any(one.severity == "error" for one in self.problems)


def fingerprint(root: Path) -> str:
    """Changes when a file of the folder is written, added or taken away; reads no file."""
    digest = hashlib.blake2b(digest_size=16)
    for path in [*live_files(root), *(path for folder in DRAFTS.values() for path in _yaml(root / folder))]:
        try:
            stat = path.stat()
        except OSError:  # taken away meanwhile, or a link to nowhere: reading it says so
            digest.update(f"{path}|\n".encode())
            continue
        digest.update(f"{path}|{stat.st_mtime_ns}|{stat.st_size}\n".encode())
    return digest.hexdigest()


def read_folder(root: Path, before: Folder | None = None, *, has_model: bool = False) -> Folder:
    """Reads everything. A file with an error leaves what was live before in its place.

    Args:
        root: The configuration folder; what it lacks is empty.
        before: What was live until now.
        has_model: Whether `instruct` steps can be followed.
    """
    return _Reading(root, before or Folder(), has_model=has_model).folder()


class _Reading:
    def __init__(self, root: Path, before: Folder, *, has_model: bool) -> None:
        self._root = root
        self._before = before
        self._has_model = has_model
        self._print = fingerprint(root)
        self._problems: list[Problem] = []
        self._parsed: dict[str, Parsed] = {}

    def folder(self) -> Folder:
        connectors = self._connectors()
        shared, shared_texts = self._shared()
        found: dict[tuple[Kind, str], Written] = {}
        for kind, folder in FOLDERS:
            for path in _yaml(self._root / folder):
                written = self._definition(path, kind, shared, shared_texts)
                if written is not None:
                    found[written.definition.kind, written.definition.id] = written
        names: dict[str, frozenset[str]] = {
            kind: frozenset(path.stem for path in _yaml(self._root / folder)) for kind, folder in FOLDERS
        }
        for key, written in list(found.items()):
            if not self._is_sound(written, connectors, names):
                del found[key]
        self._keep_what_was_live(found)
        return self._made(found, connectors, self._drafts(shared, shared_texts, connectors, names))

    def _is_sound(
        self, written: Written, connectors: Mapping[str, Connector], names: Mapping[str, frozenset[str]]
    ) -> bool:
        wrong = check(
            written.definition,
            written.file,
            connectors=connectors,
            procedures=names["procedure"],
            workflows=names["workflow"],
            has_model=self._has_model,
        )
        self._problems.extend(wrong)
        return not any(one.severity == "error" for one in wrong)

    def _drafts(
        self,
        shared: Mapping[str, Shared],
        texts: Mapping[str, str],
        connectors: Mapping[str, Connector],
        names: Mapping[str, frozenset[str]],
    ) -> dict[tuple[Kind, str], Definition]:
        read = [
            self._definition(path, kind, shared, texts)
            for kind, folder in DRAFTS.items()
            for path in _yaml(self._root / folder)
        ]
        return {
            (one.definition.kind, one.definition.id): one.definition
            for one in read
            if one is not None and self._is_sound(one, connectors, names)
        }

    def _made(
        self,
        found: dict[tuple[Kind, str], Written],
        connectors: Mapping[str, Connector],
        beside: Mapping[tuple[Kind, str], Definition],
    ) -> Folder:
        attributes = self._attributes()
        live = {key: one for key, one in found.items() if one.definition.head.status == "live"}
        catalog = Catalog(
            procedures={id_: one.definition for (kind, id_), one in live.items() if kind == "procedure"},
            workflows={id_: one.definition for (kind, id_), one in live.items() if kind == "workflow"},
            versions={one.definition.version: one.definition for one in found.values()},
            connectors=connectors,
            guidance=self._guidance(),
            escalation=self._escalation(attributes),
            hours=self._hours(attributes),
            attributes=attributes,
        )
        in_place = {
            key: one.definition for key, one in found.items() if one.definition.head.status == "draft"
        }
        drafts = {**in_place, **beside}
        problems = tuple(sorted(self._problems, key=lambda one: (one.file, one.line, one.what)))
        return Folder(
            catalog=catalog,
            problems=problems,
            written=found,
            drafts={id_: one for (kind, id_), one in drafts.items() if kind == "procedure"},
            workflow_drafts={id_: one for (kind, id_), one in beside.items() if kind == "workflow"},
            print=self._print,
            parsed=self._parsed,
        )

    def _keep_what_was_live(self, found: dict[tuple[Kind, str], Written]) -> None:
        """A broken file is no reason to take away what works; a file that is gone is one."""
        for key, written in self._before.written.items():
            kind, id_ = key
            if key not in found and (self._root / f"{kind}s" / f"{id_}.yaml").exists():
                found[key] = written

    def _definition(
        self, path: Path, kind: Kind, shared: Mapping[str, Shared], texts: Mapping[str, str]
    ) -> Written | None:
        file = str(path.relative_to(self._root))
        text = self._text(path, file)
        if text is None:
            return None
        content = "\x1f".join((kind, path.stem, text, *(f"{name}\x1e{one}" for name, one in texts.items())))
        key = hashlib.blake2b(content.encode(), digest_size=16).hexdigest()
        parsed = self._before.parsed.get(key)
        if parsed is None:
            parsed = parse(path.stem, text, kind=kind, file=file, shared=shared)
        self._parsed[key] = parsed
        self._problems.extend(parsed.problems)
        if parsed.definition is None:
            return None
        used = {
            name: texts[name]
            for name, sub in parsed.definition.subs.items()
            if sub.is_shared and name in texts
        }
        return Written(definition=parsed.definition, text=text, shared=used, file=file)

    def _shared(self) -> tuple[dict[str, Shared], dict[str, str]]:
        found: dict[str, Shared] = {}
        texts: dict[str, str] = {}
        for path in _yaml(self._root / "procedures" / "shared"):
            file = str(path.relative_to(self._root))
            text = self._text(path, file)
            if text is None:
                continue
            made, problems = parse_shared(path.stem, text, file=file)
            self._problems.extend(problems)
            if made is not None:
                found[path.stem], texts[path.stem] = made, text
        return found, texts

    def _connectors(self) -> dict[str, Connector]:
        found: dict[str, Connector] = {}
        for path in _yaml(self._root / "connectors"):
            file = str(path.relative_to(self._root))
            text = self._text(path, file)
            made = None if text is None else self._connector(file, text)
            if made is None and path.stem in self._before.catalog.connectors:
                made = self._before.catalog.connectors[path.stem]
            if made is not None:
                found[path.stem] = made
        return found

    def _connector(self, file: str, text: str) -> Connector | None:
        try:
            source = read(text)
        except SourceError as error:
            self._problems.append(Problem(file=file, line=error.line, what=f"{error}."))
            return None
        try:
            return Connector.model_validate(source.data)
        except ValidationError as error:
            for one in error.errors(include_url=False):
                path = one["loc"]
                name = ".".join(str(part) for part in path)
                said = one["msg"].removeprefix("Value error, ")
                what = f"`{name}`: {said}." if name else f"{said}."
                self._problems.append(Problem(file=file, line=source.line(path), what=what))
            return None

    def _guidance(self) -> tuple[Guidance, ...]:
        found, problems = read_guidance(self._root)
        self._problems.extend(problems)
        return self._before.catalog.guidance if found is None else found

    def _escalation(self, attributes: Collection[str]) -> Escalation:
        found, problems = read_escalation(self._root, attributes)
        self._problems.extend(problems)
        return self._before.catalog.escalation if found is None else found

    def _hours(self, attributes: Collection[str]) -> Hours:
        found, problems = read_hours(self._root, attributes)
        self._problems.extend(problems)
        return self._before.catalog.hours if found is None else found

    def _attributes(self) -> Mapping[str, TicketAttribute]:
        found, problems = read_attributes(self._root)
        self._problems.extend(problems)
        return self._before.catalog.attributes if found is None else found

    def _text(self, path: Path, file: str) -> str | None:
        if not ID.fullmatch(path.stem):
            what = f"`{path.stem}` cannot be an id."
            mend = "Name the file with letters, digits and underscores, such as refund_order.yaml."
            self._problems.append(Problem(file=file, line=1, what=what, mend=mend))
            return None
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self._problems.append(Problem(file=file, line=1, what=f"It cannot be read: {error}."))
            return None


def _yaml(folder: Path) -> list[Path]:
    """Hidden files are an editor's own: locks, copies, half-written texts."""
    found = folder.glob("*.yaml") if folder.is_dir() else ()
    return sorted(path for path in found if not path.name.startswith("."))[:MOST_FILES]


def live_files(root: Path) -> list[Path]:
    """Every file that what is live is made of."""
    folders = ("procedures", "procedures/shared", "workflows", "connectors")
    named = [path for name in FILES if (path := root / name).exists()]
    return [*named, *(path for folder in folders for path in _yaml(root / folder))]
