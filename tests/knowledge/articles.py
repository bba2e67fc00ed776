"""Makes folders of articles for tests."""

from __future__ import annotations

from pathlib import Path

from bridge.knowledge.chunk import passages_of
from bridge.knowledge.index import Index
from bridge.knowledge.sources import load_folder


def write_article(folder: Path, name: str, title: str, body: str, *, extra: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.md"
    path.write_text(f"---\ntitle: {title}\nurl: https://shop.example/{name}\n{extra}---\n{body}\n")
    return path


def index_of(folder: Path) -> Index:
    return Index([passage for article in load_folder(folder) for passage in passages_of(article)])
