"""Blocks of a task as steps of a procedure, with remarks for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from bridge.catalog.fin_task.actions import Actions
from bridge.catalog.fin_task.attributes import Attributes
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
from bridge.catalog.fin_task.hooks import A_DAY, Hooks
from bridge.catalog.fin_task.names import Names
from bridge.catalog.fin_task.phrases import span_of
from bridge.catalog.fin_task.prose import NOTE_LONGEST, WRITE, gathered, unclear
from bridge.catalog.fin_task.saying import Sayer, cut
from bridge.catalog.fin_task.templates import bare_text, template
from bridge.catalog.fin_task.written import Item

_NOT_CODE = (
    "Code cannot decide this condition: write it as an expression, such as order.total <= 100.0; "
    "until then a teammate is asked."
)


@dataclass(slots=True)
class Steps:
    """Makes them, and remembers what it had to say.

    Args:
        names: All names of the task.
        actions: What its actions are here.
        attributes: What the procedure must declare.
        hooks: Its webhooks.
        said: Line and sentence of what a person must look at.
        has_model: Whether natural language can be followed.
    """

    names: Names
    actions: Actions
    attributes: Attributes
    hooks: Hooks
    said: list[tuple[int, str]]
    has_model: bool
    _asked: int = 0

    def steps(self, blocks: Sequence[Block]) -> list[Item]:
        """The steps of one list; what would stand behind an end is left out and said."""
        made: list[Item] = []
        blocks = gathered(blocks, lambda one: self._decided(one) is not None)
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
                return [self.hooks.step(block, self.steps)]
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
        names = list(dict.fromkeys(self.attributes.declare(one, block.line) for one in block.fields))
        return [Item(data={"collect": names[start : start + 20]}) for start in range(0, len(names), 20)]

    def _ask(self, block: Ask) -> list[Item]:
        data: dict[str, object] = {"ask": self._template(block.field.ask, block.line)}
        if block.field.options:
            data["buttons"] = [bare_text(one) for one in block.field.options[:10]]
            if block.field.options[10:]:
                self.said.append((block.line, "Only ten buttons fit; the others were left out."))
        if block.field.name:
            data["as"] = self.names.name(block.field.name)
            self.attributes.offer(self.names.name(block.field.name), block.field.options)
            return [Item(data=data)]
        remark = "The task keeps the answer nowhere: add `as: a_name` to use it."
        return [Item(data=data, remarks=(remark,))]

    def _action(self, block: Action) -> list[Item]:
        use = self.actions.use(block, self._sayer(block.line))
        made: list[Item] = []
        if use.wanted:
            for name in use.wanted:
                self.attributes.declare(Field(name=name), block.line)
            remark = f"The task does not say where `{use.connector}` gets this from, so Fin asks for it."
            made.append(Item(data={"collect": list(use.wanted)}, remarks=(remark,)))
        data: dict[str, object] = {"use": use.connector}
        if use.inputs:
            data["with"] = use.inputs
        data["as"] = use.into
        return [*made, Item(data=data, remarks=use.remarks)]

    def _condition(self, block: Condition) -> list[Item]:
        ways = [(one, self._decided(one.condition)) for one in block.branches]
        return self._branches(ways, block.otherwise)

    def _branches(self, ways: list[tuple[Branch, Decided | None]], otherwise: Blocks | None) -> list[Item]:
        """One `if` for as many branches as code can decide; the first that it cannot is asked of people."""
        (first, way), *rest = ways
        made: list[Item] = []
        remarks: list[str] = []
        if way is None:
            self._asked += 1
            name = self.names.free(f"is_so_{self._asked}")
            question = f"Is this so? {bare_text(' '.join(first.condition.split()))[:NOTE_LONGEST]}"
            data = {"question": question, "attributes": {name: {"type": "boolean"}}, "timeout": A_DAY}
            made.append(Item(data={"ask_teammate": data}, remarks=(_NOT_CODE,)))
            self.names.known.add(name)
            what = f"The condition `{cut(first.condition)}` cannot be decided by code"
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
        self.attributes.learn(way.types)
        for one in way.said:
            self.said.append((branch.line, f"In `{cut(branch.condition)}`, {one}."))
        return [f"In the task: {cut(branch.condition)}: {one}." for one in way.said]

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

    def _nothing(self) -> Item:
        return Item(
            data={"note": "Nothing to do here."},
            remarks=(f"There is nothing under this condition; {WRITE}.",),
        )

    def _unclear(self, block: Block) -> list[Item]:
        return unclear(block, self.said, has_model=self.has_model)

    def _decided(self, condition: str) -> Decided | None:
        return decided(condition, self.names, self.attributes.options())

    def _template(self, text: str, line: int) -> str:
        return template(text, self.names, self._sayer(line))

    def _sayer(self, line: int) -> Sayer:
        return Sayer(self.said, line)


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
