"""The procedures that come with the bridge do what their scenarios say, and change nothing without a yes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import pytest_asyncio

from bridge.catalog.folder import Folder, read_folder
from bridge.cli.world import world
from bridge.core.procedures.definition import Definition
from bridge.core.procedures.step import Step
from bridge.core.procedures.steps import STEPS
from bridge.core.procedures.steps.ask import AskStep
from bridge.core.procedures.steps.branch import IfStep
from bridge.core.procedures.steps.run import RunStep
from bridge.core.procedures.steps.use import UseStep
from bridge.core.words.values import Touch
from bridge.simulation.folder import scenarios_in
from bridge.simulation.play import play
from bridge.simulation.scenario import Reply, Scenario
from bridge.simulation.world import World

ROOT = Path(__file__).parents[2] / "config"
SCENARIOS, MISTAKES = scenarios_in(ROOT)
PROCEDURES = [
    "cancel_booking",
    "change_delivery_address",
    "change_personal_details",
    "charge_after_trial",
    "failed_transaction",
    "login_help",
    "missing_transfer",
    "package_delivery",
    "payment_status",
    "refund_order",
    "refund_subscription",
    "reschedule_appointment",
    "transaction_dispute",
    "troubleshooting",
    "update_policy",
]
FOR_STRANGERS = {"get_sign_in", "send_login_link"}
"""Connectors for people who cannot log in, and so are not verified: procedures prove the mailbox first."""


@pytest.fixture(scope="module")
def folder() -> Folder:
    return read_folder(ROOT)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage() -> AsyncIterator[World]:
    async with world(read_folder(ROOT), ROOT) as made:
        yield made


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("file", "scenario"),
    SCENARIOS,
    ids=[f"{file}: {scenario.name}" for file, scenario in SCENARIOS],
)
async def test_a_scenario_ends_as_expected(file: str, scenario: Scenario, stage: World) -> None:
    played = await play(scenario, stage)
    log = "\n".join(f"{who}: {text}" for who, text in played.log)
    assert played.problems == (), f"{file}\n{log}"


def test_no_file_has_a_mistake(folder: Folder) -> None:
    assert [str(one) for one in (*folder.problems, *MISTAKES)] == []
    assert sorted(folder.catalog.procedures) == PROCEDURES


@pytest.mark.parametrize("name", PROCEDURES)
def test_each_procedure_says_when_it_is_meant_and_when_not(name: str, folder: Folder) -> None:
    when = folder.catalog.procedures[name].head.when_to_use
    assert when is not None
    assert len(when.examples) >= 6
    assert when.not_for


@pytest.mark.parametrize("name", PROCEDURES)
def test_each_procedure_is_played_well_refused_corrected_failing_and_in_silence(
    name: str, folder: Folder
) -> None:
    mine = [one for file, one in SCENARIOS if file == name]
    kinds = {kind for one in mine for kind in _kinds(one)}
    wanted = {"good", "refusal", "correction", "failure", "silence"}
    definition = folder.catalog.procedures[name]
    used = {step.key for step in _steps(definition)}
    if used & {"wait_for_webhook", "ask_teammate"}:
        wanted |= {"answered in time", "time-out"}
    if any(_touch(folder, step) != "read" for step in _steps(definition)):
        wanted.add("unsure")
    assert wanted - kinds == set()


@pytest.mark.parametrize("name", PROCEDURES)
def test_nothing_outside_is_changed_without_the_customers_yes(name: str, folder: Folder) -> None:
    definition = folder.catalog.procedures[name]
    open_ = [
        f"line {definition.lines[f'{block}.{place}']}"
        for block, steps in definition.blocks.items()
        for place, step in enumerate(steps)
        if _touch(folder, step) != "read" and not _is_behind_a_yes(definition, block)
    ]
    assert open_ == []


def test_connectors_know_the_customer_from_the_session_and_not_from_his_words(folder: Folder) -> None:
    for name, connector in folder.catalog.connectors.items():
        if name in FOR_STRANGERS:
            continue
        bound = [one for one in connector.inputs.values() if one.bound == "contact.external_id"]
        assert connector.contacts == "verified", name
        assert bound, name
        assert bound[0].required, name


def test_every_step_kind_that_needs_no_model_is_in_use(folder: Folder) -> None:
    definitions = (*folder.catalog.procedures.values(), *folder.catalog.workflows.values())
    used = {step.key for one in definitions for step in _steps(one)}
    assert used == set(STEPS) - {"instruct"}


def test_the_way_to_the_team_has_a_tag_of_its_own(folder: Folder) -> None:
    workflow = folder.catalog.workflow_on("handoff")
    assert workflow is not None
    assert any(step.key == "tag" for step in workflow.blocks["steps"])
    assert folder.catalog.workflow_on("first_message") is None, "the greeting is an example, not live"


def _kinds(scenario: Scenario) -> Iterator[str]:
    expect = scenario.expect
    replies = [one for listed in scenario.connectors.values() for one in _listed(listed)]
    fails = {one.fails for one in replies if one.fails}
    path = " ".join(expect.path)
    waited = [line for line in scenario.play if line.hook is not None or line.teammate is not None]
    if expect.started and expect.outcome == "procedure_completed" and not fails:
        yield "good"
    if expect.outcome == "procedure_handoff" and not fails and not any(one.passes for one in scenario.play):
        yield "refusal"
    if "corrected" in path:
        yield "correction"
    if fails & {"refused", "not_sent"} and expect.owner == "team":
        yield "failure"
    if "paused" in path or "handed_off: pending_timeout" in path:
        yield "silence"
    if fails & {"unsure", "unsure_done"} and expect.owner == "team":
        yield "unsure"
    if waited and expect.outcome == "procedure_completed":
        yield "answered in time"
    too_late = any(one.passes and after.fin for one, after in pairwise(scenario.play))
    if too_late and not fails and expect.outcome == "procedure_handoff":
        yield "time-out"


def _listed(replies: Reply | tuple[Reply, ...]) -> tuple[Reply, ...]:
    return replies if isinstance(replies, tuple) else (replies,)


def _steps(definition: Definition) -> Iterator[Step]:
    for steps in definition.blocks.values():
        yield from steps


def _touch(folder: Folder, step: Step) -> Touch:
    return folder.catalog.connectors[step.use].effect if isinstance(step, UseStep) else "read"


def _is_behind_a_yes(definition: Definition, block: str, seen: tuple[str, ...] = ()) -> bool:
    """Whether each way into the block leads through the button `Yes`."""
    if any(block == one or block.startswith(f"{one}.") for one in _yes_blocks(definition)):
        return True
    sub = next(
        (
            name
            for name, one in definition.subs.items()
            if block == one.block or block.startswith(f"{one.block}.")
        ),
        None,
    )
    if sub is None or sub in seen:
        return False
    callers = [
        where
        for where, steps in definition.blocks.items()
        for step in steps
        if isinstance(step, RunStep) and step.run == sub
    ]
    return bool(callers) and all(_is_behind_a_yes(definition, one, (*seen, sub)) for one in callers)


def _yes_blocks(definition: Definition) -> Iterator[str]:
    asked = {
        step.into
        for step in _steps(definition)
        if isinstance(step, AskStep) and "Yes" in {button.source for button in step.buttons}
    }
    for step in _steps(definition):
        if not isinstance(step, IfStep):
            continue
        for condition, block in ((step.condition, step.then), *((o.condition, o.then) for o in step.others)):
            if condition.source in {f"{name} == 'Yes'" for name in asked}:
                yield block
        is_no = step.condition.source in {f"{name} != 'Yes'" for name in asked}
        if is_no and not step.others and step.otherwise is not None:
            yield step.otherwise
