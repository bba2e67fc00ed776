"""What is wrong with definitions that are well-formed: names nobody sets, steps nobody reaches, circles."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from bridge.core.procedures.attributes import RESERVED
from bridge.core.procedures.check_proactive import of_proactive
from bridge.core.procedures.connector import Connector
from bridge.core.procedures.definition import Definition, Sub
from bridge.core.procedures.mentions import mentions_in
from bridge.core.procedures.source import Problem
from bridge.core.procedures.step import Block, Step
from bridge.core.procedures.steps.branch import IfStep
from bridge.core.procedures.steps.collect import CollectStep
from bridge.core.procedures.steps.instruct import InstructStep
from bridge.core.procedures.steps.run import RunStep
from bridge.core.procedures.steps.switch import SwitchStep
from bridge.core.procedures.steps.use import UseStep
from bridge.core.procedures.steps.workflow import WorkflowStep

_GIVEN = RESERVED | {"error", "reason"}
"""Known everywhere: `error` in `on_error`, `reason` in the hand-off workflow."""


def check(
    definition: Definition,
    file: str,
    *,
    connectors: Mapping[str, Connector],
    procedures: frozenset[str],
    workflows: frozenset[str],
    has_model: bool = False,
) -> list[Problem]:
    """Everything that would fail or never happen at run time, each with its line and how to mend it.

    Args:
        definition: Well-formed.
        file: How problems name it.
        connectors: All by name.
        procedures: Ids that `switch` may name.
        workflows: Ids that `workflow` may name.
        has_model: Whether a model is configured, for `instruct`.
    """
    found: list[Problem] = []

    def say(where: str, what: str, mend: str = "", severity: str = "error") -> None:
        line = definition.lines.get(where, 1)
        found.append(Problem(file=file, line=line, what=what, mend=mend, severity=severity))

    head = definition.head
    if definition.kind == "procedure" and head.when_to_use is None and head.proactive is None:
        say("", "It can never be chosen: there is no `when_to_use`.", "Describe when it is to be used.")
    for what, mend, severity in of_proactive(definition):
        say("proactive", what, mend, severity)
    if definition.kind == "workflow" and definition.head.on is None:
        say("", "It begins by no event.", "Say `on: first_message` or `on: handoff`.", "warning")
    for block, steps in definition.blocks.items():
        if block.startswith("shared:"):
            continue  # checked with its own file
        for where, what, mend, severity in _in_block(
            definition, block, steps, connectors, procedures, workflows, has_model=has_model
        ):
            say(where, what, mend, severity)
    for where, name in _unknown(definition):
        known = sorted(_all_names(definition) | _GIVEN)
        say(where, f"`{name}` is set nowhere.", _similar(name, known))
    for where, circle in _circles(definition):
        say(where, f"Sub-procedures run each other for ever: {circle}.", "Let one of them end instead.")
    return found


def _in_block(
    definition: Definition,
    block: str,
    steps: Block,
    connectors: Mapping[str, Connector],
    procedures: frozenset[str],
    workflows: frozenset[str],
    *,
    has_model: bool,
) -> Iterator[tuple[str, str, str, str]]:
    for place, step in enumerate(steps):
        where = f"{block}.{place}"
        if place and _ends(definition, steps[place - 1]):
            yield where, "This step is never reached.", "Everything before it ends the procedure.", "error"
        for what, mend in _of_step(definition, step, connectors, procedures, workflows):
            yield where, what, mend, "error"
        if isinstance(step, InstructStep) and not has_model:
            yield (
                where,
                "An `instruct` step needs a model, and none is configured.",
                "Set BRIDGE_LLM__BASE_URL, …__API_KEY and …__MODEL; until then it goes to the team.",
                "warning",
            )


def _of_step(
    definition: Definition,
    step: Step,
    connectors: Mapping[str, Connector],
    procedures: frozenset[str],
    workflows: frozenset[str],
) -> Iterator[tuple[str, str]]:
    match step:
        case UseStep():
            yield from _of_use(step, connectors)
        case CollectStep():
            declared = _declared(definition)
            for name in step.collect:
                if name not in declared:
                    yield (
                        f"`{name}` is not declared.",
                        "Add it under `attributes` with a `type` and an `ask`.",
                    )
        case RunStep() if step.run not in definition.subs:
            known = sorted(definition.subs)
            yield (
                f"There is no sub-procedure `{step.run}`.",
                _similar(step.run, known) or ("Write it under `procedures:` or in procedures/shared/."),
            )
        case RunStep():
            yield from _of_run(step, definition.subs[step.run])
        case SwitchStep() if step.switch not in procedures:
            yield f"There is no procedure `{step.switch}`.", _similar(step.switch, sorted(procedures))
        case WorkflowStep() if step.workflow not in workflows:
            yield f"There is no workflow `{step.workflow}`.", _similar(step.workflow, sorted(workflows))
        case InstructStep():
            yield from _of_instruct(definition, step, connectors, procedures)
        case _:
            return


def _of_instruct(
    definition: Definition,
    step: InstructStep,
    connectors: Mapping[str, Connector],
    procedures: frozenset[str],
) -> Iterator[tuple[str, str]]:
    known: Mapping[str, tuple[str, Collection[str]]] = {
        "update": ("attribute", _declared(definition)),
        "use": ("data connector", connectors),
        "run": ("sub-procedure", definition.subs),
        "switch": ("procedure", procedures),
    }
    for one in mentions_in(step.instruct.source):
        if one.kind == "wait for webhook" and re.fullmatch(r"[A-Za-z_]\w{0,50}", one.name) is None:
            yield "@wait for webhook names none.", "Write its name behind it: letters, digits and _."
        elif one.kind in known and one.name not in known[one.kind][1]:
            what, names = known[one.kind]
            yield f"@{one.kind} {one.name}: there is no such {what}.", _similar(one.name, sorted(names))
        elif one.kind == "tag" and not one.name:
            yield "@tag names no tag.", "Write @tag and the tag behind it."
    used = {one.name for one in mentions_in(step.instruct.source) if one.kind == "use"}
    for name in step.allow:
        if name not in used:
            yield (
                f"`allow` speaks of {name}, which the text does not mention.",
                _similar(name, sorted(used)) or f"Write @use {name}.",
            )


def _of_use(step: UseStep, connectors: Mapping[str, Connector]) -> Iterator[tuple[str, str]]:
    connector = connectors.get(step.use)
    if connector is None:
        yield f"There is no data connector `{step.use}`.", _similar(step.use, sorted(connectors))
        return
    for name, one in connector.inputs.items():
        if name in step.inputs and one.bound:
            yield (
                f"`{name}` of `{step.use}` is bound to {one.bound}.",
                "Take it away: the bridge fills it in.",
            )
        if one.required and one.default is None and not one.bound and name not in step.inputs:
            yield f"`{step.use}` needs the input `{name}`.", f'Add `with: {{{name}: "{{{{ … }}}}"}}`.'
    for name in step.inputs:
        if name not in connector.inputs:
            yield f"`{step.use}` has no input `{name}`.", _similar(name, sorted(connector.inputs))


def _of_run(step: RunStep, sub: Sub) -> Iterator[tuple[str, str]]:
    if not sub.is_shared:
        return
    for name, one in sub.head.inputs.items():
        if one.default is None and name not in step.inputs:
            yield f"`{step.run}` needs the input `{name}`.", f'Add `with: {{{name}: "{{{{ … }}}}"}}`.'
    for name in step.inputs:
        if name not in sub.head.inputs:
            yield f"`{step.run}` has no input `{name}`.", _similar(name, sorted(sub.head.inputs))


def _ends(definition: Definition, step: Step) -> bool:
    """Whether no way leads behind the step."""
    if step.on_error is not None and not _block_ends(definition, step.on_error):
        return False
    if step.is_last:
        return True
    if isinstance(step, IfStep) and step.otherwise is not None:
        branches = (step.then, *(one.then for one in step.others), step.otherwise)
        return all(_block_ends(definition, one) for one in branches)
    return False


def _block_ends(definition: Definition, block: str) -> bool:
    return any(_ends(definition, step) for step in definition.blocks.get(block, ()))


def _declared(definition: Definition) -> set[str]:
    names = set(definition.head.attributes)
    for sub in definition.subs.values():
        if not sub.is_shared:
            names |= set(sub.head.attributes) | set(sub.head.inputs)
    return names


def _all_names(definition: Definition) -> set[str]:
    """What a file's own steps can know."""
    names = _declared(definition)
    for block, steps in definition.blocks.items():
        if not block.startswith("shared:"):
            for step in steps:
                names |= step.sets() | (set(step.inputs) if isinstance(step, RunStep) else set())
    return names


def _unknown(definition: Definition) -> Iterator[tuple[str, str]]:
    known = _all_names(definition) | _GIVEN
    for block, steps in definition.blocks.items():
        if block.startswith("shared:"):
            continue
        for place, step in enumerate(steps):
            if isinstance(step, CollectStep):
                continue
            for name in sorted(step.reads() - known):
                yield f"{block}.{place}", name
    for name, attribute in definition.head.attributes.items():
        for template in (attribute.ask, attribute.retry):
            for read in sorted(template.names - known if template else ()):
                yield f"attributes.{name}", read


def _circles(definition: Definition) -> Iterator[tuple[str, str]]:
    runs: dict[str, list[tuple[str, str]]] = {}
    for name, sub in definition.subs.items():
        runs[name] = [
            (f"{block}.{place}", step.run)
            for block, steps in definition.blocks.items()
            if block == sub.block or block.startswith(f"{sub.block}.")
            for place, step in enumerate(steps)
            if isinstance(step, RunStep)
        ]
    seen: set[frozenset[str]] = set()

    def walk(name: str, way: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        for where, inner in runs.get(name, []):
            if inner in way:
                circle = way[way.index(inner) :]
                if frozenset(circle) not in seen:
                    seen.add(frozenset(circle))
                    yield where, " → ".join((*circle, inner))
            else:
                yield from walk(inner, (*way, inner))

    for name in runs:
        yield from walk(name, (name,))


def _similar(word: str, known: list[str]) -> str:
    import difflib

    close = difflib.get_close_matches(word, known, n=1)
    return f"Did you mean `{close[0]}`?" if close else ""
