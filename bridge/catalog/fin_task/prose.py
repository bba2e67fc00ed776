"""Natural language of a task: joined, and made a step for a model, or a note for whoever writes the step."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bridge.catalog.fin_task.blocks import Block, Condition, Instruction
from bridge.catalog.fin_task.saying import cut
from bridge.catalog.fin_task.templates import bare_text
from bridge.catalog.fin_task.written import Item

WRITE = "please write this step"
NOTE_LONGEST = 4_000
"""Characters of one note; a longer text becomes several."""


def gathered(blocks: Sequence[Block], is_decided: Callable[[str], bool]) -> list[Block]:
    """Natural language that follows natural language is one text; so is an `If` that is nothing else.

    Args:
        blocks: Of one list.
        is_decided: Whether code can decide a condition.
    """
    found: list[Block] = []
    for block in blocks:
        one, last = block, found[-1] if found else None
        if isinstance(block, Condition) and _is_prose(block, is_decided):
            one = Instruction(line=block.line, text=block.text)
        if isinstance(one, Instruction) and isinstance(last, Instruction):
            found[-1] = Instruction(line=last.line, text=f"{last.text}\n{one.text}")
        else:
            found.append(one)
    return found


def unclear(block: Block, said: list[tuple[int, str]], *, has_model: bool) -> list[Item]:
    """Words that are no step of ours: for a model, or else kept as a note until a person writes it."""
    text = block.text.strip()
    if has_model:
        said.append((block.line, f"A model follows this in its own way: `{cut(text)}`."))
        return [Item(data={"instruct": bare_text(part)}) for part in _parts(text)]
    said.append((block.line, f"`{cut(text)}` is no step that we know; {WRITE}."))
    return [
        Item(data={"note": f"The task says: {bare_text(part)}"}, remarks=(WRITE,)) for part in _parts(text)
    ]


def _is_prose(block: Condition, is_decided: Callable[[str], bool]) -> bool:
    inner = [*(one.blocks for one in block.branches), block.otherwise or ()]
    return all(isinstance(one, Instruction) for blocks in inner for one in blocks) and not any(
        is_decided(one.condition) for one in block.branches
    )


def _parts(text: str) -> list[str]:
    lines = re.findall(rf"(?s).{{1,{NOTE_LONGEST}}}", text)
    return [one.strip() for one in lines if one.strip()] or ["…"]
