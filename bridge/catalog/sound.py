"""The last sound text of each file, kept in the database: what breaks between two runs changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from bridge.catalog.folder import Folder, fingerprint, live_files, read_folder
from bridge.runtime.store import Store
from bridge.runtime.switches import read_switch, set_switch

SWITCH = "definitions.sound"


class Sound:
    """Remembers the folder as it last was without errors, file by file.

    Args:
        root: The configuration folder.
        store: Where the texts are kept, for every process.
        has_model: Whether `instruct` steps can be followed.
    """

    def __init__(self, root: Path, store: Store, *, has_model: bool) -> None:
        self._root = root
        self._store = store
        self._has_model = has_model

    async def before(self) -> Folder:
        """What was live when a process last looked; empty when none ever did."""
        texts = await self._texts()
        return await asyncio.to_thread(self._read, texts) if texts else Folder()

    async def remember(self, folder: Folder) -> None:
        """Keeps the texts of `folder`; a file with an error keeps its last sound one.

        A folder without any file is somebody's command in another place, and changes nothing.

        Raises:
            StoreBusy: They were not kept.
        """
        before = await self._texts()
        texts = await asyncio.to_thread(self._sound, folder, before)
        if texts and texts != before:
            await set_switch(self._store, SWITCH, texts, "shelf")

    async def _texts(self) -> Mapping[str, str]:
        kept: Mapping[str, str] = await read_switch(self._store, SWITCH) or {}
        return kept

    def _read(self, texts: Mapping[str, str]) -> Folder:
        with TemporaryDirectory(prefix="bridge-") as folder:
            root = Path(folder)
            for name, text in texts.items():
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            return read_folder(root, has_model=self._has_model)

    def _sound(self, folder: Folder, before: Mapping[str, str]) -> Mapping[str, str] | None:
        """By name; None when the files changed since `folder` was read, so that the next look tells."""
        broken = {one.file for one in folder.problems if one.severity == "error"}
        texts: dict[str, str] = {}
        for path in live_files(self._root):
            name = str(path.relative_to(self._root))
            if name not in broken:
                try:
                    texts[name] = path.read_text(encoding="utf-8")
                except (OSError, UnicodeDecodeError):  # it is being changed; the print below says so
                    return None
            elif name in before:
                texts[name] = before[name]
        return texts if fingerprint(self._root) == folder.print else None
