"""A scenario file: who writes, what he says, what outside systems answer, and what must come of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bridge.core.procedures.duration import Duration
from bridge.core.procedures.source import Problem, SourceError, read
from bridge.core.words.values import Channel, Contact, Json, TriggeredBy
from handoff.mode import Setting


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Who(_Model):
    """The contact. Anything besides is a custom attribute."""

    model_config = ConfigDict(frozen=True, extra="allow")

    name: str = "Ada"
    external_id: str = "42"
    email: str | None = "ada@example.com"
    verified: bool = True

    def contact(self) -> Contact:
        """As the session would know him."""
        return Contact(
            id="con_scenario",
            role="user",
            verified=self.verified,
            external_id=self.external_id,
            name=self.name,
            email=self.email,
            attributes=dict(self.__pydantic_extra__ or {}),
        )


class Reply(_Model):
    """What a connector answers: its whole response, or how it fails.

    Args:
        answer: JSON, before the connector's `outputs`.
        fails: `refused`: it says no; `not_sent`: nothing happened, and trying again helps;
            `unsure`: nobody knows; `unsure_done`: it was done, and nobody knows.
        times: How often, before the next one of the list is used.
        takes: How long it takes.
    """

    answer: Json = None
    fails: Literal["refused", "not_sent", "unsure", "unsure_done"] | None = None
    times: int = Field(default=1, ge=1)
    takes: Duration | None = None


class Trigger(_Model):
    """What has Fin speak first, in place of the customer's first line.

    Args:
        procedure: Its id.
        by: A server, a click, or an event of the page.
        attributes: What comes with it.
    """

    procedure: str
    by: TriggeredBy = "api"
    attributes: dict[str, Json] = Field(default_factory=dict)


class Line(_Model):
    """One line of the play: exactly one of these.

    Args:
        trigger: A procedure is triggered; as the first line.
        customer: He writes.
        presses: He presses the button with these words.
        fin: What Fin must have said since the last line, in order; part of the text is enough.
        code: He enters the code that was mailed.
        passes: Time goes by.
        hook: An outside system calls back.
        teammate: What a teammate fills in.
        agent: An agent's public reply.
    """

    trigger: Trigger | None = None
    customer: str | None = None
    presses: str | None = None
    fin: str | None = None
    code: Literal["right", "wrong"] | None = None
    passes: Duration | None = None
    hook: dict[str, Json] | None = None
    teammate: dict[str, Json] | None = None
    agent: str | None = None

    @model_validator(mode="after")
    def _one(self) -> Line:
        if len(self.model_fields_set) != 1:
            raise ValueError(f"a line is one of {', '.join(sorted(Line.model_fields))}")
        return self


class Expected(_Model):
    """What must have come of it; what is not named is not looked at.

    Args:
        calls: Connectors that were called, in order; a change that was made counts once.
        path: Log lines that must appear in this order; part of the text is enough.
        articles: Titles that Fin cited.
        waits: What the run waits for at the end.
        mails: How many e-mails went out.
    """

    outcome: str | None = None
    status: str | None = None
    owner: Literal["fin", "team", "none"] | None = None
    tags: tuple[str, ...] = ()
    no_tags: tuple[str, ...] = ()
    calls: tuple[str, ...] | None = None
    path: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    started: str | None = None
    waits: str | None = None
    mails: int | None = None


class Handoff(_Model):
    """How people get conversations in a play.

    Args:
        mode: As an operator would choose it; `situation` goes by `hours.yaml`.
        agents_online: How many agents take live chats; null when nobody knows.
        queue: How many customers wait for one.
    """

    mode: Setting = "ticket"
    agents_online: int | None = Field(default=None, ge=0)
    queue: int | None = Field(default=None, ge=0)


class Scenario(_Model):
    """One play."""

    name: str = Field(min_length=1)
    contact: Who = Who()
    channel: Channel = Channel.WEB
    now: datetime = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
    handoff: Handoff = Handoff()
    connectors: dict[str, Reply | tuple[Reply, ...]] = Field(default_factory=dict)
    play: tuple[Line, ...] = Field(min_length=1)
    expect: Expected = Expected()

    @model_validator(mode="after")
    def _aware(self) -> Scenario:
        if self.now.tzinfo is None:
            raise ValueError("`now` needs a time zone, such as 2026-01-05T09:00:00Z")
        return self


class _File(_Model):
    scenarios: tuple[Scenario, ...] = Field(min_length=1)


def read_scenarios(path: Path) -> tuple[tuple[Scenario, ...], tuple[Problem, ...]]:
    """The scenarios of one file, or what is wrong with it."""
    try:
        source = read(path.read_text(encoding="utf-8"))
        return _File.model_validate(source.data).scenarios, ()
    except SourceError as error:
        return (), (Problem(file=path.name, line=error.line, what=f"{error}."),)
    except (OSError, UnicodeDecodeError) as error:
        return (), (Problem(file=path.name, line=1, what=f"It cannot be read: {error}."),)
    except ValidationError as error:
        return (), tuple(_problem(path.name, source, one) for one in error.errors(include_url=False))


def _problem(file: str, source: Any, one: Any) -> Problem:
    said = str(one["msg"]).removeprefix("Value error, ")
    name = ".".join(str(part) for part in one["loc"])
    return Problem(file=file, line=source.line(one["loc"]), what=f"`{name}`: {said}.")
