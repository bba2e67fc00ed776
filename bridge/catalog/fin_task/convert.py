"""A Fin Task as a draft procedure, with skeletons of the data connectors that it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bridge.catalog.fin_task import as_json
from bridge.catalog.fin_task import text as as_text
from bridge.catalog.fin_task.actions import Actions
from bridge.catalog.fin_task.attributes import Attributes
from bridge.catalog.fin_task.blocks import (
    Action,
    Ask,
    Assign,
    Block,
    Blocks,
    Classify,
    Collect,
    Condition,
    Remark,
    Task,
    TaskError,
    Webhook,
)
from bridge.catalog.fin_task.head import head_of
from bridge.catalog.fin_task.hooks import Hooks
from bridge.catalog.fin_task.lines import LONGEST, cleaned
from bridge.catalog.fin_task.names import Names, slug
from bridge.catalog.fin_task.steps import Steps
from bridge.catalog.fin_task.templates import bare_text
from bridge.catalog.fin_task.written import Item, plain, written
from bridge.core.procedures.check import check
from bridge.core.procedures.connector import Connector
from bridge.core.procedures.parse import parse
from bridge.core.procedures.source import Problem, SourceError, read
from bridge.core.words.values import Json

_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_ON_ERROR = Item(data={"handoff": {"to": "team"}})


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a task comes into.

    Args:
        connectors: The data connectors that there are.
        has_model: Whether natural language can be followed at run time.
    """

    connectors: Mapping[str, Connector]
    has_model: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """What came of a task.

    Args:
        id: What the procedure is to be called.
        procedure: Its file.
        connectors: Files of skeletons by the connector's name.
        problems: What a person must look at, with the line in the task.
    """

    id: str
    procedure: str
    connectors: Mapping[str, str]
    problems: tuple[Problem, ...]


def convert(text: str, *, file: str, around: Around, id_: str = "") -> Conversion:
    """Converts a text of blocks, or JSON.

    Args:
        text: The task.
        file: How problems name it; its stem is the id where the task has no title.
        around: What it comes into.
        id_: The id; made of the title where it is empty.

    Raises:
        TaskError: It is no Fin Task, or nothing that passes the check can be made of it.
    """
    if len(text) > LONGEST:
        raise TaskError(1, f"is longer than {LONGEST} characters: split it, as Fin's own advice is.")
    clean = cleaned(text)
    is_json = clean.lstrip()[:1] in ("{", "[")
    task = as_json.task_of(clean) if is_json else as_text.task_of(clean)
    stem = slug(re.sub(r"\.\w+$", "", file.replace("\\", "/").rsplit("/", 1)[-1]))
    made_id = id_ or slug(task.title) or stem or "imported_task"
    if not _ID.fullmatch(made_id):
        raise TaskError(
            1, f"`{made_id}` cannot be an id: letters, digits and underscores, such as refund_order."
        )
    return _Making(task, made_id, file, around).conversion(clean)


class _Making:
    def __init__(self, task: Task, id_: str, file: str, around: Around) -> None:
        self._task = task
        self._id = id_
        self._file = file
        self._around = around
        names = Names()
        self._names = names
        self._actions = Actions(names=names, connectors=around.connectors)
        self._said = list(task.said)
        self._declared = Attributes(names, self._said)
        self._hooks = Hooks(names, self._said)
        self._steps = Steps(
            names=names,
            actions=self._actions,
            attributes=self._declared,
            hooks=self._hooks,
            said=self._said,
            has_model=around.has_model,
        )

    def conversion(self, text: str) -> Conversion:
        task = self._task
        blocks = tuple(_all(task.blocks))
        if not any(not isinstance(one, Remark) for one in blocks):
            raise TaskError(1, 'has no blocks: write them under "Instructions:", or as "steps" in JSON.')
        if not task.title and not task.description:
            raise TaskError(
                1, 'has neither a "Title:" nor a "Description:", so nothing says when Fin is to use it.'
            )
        self._meet(blocks, text)
        steps = self._steps.steps(task.blocks)
        head = head_of(task, self._id, self._said)
        attributes = self._attributes(steps)
        data: dict[str, object] = {**head, **({"attributes": attributes} if attributes else {})}
        data |= {"steps": steps, "on_error": [_ON_ERROR]}
        files = self._actions.files()
        problems = self._problems()
        procedure = written(data, self._remarks(problems, blocks))
        self._prove(procedure, files, plain(data))
        return Conversion(id=self._id, procedure=procedure, connectors=files, problems=problems)

    def _meet(self, blocks: Blocks, text: str) -> None:
        """Every name that a step will set is known before the first step is made."""
        names = self._names
        for field in self._task.fields:
            self._declared.declare(field, 1)
        for block in blocks:
            match block:
                case Collect():
                    names.known |= {names.name(one.name) for one in block.fields}
                case Ask() if block.field.name:
                    names.known.add(names.name(block.field.name))
                case Assign():
                    names.known.add(names.name(block.name))
                case Classify():
                    names.known.add(names.name(block.into))
                case Webhook():
                    into = names.name(block.into or block.name)
                    names.known.add(into)
                    names.results.add(into)
                case _:
                    pass
        self._actions.meet([one for one in blocks if isinstance(one, Action)], self._task.actions, text)

    def _attributes(self, steps: list[Item]) -> dict[str, object]:
        made: dict[str, object] = {}
        collected, is_set = set[str](), set[str]()
        for data in _datas(plain(steps)):
            collected |= set(data.get("collect", ()))
            is_set |= _sets(data)
        for name, one in self._declared.declared.items():
            attribute: dict[str, object] = {"type": one.get("type", "string"), **one}
            remarks: tuple[str, ...] = ()
            if name in collected and "ask" not in one:
                attribute["ask"] = bare_text(f"What is the {self._declared.words[name]}?")
                remarks = ("The task has no question for this: please look at ours.",)
            made[name] = Item(data=attribute, remarks=remarks)
        for name in sorted(set(self._names.used) - set(made) - is_set):
            what = f"`{name}` is read, and nothing in the task sets it: say where it comes from."
            self._said.append((self._names.used[name], what))
            made[name] = Item(data={"type": "string"}, remarks=("Nothing in the task sets this.",))
        return made

    def _problems(self) -> tuple[Problem, ...]:
        said = dict.fromkeys((*self._said, *self._actions.late(), *self._hooks.late()))
        return tuple(
            Problem(file=self._file, line=line, what=what, severity="warning") for line, what in sorted(said)
        )

    def _remarks(self, problems: tuple[Problem, ...], blocks: Blocks) -> list[str]:
        lines = [f"Made from the Fin Task {self._file}. It is a draft: no customer meets it yet."]
        lines += [one.text for one in blocks if isinstance(one, Remark)]
        if problems:
            lines += ["A person must look at:", *(f"- line {one.line}: {one.what}" for one in problems)]
        lines.append(
            f"Try it with `procedures check` and `simulate`; `procedures deploy {self._id}` puts it live."
        )
        return lines

    def _prove(self, procedure: str, files: Mapping[str, str], data: object) -> None:
        """The very check that the operator runs; what does not pass it is not handed out."""
        connectors = dict(self._around.connectors)
        try:
            if read(procedure).data != data:
                raise TaskError(1, "cannot be written as YAML that reads the same.")
            for name, text in files.items():
                connectors[name] = Connector.model_validate(read(text).data)
        except (SourceError, ValueError) as error:
            raise TaskError(1, f"cannot be converted: {str(error).splitlines()[0]}") from None
        parsed = parse(self._id, procedure, kind="procedure", file=f"{self._id}.yaml", shared={})
        problems = [*parsed.problems]
        if parsed.definition is not None:
            problems += check(
                parsed.definition,
                f"{self._id}.yaml",
                connectors=connectors,
                procedures=frozenset({self._id}),
                workflows=frozenset(),
                has_model=self._around.has_model,
            )
        wrong = [one for one in problems if one.severity == "error"]
        if wrong:
            raise TaskError(1, f"cannot be converted: {wrong[0].what} {wrong[0].mend}".strip())


def _all(blocks: Blocks) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Condition):
            for branch in block.branches:
                yield from _all(branch.blocks)
            yield from _all(block.otherwise or ())
        elif isinstance(block, Webhook):
            yield from _all(block.on_timeout or ())


def _datas(steps: Json) -> Iterator[dict[str, Json]]:
    """Every step, and every step within steps; nothing that only looks like one, such as an example."""
    for data in steps:
        yield data
        for name in ("then", "else", "on_timeout"):
            yield from _datas(data.get(name, ()))
        for one in data.get("elif", ()):
            yield from _datas(one["then"])


def _sets(data: Mapping[str, Json]) -> set[str]:
    """The names that a step sets."""
    found = {str(data["as"])} if "as" in data else set[str]()
    for values in (data.get("set"), (data.get("ask_teammate") or {}).get("attributes")):
        found |= set(values or ())
    return found
