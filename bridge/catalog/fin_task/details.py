"""A line with further lines under it: a longer message, a list of things to collect, inputs of an action."""

from __future__ import annotations

import re
from dataclasses import replace

from bridge.catalog.fin_task import sentence
from bridge.catalog.fin_task.blocks import Action, Ask, Block, Collect, Field, Message
from bridge.catalog.fin_task.lines import Item, paragraphs
from bridge.catalog.fin_task.phrases import field_of, head_and_store, listed, pairs_of, quoted


def with_lines(item: Item) -> Block | None:
    """The block that the line and the lines under it are together, or None where they are none we know."""
    line, text = item.line.number, item.line.text
    if any(one.inner for one in item.inner):
        return None
    head = text.rstrip(" :")
    lines = [one.line.text for one in item.inner]
    block = sentence.block_of(text, line) or sentence.block_of(head, line)
    match block:
        case Message():
            below = paragraphs([one.line for one in item.inner])
            gap = "\n\n" if item.inner[0].line.has_gap else "\n"
            return replace(block, text=item.whole(), message=f"{block.message}{gap}{below}")
        case Ask():
            return _asked(replace(block, text=item.whole()), lines)
        case Action():
            return _given(replace(block, text=item.whole()), lines)
        case None:
            return _opened(item, head, lines)
        case _:
            return None


def fields_in(lines: list[str]) -> tuple[Field, ...]:
    """One of each line; none where one of them is no name."""
    fields = [field_of(one) for one in lines]
    return tuple(one for one in fields if one is not None) if all(fields) else ()


def _opened(item: Item, head: str, lines: list[str]) -> Block | None:
    """A line that says only what the lines under it are."""
    line = item.line.number
    block = sentence.block_of(f"{head}: {paragraphs([one.line for one in item.inner])}", line)
    if isinstance(block, Message):
        return replace(block, text=item.whole())
    if isinstance(block, Ask):
        return _asked(replace(block, text=item.whole(), field=Field(name="")), lines)
    if re.match(r"(?:collect|gather|ask)\b", head, re.IGNORECASE) and (fields := fields_in(lines)):
        return Collect(line=line, text=item.whole(), fields=fields)
    return None


def _asked(block: Ask, lines: list[str]) -> Block | None:
    field = block.field
    for one in lines:
        head, into = head_and_store(one)
        if found := re.fullmatch(r"(?:options|buttons|choices)\s*:\s*(.+)", one, re.IGNORECASE):
            field = replace(field, options=tuple(quoted(part) for part in listed(found[1])))
        elif into and not head:
            field = replace(field, name=into)
        elif field.ask:
            return None
        else:
            field = replace(field, ask=quoted(one))
    return replace(block, field=field) if field.ask else None


def _given(block: Action, lines: list[str]) -> Block | None:
    inputs, into = list(block.inputs), block.into
    for one in lines:
        head, stored = head_and_store(one)
        into = stored or into
        words = re.sub(r"^(?:with|using|inputs?)\b\s*:?\s*", "", head, flags=re.IGNORECASE)
        pairs = pairs_of(words) if words else ()
        if pairs is None:
            return None
        inputs.extend(pairs)
    return replace(block, inputs=tuple(inputs), into=into)
