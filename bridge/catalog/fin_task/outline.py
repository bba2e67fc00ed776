"""Lines of instructions, indented under each other, as blocks; `If` and `Otherwise` are read here."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from bridge.catalog.fin_task import sentence
from bridge.catalog.fin_task.blocks import Block, Blocks, Branch, Condition, Instruction, Message, Webhook
from bridge.catalog.fin_task.details import with_lines
from bridge.catalog.fin_task.lines import Item, Line
from bridge.catalog.fin_task.phrases import SPAN, head_and_store, quoted, sentences, split_once

_ANY = re.IGNORECASE | re.DOTALL
_IF = re.compile(r"(?:if|in case)\b\s*:?\s*(?P<rest>.+)", _ANY)
_ELIF = re.compile(r"(?:else|otherwise)[ ,]+if\b\s*:?\s*(?P<rest>.+)|(?:elif|elseif)\b\s*(?P<other>.+)", _ANY)
_ELSE = re.compile(r"(?:else|otherwise|if not(?=\s*(?:[:,]|$)))\b\s*[:,]?\s*(?:then\b)?\s*(?P<rest>.*)", _ANY)
_FI = re.compile(r"(?:end ?if|fi)\b[.:;]?", re.IGNORECASE)
_THEN = re.compile(r"then\b[.:;,]?", re.IGNORECASE)
_SPAN = re.compile(rf"(?:time-?out|wait(?: for)?|up to|for|how long)\s*:?\s*({SPAN})\.?", re.IGNORECASE)
_LATE = re.compile(
    r"(?:on|after) time-?out\b\s*:?\s*(?P<rest>.*)|"
    r"if (?:nothing|it does(?: not|n't)) (?:comes?|arrives?)\b[^:,]*[:,]?\s*(?P<other>.*)",
    _ANY,
)
_EXAMPLE = re.compile(r"example\b[^{}]{0,60}", re.IGNORECASE)


class Outline:
    """Reads it.

    Args:
        said: Takes line and sentence of what could not be read.
    """

    def __init__(self, said: list[tuple[int, str]]) -> None:
        self._said = said

    def blocks(self, items: list[Item]) -> Blocks:
        """Siblings in order; instructions that follow each other are one."""
        found: list[Block] = []
        items, place = list(items), 0
        while place < len(items):
            made, place = self._at(items, place)
            for block in made:
                last = found[-1] if found else None
                if isinstance(block, Instruction) and isinstance(last, Instruction):
                    found[-1] = replace(last, text=f"{last.text}\n{block.text}")
                else:
                    found.append(block)
        return tuple(found)

    def _at(self, items: list[Item], place: int) -> tuple[Blocks, int]:
        item = items[place]
        if _FI.fullmatch(item.line.text) or _THEN.fullmatch(item.line.text):
            return self.blocks(item.inner), place + 1
        if _IF.fullmatch(item.line.text) and not _ELSE.fullmatch(item.line.text):
            _raise_branches(items, place)
            return self._condition(items, place)
        if isinstance(sentence.block_of(item.line.text.rstrip(" :"), 1), Webhook):
            end = place + 1
            while end < len(items) and _is_of_hook(items[end]):
                end += 1
            item = Item(item.line, [*item.inner, *items[place + 1 : end]])
            return (self._webhook(item),), end
        end = place + 1
        if end < len(items) and _is_store(items[end]):
            end += 1
            item = Item(item.line, [*item.inner, items[end - 1]])
        if not item.inner:
            return self._inline(item.line.text, item.line.number), end
        block = with_lines(item)
        return (block or Instruction(line=item.line.number, text=item.whole()),), end

    def _inline(self, text: str, line: int) -> Blocks:
        """What stands on one line: one block, or a sentence after the other."""
        block = sentence.block_of(text, line)
        is_quote = isinstance(block, Message) and block.message[:1] in ('"', "“", "„", "«", "'")
        parts = sentences(text) if len(text) <= sentence.LONGEST else [text]
        if (block is not None and not is_quote) or not parts[1:]:
            return (block or Instruction(line=line, text=text),)
        found: list[Block] = []
        for place, part in enumerate(parts):
            if _IF.fullmatch(part):
                rest = Item(Line(number=line, indent=0, text=" ".join(parts[place:])))
                return (*found, *self._condition([rest], 0)[0])
            found.append(sentence.block_of(part, line) or Instruction(line=line, text=part))
        return tuple(found)

    def _webhook(self, item: Item) -> Block:
        head = item.line.text.rstrip(" :")
        found = sentence.block_of(head, item.line.number)
        if not isinstance(found, Webhook):
            return Instruction(line=item.line.number, text=item.whole())
        block = replace(found, text=item.whole())
        for one in item.inner:
            block = self._told(block, one)
        return block

    def _told(self, block: Webhook, item: Item) -> Webhook:
        """The webhook with what one line under it says."""
        text = item.line.text
        if item.line.has_json and (opens := re.search(r"[{\[]", text)):
            return replace(block, example=json.loads(text[opens.start() :]))
        if found := _SPAN.fullmatch(text):
            return replace(block, timeout=found[1])
        if found := _LATE.fullmatch(text):
            first = found["rest"] or found["other"] or ""
            late = (*(self._inline(first, item.line.number) if first else ()), *self.blocks(item.inner))
            return replace(block, on_timeout=late or None)
        if _EXAMPLE.fullmatch(text):
            for one in item.inner:
                block = self._told(block, one)
            return block
        head, into = head_and_store(text)
        if into and not head:
            return replace(block, into=into)
        self._said.append((item.line.number, f"`{text[:80]}` is not understood under a webhook."))
        return block

    def _condition(self, items: list[Item], place: int) -> tuple[Blocks, int]:
        """An `If` with the `Otherwise` that follows it."""
        start, is_clear = place, True
        first = _IF.fullmatch(items[place].line.text)
        words = first["rest"] if first else ""
        branches: list[Branch] = []
        otherwise: Blocks | None = None
        while True:
            item = items[place]
            number = item.line.number
            head, body, rest = _parted(words)
            done = self._inline(body, number) if body else ()
            if rest:
                branches.append(Branch(line=number, condition=head, blocks=done))
                if further := _ELIF.fullmatch(f"else {rest}"):
                    words = further["rest"]
                    continue
                otherwise, is_clear, place = self._inline(rest, number), not item.inner, place + 1
                break
            inner, place = self._body(items, place + 1, has_inline=bool(body))
            branches.append(Branch(line=number, condition=head, blocks=(*done, *inner)))
            following = items[place].line.text if place < len(items) else ""
            if further := _ELIF.fullmatch(following):
                words = further["rest"] or further["other"]
                continue
            if last := _ELSE.fullmatch(following):
                number = items[place].line.number
                inner, place = self._body(items, place + 1, has_inline=bool(last["rest"]))
                otherwise = (*(self._inline(last["rest"], number) if last["rest"] else ()), *inner)
            break
        text = "\n".join(one.whole() for one in items[start:place])
        line = items[start].line.number
        if not is_clear or not all(one.condition and one.blocks for one in branches) or otherwise == ():
            return (Instruction(line=line, text=text),), place
        made = Condition(line=line, text=text, branches=tuple(branches), otherwise=otherwise)
        return (made,), place

    def _body(self, items: list[Item], place: int, *, has_inline: bool) -> tuple[Blocks, int]:
        """What belongs to the line before `place`: indented, or a list under it, or up to `End if`."""
        before = items[place - 1]
        if before.inner:
            return self.blocks(before.inner), place
        if has_inline:
            return (), place
        if place < len(items) and _THEN.fullmatch(items[place].line.text) and items[place].inner:
            return self.blocks(items[place].inner), place + 1
        end = place
        if not before.line.has_bullet:
            while end < len(items) and items[end].line.has_bullet:
                end += 1
        if end == place:
            closed = next((n for n in range(place, len(items)) if _FI.fullmatch(items[n].line.text)), None)
            if closed is None:
                return (), place
            end = next((n for n in range(place, closed) if _is_branch(items[n])), closed)
        return self.blocks(items[place:end]), end


def _raise_branches(items: list[Item], place: int) -> None:
    """`Otherwise` that is indented under its `If`, as deep as the words behind a bullet, stands beside it."""
    inner, is_open = items[place].inner, False
    for number, one in enumerate(inner):
        is_end = bool(_FI.fullmatch(one.line.text) or _ELSE.fullmatch(one.line.text))
        if not is_open and (is_end or _is_branch(one)):
            items[place : place + 1] = [Item(items[place].line, inner[:number]), *inner[number:]]
            return
        is_open = (is_open or bool(_IF.fullmatch(one.line.text))) and not is_end


def _is_branch(item: Item) -> bool:
    return bool(_ELSE.fullmatch(item.line.text) or _ELIF.fullmatch(item.line.text))


def _is_store(item: Item) -> bool:
    """Whether a line only says where the answer to the line before is kept."""
    head, into = head_and_store(item.line.text)
    return bool(into) and not head and not item.inner


def _is_of_hook(item: Item) -> bool:
    text = item.line.text
    return bool(item.line.has_json or _EXAMPLE.fullmatch(text) or _LATE.fullmatch(text)) or bool(
        re.match(r"time-?out\b", text, re.IGNORECASE)
    )


def _parted(words: str) -> tuple[str, str, str]:
    """Condition, what is to be done, and what otherwise, as far as they stand on the line."""
    ways = (split_once(words, r"\s*[,:]?\s+then\b\s*[:,]?\s*"), split_once(words, r"\s*:(?:\s+|$)"))
    parts = min((one for one in ways if one), key=lambda one: len(one[0]), default=None)
    if parts is None:
        parts = split_once(words, r",\s+")
    if parts is None:
        return quoted(words.strip(" .,:")), "", ""
    head, body = parts
    rest = split_once(body, r"[\s.;,]+(?:otherwise|else)\b\s*[,:]?\s*")
    return (head.strip(), *((body.strip(), "") if rest is None else (rest[0].strip(), rest[1].strip())))
