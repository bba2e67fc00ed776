"""All step kinds: one file each, one entry here."""

from __future__ import annotations

from collections.abc import Mapping

from bridge.core.procedures.step import Step
from bridge.core.procedures.steps.answer import AnswerStep
from bridge.core.procedures.steps.ask import AskStep
from bridge.core.procedures.steps.ask_teammate import AskTeammateStep
from bridge.core.procedures.steps.assign import SetStep
from bridge.core.procedures.steps.branch import IfStep
from bridge.core.procedures.steps.classify import ClassifyStep
from bridge.core.procedures.steps.code import CodeStep
from bridge.core.procedures.steps.collect import CollectStep
from bridge.core.procedures.steps.create_ticket import CreateTicketStep
from bridge.core.procedures.steps.end import EndStep
from bridge.core.procedures.steps.handoff import HandoffStep
from bridge.core.procedures.steps.instruct import InstructStep
from bridge.core.procedures.steps.note import NoteStep
from bridge.core.procedures.steps.run import RunStep
from bridge.core.procedures.steps.say import SayStep
from bridge.core.procedures.steps.summarize import SummarizeStep
from bridge.core.procedures.steps.switch import SwitchStep
from bridge.core.procedures.steps.tag import TagStep
from bridge.core.procedures.steps.tag_contact import TagContactStep
from bridge.core.procedures.steps.use import UseStep
from bridge.core.procedures.steps.verify_email import VerifyEmailStep
from bridge.core.procedures.steps.wait import WaitStep
from bridge.core.procedures.steps.wait_for_webhook import WaitForWebhookStep
from bridge.core.procedures.steps.workflow import WorkflowStep

STEPS: Mapping[str, type[Step]] = {
    one.key: one
    for one in (
        SayStep,
        AskStep,
        CollectStep,
        UseStep,
        IfStep,
        InstructStep,
        AnswerStep,
        RunStep,
        SwitchStep,
        WorkflowStep,
        SetStep,
        CodeStep,
        ClassifyStep,
        WaitStep,
        WaitForWebhookStep,
        AskTeammateStep,
        VerifyEmailStep,
        CreateTicketStep,
        TagStep,
        TagContactStep,
        NoteStep,
        SummarizeStep,
        HandoffStep,
        EndStep,
    )
}
