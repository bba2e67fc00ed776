"""Blocks of a task as steps of a procedure, with the attributes that they need and remarks for people."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from bridge.catalog.fin_task.actions import Actions
from bridge.catalog.fin_task.blocks import (
    Action,
    Ask,
    Assign,
    Block,
    Blocks,
    Branch,
    Classify,
    Collect,
    Condition,
    End,
    Field,
    HandOff,
    Instruction,
    Message,
    Note,
    Pause,
    Remark,
    Tag,
    Webhook,
)
from bridge.catalog.fin_task.condition import Decided, decided
from bridge.catalog.fin_task.names import Names
from bridge.catalog.fin_task.phrases import span_of, type_of
from bridge.catalog.fin_task.templates import bare_text, template
from bridge.catalog.fin_task.written import Item
from bridge.core.words.values import Json

WRITE = "please write this step"
_DAY = "1d"
_NOT_CODE = (
    "Code cannot decide this condition: write it as an expression, such as order.total <= 100.0; "
    "until then a teammate is asked."
)
_NOTE_LONGEST = 4_000
"""Characters of one note; a longer text becomes several."""


@dataclass(slots=True)
class Steps:
    """Makes them, and remembers what it had to say.

    Args:
        names: All names of the task.
        actions: What its actions are here.
        has_model: Whether natural language can be followed.
        attributes: What the procedure must declare.
        said: Line and sentence of what a person must look at.
        words: The attributes as the task calls them.
    """

    names: Names
    actions: Actions
    has_model: bool
    attributes: dict[str, dict[str, object]] = field(default_factory=dict[str, dict[str, object]])
    said: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    words: dict[str, str] = field(default_factory=dict[str, str])
    _asked: int = 0
    _buttons: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    _hooks: list[tuple[Webhook, str]] = field(default_factory=list[tuple[Webhook, str]])

    def declare(self, one: Field, line: int) -> str:
        """An attribute as the task describes it; what it says later adds to what it said before."""
        name = self.names.name(one.name)
        made = self.attributes.setdefault(name, {})
        self.words.setdefault(name, one.name.replace("_", " "))
        self.names.known.add(name)
        kind = type_of(one.type)
        if kind is None:
            self.said.append((line, f"`{one.type}` is no type that we know; `{name}` takes any words."))
        if one.options:
            made |= {"type": "list", "options": list(one.options)}
        elif kind == "list":
            self.said.append((line, f"`{name}` is a list without options; it takes any words."))
        elif one.type and kind and "options" not in made:
            made["type"] = kind
        if one.ask:
            made["ask"] = template(one.ask, self.names, self._sayer(line))
        return name

    def steps(self, blocks: Sequence[Block]) -> list[Item]:
        """The steps of one list; what would stand behind an end is left out and said."""
        made: list[Item] = []
        blocks = self._gathered(blocks)
        for place, block in enumerate(blocks):
            made.extend(self._of(block))
            rest = [one for one in blocks[place + 1 :] if not isinstance(one, Remark)]
            if rest and made and _ends(made[-1]):
                what = "What follows is never reached and was left out: everything before it ends."
                self.said.append((rest[0].line, what))
                left = " ".join(" ".join(one.text.split()) for one in rest)
                remarks = (*made[-1].remarks, f"Left out behind this: {left}")
                made[-1] = Item(data=made[-1].data, remarks=remarks)
                break
        return made

    def late(self) -> list[tuple[int, str]]:
        """Line and sentence of what can be said only when all steps are made."""
        return [
            (block.line, f"`{'.'.join(map(str, parts))}` is read of `{into}`, and its example lacks it.")
            for block, into in self._hooks
            for parts in self.names.fields.get(into, {})
            if block.example is not None and not _has(block.example, parts)
        ]

    def _of(self, block: Block) -> list[Item]:
        self.names.line = block.line
        match block:
            case Message():
                return [Item(data={"say": self._template(block.message, block.line)})]
            case Collect():
                return self._collect(block)
            case Ask():
                return self._ask(block)
            case Action():
                return self._action(block)
            case Condition():
                return self._condition(block)
            case Webhook():
                return self._webhook(block)
            case Pause():
                span = span_of(block.duration)
                return [Item(data={"wait": span})] if span else self._unclear(block)
            case Tag():
                tags = [bare_text(one) for one in block.tags]
                return [Item(data={"tag_contact" if block.of_person else "tag": tags})]
            case HandOff():
                return [self._hand_off(block)]
            case Assign():
                return self._assign(block)
            case Classify():
                return self._classify(block)
            case Note():
                text = self._template(block.note, block.line) if block.note else ""
                return [Item(data={"note": text} if text else {"summarize": "note"})]
            case End():
                return [Item(data={"end": {}})]
            case Remark():
                return []
            case Instruction():
                return self._unclear(block)
            case _:
                assert_never(block)

    def _collect(self, block: Collect) -> list[Item]:
        names = list(dict.fromkeys(self.declare(one, block.line) for one in block.fields))
        return [Item(data={"collect": names[start : start + 20]}) for start in range(0, len(names), 20)]

    def _ask(self, block: Ask) -> list[Item]:
        data: dict[str, object] = {"ask": self._template(block.field.ask, block.line)}
        if block.field.options:
            data["buttons"] = [bare_text(one) for one in block.field.options[:10]]
            if block.field.options[10:]:
                self.said.append((block.line, "Only ten buttons fit; the others were left out."))
        if block.field.name:
            data["as"] = self.names.name(block.field.name)
            self._buttons[self.names.name(block.field.name)] = block.field.options
            return [Item(data=data)]
        remark = "The task keeps the answer nowhere: add `as: a_name` to use it."
        return [Item(data=data, remarks=(remark,))]

    def _action(self, block: Action) -> list[Item]:
        use = self.actions.use(block, self._sayer(block.line))
        made: list[Item] = []
        if use.wanted:
            for name in use.wanted:
                self.declare(Field(name=name), block.line)
            remark = f"The task does not say where `{use.connector}` gets this from, so Fin asks for it."
            made.append(Item(data={"collect": list(use.wanted)}, remarks=(remark,)))
        data: dict[str, object] = {"use": use.connector}
        if use.inputs:
            data["with"] = use.inputs
        data["as"] = use.into
        return [*made, Item(data=data, remarks=use.remarks)]

    def _condition(self, block: Condition) -> list[Item]:
        ways = [(one, decided(one.condition, self.names, self._options())) for one in block.branches]
        return self._branches(ways, block.otherwise)

    def _gathered(self, blocks: Sequence[Block]) -> list[Block]:
        """Natural language that follows natural language is one text; so is an `If` that is nothing else."""
        found: list[Block] = []
        for block in blocks:
            one, last = block, found[-1] if found else None
            if isinstance(block, Condition) and self._is_prose(block):
                one = Instruction(line=block.line, text=block.text)
            if isinstance(one, Instruction) and isinstance(last, Instruction):
                found[-1] = Instruction(line=last.line, text=f"{last.text}\n{one.text}")
            else:
                found.append(one)
        return found

    def _is_prose(self, block: Condition) -> bool:
        inner = [*(one.blocks for one in block.branches), block.otherwise or ()]
        return all(isinstance(one, Instruction) for blocks in inner for one in blocks) and not any(
            decided(one.condition, self.names, self._options()) for one in block.branches
        )

    def _branches(self, ways: list[tuple[Branch, Decided | None]], otherwise: Blocks | None) -> list[Item]:
        """One `if` for as many branches as code can decide; the first that it cannot is asked of people."""
        (first, way), *rest = ways
        made: list[Item] = []
        remarks: list[str] = []
        if way is None:
            self._asked += 1
            name = self.names.free(f"is_so_{self._asked}")
            question = f"Is this so? {bare_text(' '.join(first.condition.split()))[:_NOTE_LONGEST]}"
            data = {"question": question, "attributes": {name: {"type": "boolean"}}, "timeout": _DAY}
            made.append(Item(data={"ask_teammate": data}, remarks=(_NOT_CODE,)))
            self.names.known.add(name)
            what = f"The condition `{_cut(first.condition)}` cannot be decided by code"
            self.said.append((first.line, f"{what}; a teammate is asked. Please write it."))
            condition = name
        else:
            condition = way.expression
            remarks = self._heard(way, first)
        branch: dict[str, object] = {"if": condition, "then": self.steps(first.blocks) or [self._nothing()]}
        others: list[dict[str, object]] = []
        while rest and rest[0][1] is not None:
            (one, also), *rest = rest
            if also is not None:
                remarks += self._heard(also, one)
                others.append({"if": also.expression, "then": self.steps(one.blocks) or [self._nothing()]})
        if others:
            branch["elif"] = others
        if rest:
            branch["else"] = self._branches(rest, otherwise)
        elif otherwise is not None and (steps := self.steps(otherwise)):
            branch["else"] = steps
        return [*made, Item(data=branch, remarks=tuple(remarks))]

    def _heard(self, way: Decided, branch: Branch) -> list[str]:
        for name, kind in way.types.items():
            if name in self.attributes and "type" not in self.attributes[name]:
                self.attributes[name]["type"] = kind
        for one in way.said:
            self.said.append((branch.line, f"In `{_cut(branch.condition)}`, {one}."))
        return [f"In the task: {_cut(branch.condition)}: {one}." for one in way.said]

    def _webhook(self, block: Webhook) -> list[Item]:
        name = self.names.name(block.name)
        span = span_of(block.timeout) if block.timeout else None
        hook: dict[str, object] = {"name": name}
        address = f"{{{{ hooks.{name} }}}}"
        remarks = [f"Give the outside system the address {address} by a data connector before this step."]
        if block.example is not None:
            hook["example"] = block.example
        else:
            self.said.append((block.line, f"The webhook `{name}` has no example: whatever comes is taken."))
        if span is None:
            self.said.append(
                (block.line, f"How long to wait for the webhook `{name}` is not said; it is {_DAY} now.")
            )
            remarks.append(f"The task does not say how long to wait: {_DAY}.")
        hook["timeout"] = span or _DAY
        into = self.names.name(block.into or block.name)
        self._hooks.append((block, into))
        data: dict[str, object] = {"wait_for_webhook": hook, "as": into}
        if block.on_timeout and (late := self.steps(block.on_timeout)):
            data["on_timeout"] = late
        return [Item(data=data, remarks=tuple(remarks))]

    def _hand_off(self, block: HandOff) -> Item:
        target: dict[str, object] = {"to": "team"}
        if block.team:
            target["team"] = block.team
        if block.message:
            target["message"] = self._template(block.message, block.line)
        return Item(data={"handoff": target})

    def _assign(self, block: Assign) -> list[Item]:
        if isinstance(block.value, str):
            value: object = self.actions.value(block.value, self._sayer(block.line))
        else:
            value = block.value
        if isinstance(value, dict | list) or value is None:
            return self._unclear(block)
        return [Item(data={"set": {self.names.name(block.name): value}})]

    def _classify(self, block: Classify) -> list[Item]:
        labels = {label: about or label for label, about in block.labels[:50]}
        remark = "Describe each label with words that customers use."
        data = {"classify": {"labels": labels}, "as": self.names.name(block.into)}
        return [Item(data=data, remarks=(remark,))] if len(labels) > 1 else self._unclear(block)

    def _unclear(self, block: Block) -> list[Item]:
        """Words that are no step of ours: for a model, or else kept as a note until a person writes it."""
        text = block.text.strip()
        if self.has_model:
            self.said.append((block.line, f"A model follows this in its own way: `{_cut(text)}`."))
            return [Item(data={"instruct": bare_text(part)}) for part in _parts(text)]
        self.said.append((block.line, f"`{_cut(text)}` is no step that we know; {WRITE}."))
        return [
            Item(data={"note": f"The task says: {bare_text(part)}"}, remarks=(WRITE,))
            for part in _parts(text)
        ]

    def _nothing(self) -> Item:
        return Item(
            data={"note": "Nothing to do here."},
            remarks=(f"There is nothing under this condition; {WRITE}.",),
        )

    def _template(self, text: str, line: int) -> str:
        return template(text, self.names, self._sayer(line))

    def _options(self) -> Mapping[str, tuple[str, ...]]:
        declared = {name: one.get("options") for name, one in self.attributes.items()}
        return {name: tuple(map(str, _list_of(one))) for name, one in declared.items()} | self._buttons

    def _sayer(self, line: int) -> _Sayer:
        return _Sayer(self.said, line)


@dataclass(frozen=True, slots=True)
class _Sayer:
    """Says something about a line."""

    said: list[tuple[int, str]]
    line: int

    def __call__(self, sentence: str) -> None:
        self.said.append((self.line, sentence))


def _ends(item: Item) -> bool:
    """Whether no way leads behind this step."""
    data = item.data
    if "end" in data or "handoff" in data:
        return True
    if "if" not in data or "else" not in data:
        return False
    others = [one["then"] for one in _list_of(data.get("elif")) if isinstance(one, dict)]
    blocks = (data["then"], *others, data["else"])
    return all(any(isinstance(one, Item) and _ends(one) for one in _list_of(block)) for block in blocks)


def _list_of(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _has(example: Json, parts: tuple[str | int, ...]) -> bool:
    for part in parts:
        is_place = isinstance(part, int) and isinstance(example, list) and part < len(example)
        if not is_place and not (isinstance(example, dict) and part in example):
            return False
        example = example[part]
    return True


def _parts(text: str) -> list[str]:
    lines = re.findall(rf"(?s).{{1,{_NOTE_LONGEST}}}", text)
    return [one.strip() for one in lines if one.strip()] or ["…"]


def _cut(text: str) -> str:
    bare = " ".join(text.split()).replace("`", "'")
    return bare if len(bare) <= 100 else f"{bare[:99]}…"  # noqa: PLR2004 - what fits on a line
