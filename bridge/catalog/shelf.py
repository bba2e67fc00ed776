"""What is live now: swapped when the files change, with every version that a run may still be on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import structlog

from bridge.catalog.folder import Folder, fingerprint, read_folder
from bridge.catalog.sound import Sound
from bridge.core.procedures.catalog import Catalog
from bridge.core.procedures.definition import Definition, Kind
from bridge.core.procedures.parse import parse, parse_shared
from bridge.runtime.clock import Clock
from bridge.runtime.definitions import Kept, keep, kept
from bridge.runtime.store import Store

log = structlog.get_logger(__name__)


class Versions(Mapping[str, Definition]):
    """Versions by their name; one that is not at hand is read from the store, once.

    Args:
        load: Blocks; None where there is no such version.
    """

    def __init__(self, load: Callable[[str], Definition | None]) -> None:
        self._load = load
        self._found: dict[str, Definition] = {}

    def add(self, versions: Mapping[str, Definition]) -> None:
        """These are at hand from now on."""
        self._found |= versions

    def is_at_hand(self, version: str) -> bool:
        """Whether it need not be read from the store and parsed."""
        return version in self._found

    def __getitem__(self, version: str) -> Definition:
        if version not in self._found:
            loaded = self._load(version)
            if loaded is None:
                raise KeyError(version)
            self._found[version] = loaded
        return self._found[version]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


class Shelf:
    """Keeps the catalog current.

    Args:
        root: The configuration folder.
        store: Where versions are kept.
        clock: When a version was first seen.
        has_model: Whether `instruct` steps can be followed.
        changed: Called with the folder after each reading that brought something new.
    """

    def __init__(
        self,
        root: Path,
        store: Store,
        clock: Clock,
        *,
        has_model: bool = False,
        changed: Callable[[Folder], None] | None = None,
    ) -> None:
        self._root = root
        self._store = store
        self._clock = clock
        self._has_model = has_model
        self._changed = changed
        self._sound = Sound(root, store, has_model=has_model)
        self._versions = Versions(lambda version: loaded(store, version))
        self.folder = Folder()
        self.catalog = Catalog(versions=self._versions)

    async def look(self) -> None:
        """Reads the folder when a file changed. What is broken stays as it was, and is logged once.

        At the first look that is as it was when a process last looked: a restart takes nothing away.

        Raises:
            StoreBusy: The new versions could not be kept, so they are not live; the next look tries again.
        """
        if await asyncio.to_thread(fingerprint, self._root) == self.folder.print:
            return
        found = await self._read(self.folder)
        if not self.folder.print and not found.is_sound:
            found = await self._read(await self._sound.before())
        now = self._clock.now()
        await keep(
            self._store,
            [
                Kept(
                    version=one.definition.version,
                    kind=kind,
                    id=id_,
                    text=one.text,
                    shared=one.shared,
                    seen_at=now,
                )
                for (kind, id_), one in found.written.items()
                if not self._versions.is_at_hand(one.definition.version)
            ],
        )
        await self._sound.remember(found)
        self._versions.add(found.catalog.versions)
        for problem in found.problems:
            say = log.error if problem.severity == "error" else log.warning
            say(
                "definition_problem",
                where=f"{problem.file}:{problem.line}",
                what=problem.what,
                mend=problem.mend,
            )
        self.folder = found
        self.catalog = replace(found.catalog, versions=self._versions)
        log.info("definitions_live", procedures=len(found.catalog.procedures), drafts=len(found.drafts))
        if self._changed is not None:
            self._changed(found)

    async def _read(self, before: Folder) -> Folder:
        return await asyncio.to_thread(read_folder, self._root, before, has_model=self._has_model)


def loaded(store: Store, version: str) -> Definition | None:
    """A kept version, parsed again; None when it is not kept or this release cannot read it. Blocks."""
    row = kept(store, version)
    if row is None:
        return None
    shared = {}
    for name, text in row.shared.items():
        made, _ = parse_shared(name, text, file=f"procedures/shared/{name}.yaml")
        if made is not None:
            shared[name] = made
    kind: Kind = "workflow" if row.kind == "workflow" else "procedure"
    parsed = parse(row.id, row.text, kind=kind, file=f"{row.id}.yaml", shared=shared)
    if parsed.definition is None:
        log.error("version_unreadable", definition=row.id, version=version)
        return None
    return replace(parsed.definition, version=version)
