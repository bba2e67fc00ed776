"""A Fin Task written as text: its sections, such as "Title:", "When to use:" and "Task block:"."""

from __future__ import annotations

import re
from dataclasses import replace

from bridge.catalog.fin_task import sentence
from bridge.catalog.fin_task.blocks import (
    ActionSpec,
    Block,
    Blocks,
    Collect,
    Field,
    Instruction,
    Remark,
    Task,
)
from bridge.catalog.fin_task.details import fields_in
from bridge.catalog.fin_task.lines import Line, lines_of, tree
from bridge.catalog.fin_task.outline import Outline
from bridge.catalog.fin_task.phrases import field_of, fields_of, is_name, listed, quoted

_SECTIONS = {
    "steps": r"(?:fin )?task blocks?|(?:instruction )?blocks?|instructions?|steps(?: to follow)?|fin task",
    "title": r"(?:task )?(?:title|name)|task",
    "not_for": r"(?:when )?(?:not to use|to not use)(?: (?:this|it|the task|this task))?"
    r"|do(?: not|n't) use(?: (?:this|it|for|when|task))*|not for",
    "description": r"(?:task |trigger )?description|trigger(?:s| when)?"
    r"|when (?:to use|should fin use)(?: (?:this|it|this task|the task))?",
    "examples": r"(?:customer )?(?:examples|(?:key )?phrases"
    r"|example (?:customer )?(?:queries|questions|messages))",
    "fields": r"(?:temporary )?attributes|data",
    "actions": r"actions|data connectors|connectors",
    "goal": r"goal(?: of the task)?|objective|purpose",
    "information": r"(?:information|data|details) (?:required|needed|to collect)|required information",
    "completion": r"completion(?: definition| criteria)?|(?:complete|completed|done|finished) when"
    r"|definition of done",
}
_OF_STEPS = ("steps", "block", "goal", "information", "completion")
_REMARKS = {"goal": "Goal", "block": "Block", "completion": "Complete when"}
_HEAD = re.compile(
    r"(?:#{1,6}\s*)?(?:\*\*|__)?(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _SECTIONS.items())
    + r")(?:\s*#?\d{1,3})?(?:\*\*|__)?\s*(?::(?:\*\*|__)?\s*(?P<rest>.*)|$)",
    re.IGNORECASE | re.DOTALL,
)


def task_of(text: str) -> Task:
    """The task that a text describes; what is not understood is an `Instruction`, in its own words."""
    said: list[tuple[int, str]] = []
    title, description = "", ""
    fields: list[Field] = []
    actions: list[ActionSpec] = []
    phrases: dict[str, list[str]] = {"examples": [], "not_for": []}
    blocks: list[Block] = []
    for name, lines in _sections(lines_of(text), ""):
        if name == "title" and lines and not title:
            title = quoted(lines[0].text).lstrip("# ")
            blocks.extend(_blocks("steps", lines[1:], said))
        elif name == "description":
            description = " ".join([description, *(one.text for one in lines)]).strip()
        elif name in phrases:
            phrases[name] += [quoted(part) for one in lines for part in _quotes(one.text)]
        elif name == "fields":
            fields.extend(_fields(lines, said))
        elif name == "actions":
            actions.extend(_actions(lines, said))
        else:
            blocks.extend(_blocks(name, lines, said))
    return Task(
        title=title,
        description=description,
        examples=tuple(phrases["examples"]),
        not_for=tuple(phrases["not_for"]),
        fields=tuple(fields),
        actions=tuple(actions),
        blocks=tuple(blocks),
        said=said,
    )


def blocks_of(text: str, line: int, said: list[tuple[int, str]]) -> Blocks:
    """The blocks of an instruction's text.

    Args:
        text: As it stands in something else, such as JSON.
        line: Where it stands there.
        said: Takes line and sentence of what could not be read.
    """
    lines = [replace(one, number=line) for one in lines_of(text)]
    return tuple(block for name, inner in _sections(lines, "steps") for block in _blocks(name, inner, said))


def _blocks(name: str, lines: list[Line], said: list[tuple[int, str]]) -> Blocks:
    """The blocks of one section of an instruction."""
    if not lines:
        return ()
    number, text = lines[0].number, "\n".join(one.text for one in lines)
    if name in _REMARKS:
        return (Remark(line=number, text=f"{_REMARKS[name]}: {' '.join(text.split())}"),)
    if name == "information":
        fields = fields_of(", ".join(one.text.strip(" ,;.") for one in lines)) or fields_in(
            [one.text for one in lines]
        )
        if fields:
            return (Collect(line=number, text=text, fields=fields),)
        return (Instruction(line=number, text=f"Information required: {text}"),)
    return Outline(said).blocks(tree(lines))


def _sections(lines: list[Line], first: str) -> list[tuple[str, list[Line]]]:
    """The lines of each section in order; what stands before the first one is a title or steps."""
    found: list[tuple[str, list[Line]]] = [(first or "steps", [])]
    within, is_whole = -1, False
    for line in lines:
        name, rest = _head_of(line)
        last = found[-1][0]
        if name and line.indent > within >= 0 and not (last in _OF_STEPS and name in _OF_STEPS):
            name = ""
        if name == "title" and any(one == "title" for one, _ in found):
            name = "steps"  # "Task: …" again is the next block
        if name:
            within, is_whole = line.indent, bool(rest)
            found.append((name, []))
            if name == "steps" and rest and sentence.block_of(rest, 1) is None and is_name(rest):
                found[-1:] = [("block", [replace(line, text=rest)]), ("steps", [])]
            elif rest:
                found[-1][1].append(replace(line, text=rest))
        elif len(found) == 1 and not found[0][1] and not first and re.match(r"#{1,2}\s+\S", line.text):
            found.extend([("title", [line]), ("steps", [])])
        elif _is_step_behind(last, found[-1][1], line, within, is_whole=is_whole):
            found.append(("steps", [line]))
        else:
            found[-1][1].append(line)
    return found


def _is_step_behind(last: str, lines: list[Line], line: Line, within: int, *, is_whole: bool) -> bool:
    """Whether a line belongs to the section before it no more: nobody wrote a heading over the steps."""
    if last in ("goal", "information", "completion"):
        return is_whole and line.indent <= within
    return last == "description" and bool(lines) and sentence.block_of(line.text, 1) is not None


def _head_of(line: Line) -> tuple[str, str]:
    """The section that a line opens, and what stands behind its colon; empty for a line that opens none."""
    head = _HEAD.fullmatch(line.text) if not line.has_bullet else None
    if head is None:
        return "", ""
    name = next(one for one in _SECTIONS if head[one])
    if head["rest"] is None and not line.text.startswith("#") and name != "steps":
        return "", ""
    return name, (head["rest"] or "").strip()


def _fields(lines: list[Line], said: list[tuple[int, str]]) -> list[Field]:
    found = []
    for one in lines:
        field = field_of(one.text)
        if field is None:
            said.append((one.number, f"`{one.text[:80]}` is no attribute: write `name (type): question`."))
        else:
            found.append(field)
    return found


def _actions(lines: list[Line], said: list[tuple[int, str]]) -> list[ActionSpec]:
    found = []
    for one in lines:
        head, _, about = one.text.partition(":")
        name = quoted(head.strip().lstrip("@"))
        if not is_name(name):
            mend = "write `Name: what it does (inputs: …; returns: …)`"
            said.append((one.number, f"`{one.text[:80]}` is no action: {mend}."))
            continue
        inputs = re.search(r"\binputs?\s*:?\s*([^;()]+)", about, re.IGNORECASE)
        outputs = re.search(r"\b(?:returns?|outputs?|responds? with)\s*:?\s*([^;()]+)", about, re.IGNORECASE)
        found.append(
            ActionSpec(
                name=name,
                description=re.sub(r"\s*\([^()]*\)\s*$", "", about).strip(),
                inputs=fields_in(listed(inputs[1])) if inputs else (),
                outputs=tuple(quoted(part) for part in listed(outputs[1]) if is_name(part))
                if outputs
                else (),
            )
        )
    return found


def _quotes(text: str) -> list[str]:
    """The quoted pieces of a line, or the whole line as one."""
    return re.findall(r"[\"“„]([^\"“”]+)[\"”]", text) or [text]
