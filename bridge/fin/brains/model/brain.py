"""The brain with a model: one call per ordinary turn; whatever goes wrong, the embedded brain answers."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import structlog

from bridge.core.words.body import from_markdown
from bridge.core.words.reading import (
    Answer,
    Candidate,
    Clarify,
    Given,
    Helped,
    NoAnswer,
    NotHelped,
    Reading,
    SmallTalk,
    StartProcedure,
    Upset,
    WantsTeam,
)
from bridge.fin.brain import Question
from bridge.fin.brains.embedded import EmbeddedBrain
from bridge.fin.brains.found import Found, said_of, tell_found
from bridge.fin.brains.model.asking import asked, effort_of
from bridge.fin.brains.model.guard import Guarded, guarded, hosts_of, plain
from bridge.fin.brains.model.leaks import leaks
from bridge.fin.brains.model.offer import OPTIONS_MOST, tools_for
from bridge.fin.brains.model.prompt import TOOL_TOKENS, Offered, Prompt, prompt, tokens_of_tools
from bridge.fin.brains.model.repair import Models
from bridge.fin.brains.model.stream import Stream
from bridge.fin.brains.recalling import recalled
from bridge.fin.history import told_masked
from bridge.fin.privacy import masked
from bridge.knowledge.audience import Reader
from bridge.knowledge.citation import sources_of
from connectors.failures import OutsideFailure
from connectors.llm import ModelReply, Tool, ToolCall

ANSWER_TOKENS = 600
SURE = 0.9
"""How sure a model's choice of a procedure counts; it chose among those that fit the words."""
QUESTION_CHARS = 600
OPTION_CHARS = 80
HANDED: Mapping[str, Reading] = {"no_answer_in_passages": NoAnswer(), "customer_is_upset": Upset()}
"""What a hand-off for this reason comes to; for another one people are what was asked for."""
RAW_FROM, RAW_MOST = 0.17, 2
"""Least score of a passage that another model is told of, and how many of them."""
REFUSALS = 5
"""Of one turn that stand in the log one by one."""

log = structlog.get_logger(__name__)


def _no_guidance(_reader: Reader | None) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the model is spoken to.

    Args:
        name: What the agent is called.
        canary: A word that must never leave; other ones in other processes.
        deadline_s: For all model work of one turn.
        hosts: Where links may lead besides the articles' own hosts.
        describe: A procedure's id → when it is to be used.
        guidance: Who asks → the team's rules for him, asked anew for each turn.
    """

    name: str
    canary: str
    deadline_s: float
    hosts: frozenset[str] = frozenset()
    describe: Callable[[str], str] = str
    guidance: Callable[[Reader | None], str] = _no_guidance

    def guided(self, own: str, reader: Reader | None) -> str:
        """The rules for one turn: the procedure's own first, for what is too long is cut at its end."""
        return "\n".join(one for one in (f"- {own}" if own else "", self.guidance(reader)) if one)


class ModelBrain:
    """Implements `bridge.fin.brain.Brain`.

    Args:
        embedded: Finds passages and procedures first, and answers when the model does not.
        models: The servers.
        manner: How they are spoken to.
    """

    def __init__(self, embedded: EmbeddedBrain, models: Models, manner: Manner) -> None:
        self._embedded = embedded
        self._models = models
        self._manner = manner

    async def read(self, question: Question, /) -> Reading:
        """One call; none where the words alone say what is wanted."""
        question = hidden(question)
        found = await self._embedded.found(question)
        if question.is_raw:
            return raw(question, found)
        if isinstance(found.reading, WantsTeam | Helped | NotHelped | SmallTalk) or found.is_chosen:
            question.note("understood", f"{said_of(found.reading)}, from the words alone")
            return found.reading
        offered = [Offered(procedure=one, description=self._manner.describe(one)) for one in found.procedures]
        tools = tools_for(
            offered, asked=bool(question.asked), wants=question.wants, recalls=bool(question.recap)
        )
        made = prompt(
            question,
            [hit.passage for hit in found.hits],
            offered,
            name=self._manner.name,
            canary=self._manner.canary,
            guidance=self._manner.guided(question.guidance, question.reader),
            tool_tokens=max(TOOL_TOKENS, tokens_of_tools(tools)),
        )
        tell_found(question.note, found.hits[: len(made.passages)], ())
        if offered:
            question.note("offered", ", ".join(one.procedure for one in offered))
        now = asyncio.get_running_loop().time
        begun = now()
        try:
            reply = await self._asked(question, made, tools)
        except OutsideFailure as failure:
            question.note(
                "model_failed", f"{failure} After {(now() - begun) * 1000:.0f} ms the embedded brain answers."
            )
            question.note("chosen", said_of(found.reading))
            return found.reading
        question.note(
            "model",
            f"{effort_of(reply)}, first words after {reply.first_chunk_ms:.0f} ms, {reply.spent} request(s)",
        )
        reading = self._read(question, reply, made, found)
        question.note(
            "chosen",
            ", ".join([*(named(one.name, self._manner.canary) for one in reply.calls[:1]), said_of(reading)]),
        )
        return reading

    async def _asked(self, question: Question, made: Prompt, tools: Sequence[Tool]) -> ModelReply:
        tell, stream = question.on_text, None
        if tell is not None:
            stream = Stream(
                tell,
                asyncio.get_running_loop().time,
                canary=self._manner.canary,
                hosts=self._manner.hosts | hosts_of(made.passages),
                founded=[one.text for one in made.passages],
            )
        return await asked(
            self._models,
            made.system,
            made.user,
            tools,
            deadline_s=self._manner.deadline_s,
            max_tokens=ANSWER_TOKENS,
            stream=stream,
            note=question.note,
            images=question.images,
            spent=question.spent,
        )

    def _read(self, question: Question, reply: ModelReply, made: Prompt, found: Found) -> Reading:
        for call in reply.calls[1 : 1 + REFUSALS]:
            question.note("refused", f"{named(call.name, self._manner.canary)}: one tool in a turn")
        if reply.calls:
            reading = self._called(question, reply.calls[0], made, found)
            if reading is not None:
                return reading
            if not reply.text:
                return found.reading
        guard = self._guarded(question, reply.text, made)
        if not guard.text:
            return found.reading
        if not guard.used:
            question.note("refused", "an answer without a source")
            return found.reading if isinstance(found.reading, Answer | Clarify) else NoAnswer()
        return Answer(
            body=from_markdown(guard.text),
            sources=sources_of(one.article for one in guard.used),
            score=max((hit.score for hit in found.hits if hit.passage in guard.used), default=0.0),
        )

    def _called(self, question: Question, call: ToolCall, made: Prompt, found: Found) -> Reading | None:
        """What a tool call means; None for one that is refused."""
        name = named(call.name, self._manner.canary)
        if call.arguments is None:
            question.note("refused", f"{name}: arguments that cannot be read")
            return None
        given: dict[str, Any] = dict(call.arguments)
        match call.name:
            case "start_procedure" if given.get("procedure") in found.procedures:
                return StartProcedure(
                    candidates=(Candidate(procedure=str(given["procedure"]), score=SURE),),
                    otherwise=found.plain,
                )
            case "ask_back":
                return self._asks_back(question, given, made)
            case "hand_off":
                return HANDED.get(str(given.get("reason")), WantsTeam())
            case "feedback" if isinstance(given.get("helped"), bool):
                return Helped() if given["helped"] else NotHelped()
            case "chat":
                guard = self._guarded(question, _text(given.get("reply"))[:QUESTION_CHARS], made)
                about: Literal["thanks", "greeting"] = (
                    "thanks" if given.get("about") == "thanks" else "greeting"
                )
                return SmallTalk(body=from_markdown(guard.text), about=about) if guard.text else None
            case "recall" if question.recap:
                return recalled(question)
            case "answers_question" if question.asked:
                return Given(values={name: given[name] for name in question.wants if name in given})
            case _:
                question.note("refused", f"{name}: it was not offered, or not with these values")
                return None

    def _asks_back(self, question: Question, given: dict[str, Any], made: Prompt) -> Reading | None:
        options = given.get("options")
        listed = [one for one in options if isinstance(one, str)] if isinstance(options, list) else []
        if options and listed != options:
            question.note("refused", "ask_back: options that are no texts")
        if leaks(" ".join((_text(given.get("question")), *listed)), self._manner.canary):
            question.note("refused", "in the model's text: canary")
            return None
        guard = self._guarded(question, _text(given.get("question"))[:QUESTION_CHARS], made)
        if not guard.text:
            return None
        shown = (
            plain(one, self._manner.canary, self._manner.hosts)[:OPTION_CHARS]
            for one in listed[:OPTIONS_MOST]
        )
        return Clarify(body=from_markdown(guard.text), options=tuple(one for one in shown if one))

    def _guarded(self, question: Question, text: str, made: Prompt) -> Guarded:
        guard = guarded(
            text,
            made.passages,
            canary=self._manner.canary,
            hosts=self._manner.hosts,
            before=[one.text for one in question.history if one.who == "fin"],
        )
        for what in guard.refused:
            question.note("refused", f"in the model's text: {what}")
        return guard


def raw(question: Question, found: Found) -> Reading:
    """The passages about the words as they are."""
    hits = [one for one in found.hits if one.score >= RAW_FROM][:RAW_MOST]
    tell_found(question.note, hits, ())
    if not hits:
        return NoAnswer(best_score=max((one.score for one in found.hits), default=0.0))
    told = "\n\n".join(f"**{one.passage.article.title}**\n\n{one.passage.text}" for one in hits)
    return Answer(
        body=from_markdown(told),
        sources=sources_of(one.passage.article for one in hits),
        score=hits[0].score,
    )


def _text(value: object) -> str:
    """A model's words; what is no text is none."""
    return value if isinstance(value, str) else ""


def hidden(question: Question) -> Question:
    """The question without what no model needs to see, also where several messages make it together."""
    told, text = told_masked(question.history, question.text)
    return replace(question, text=text, asked=masked(question.asked), history=told)


def named(name: str, canary: str) -> str:
    """The name of a tool that a model asks for, as a log may hold it."""
    clean = re.sub(r"[^\w-]", "", name)[:64]
    return "?" if leaks(clean, canary) or not clean else clean
