"""What is live: procedures, workflows and connectors, and every version that a run may still be on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bridge.core.procedures.connector import Connector
from bridge.core.procedures.definition import Definition
from bridge.core.procedures.guidance import Escalation, Guidance
from bridge.core.procedures.hours import Hours
from bridge.core.procedures.run import Run
from bridge.core.procedures.ticket_attributes import TicketAttribute


class DefinitionMissing(LookupError):  # noqa: N818 - it is a state, not a mistake
    """A run is on a version that is not loaded here; `version` can be loaded and the turn repeated."""

    def __init__(self, version: str) -> None:
        super().__init__(f"version {version} is not loaded")
        self.version = version


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """All definitions.

    Args:
        procedures: Live ones by id.
        workflows: Live ones by id.
        versions: All that are loaded, by version.
        connectors: Live ones by name.
        guidance: How Fin shall speak, for a model.
        escalation: When people get the conversation whatever Fin could say.
        attributes: What tickets are sorted by.
        hours: When people are there, and how they get conversations.
    """

    procedures: Mapping[str, Definition] = field(default_factory=dict[str, Definition])
    workflows: Mapping[str, Definition] = field(default_factory=dict[str, Definition])
    versions: Mapping[str, Definition] = field(default_factory=dict[str, Definition])
    connectors: Mapping[str, Connector] = field(default_factory=dict[str, Connector])
    guidance: tuple[Guidance, ...] = ()
    escalation: Escalation = field(default_factory=Escalation)
    attributes: Mapping[str, TicketAttribute] = field(default_factory=dict[str, TicketAttribute])
    hours: Hours = field(default_factory=Hours)

    def of(self, run: Run) -> Definition:
        """The definition that `run` is on.

        Raises:
            DefinitionMissing: It is not loaded.
        """
        found = self.versions.get(run.version)
        if found is None:
            raise DefinitionMissing(run.version)
        return found

    def workflow_on(self, moment: Literal["first_message", "handoff"]) -> Definition | None:
        """The workflow that begins then."""
        return next((one for one in self.workflows.values() if one.head.on == moment), None)
