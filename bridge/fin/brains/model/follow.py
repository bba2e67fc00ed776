"""Follows an instruction step: one call to the model for each thing that happened."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Sequence

from bridge.core.procedures.instruction import SAYS
from bridge.core.words.effects import Instruct
from bridge.core.words.languages.names import name_of
from bridge.core.words.values import Json
from bridge.fin.addresses import without_strangers
from bridge.fin.brain import Said
from bridge.fin.brains.model.asking import asked, effort_of
from bridge.fin.brains.model.brain import Manner, named
from bridge.fin.brains.model.guard import guarded
from bridge.fin.brains.model.leaks import leaks
from bridge.fin.brains.model.prompt import (
    CHARS_PER_TOKEN,
    PROMPT_TOKENS,
    guiding,
    on_one_line,
    tokens_of_tools,
    unmarked,
)
from bridge.fin.brains.model.repair import Models
from bridge.fin.brains.model.rules import FOLLOWING, LAST, SPEAKS
from bridge.fin.brains.model.stream import Stream
from bridge.fin.history import told_masked
from bridge.fin.privacy import masked, masked_together
from bridge.knowledge.audience import Reader
from connectors.llm import Image, Tool

ANSWER_TOKENS = 400
KNOWN_CHARS = 2_000
TOLD_CHARS = 1_200
INSTRUCTION_CHARS = 3_000
HISTORY = 10
SHOWN = 8
"""Calls of one reply that the log names."""
MARKS_CHARS = 120
"""Of the marks that part what the model reads."""
SAID_CHARS = 300
_CUSTOMERS = "The customer"
"""How the events begin that are the customer's own words."""
_ANSWERED = re.compile(r"\w+ answered: ")
"""How those begin that are a system's answer."""


class Follower:
    """Asks the model what to do next.

    Args:
        models: The servers.
        manner: How they are spoken to.
    """

    def __init__(self, models: Models, manner: Manner) -> None:
        self._models = models
        self._manner = manner

    async def follow(
        self,
        effect: Instruct,
        history: Sequence[Said],
        on_text: Callable[[str], None] | None,
        images: Sequence[Image] = (),
        reader: Reader | None = None,
    ) -> Json:
        """`{"text", "calls": [{"name", "arguments"}], "detail"}`; the core checks every call.

        Raises:
            NotSent, Refused, Unsure: Of connectors.failures.
        """
        canary, hosts = self._manner.canary, self._manner.hosts
        events = [one for one in effect.told if not one.startswith(_CUSTOMERS)]
        founded = (effect.text, json.dumps(dict(effect.known), default=str), *events)
        answered = [one for one in effect.told if _ANSWERED.match(one)]
        records = [one for name, one in effect.known.items() if name != "contact"]
        reports = (*answered, *(one for one in records if isinstance(one, dict | list)))
        stream = None
        if on_text is not None:
            stream = Stream(
                on_text,
                asyncio.get_running_loop().time,
                canary=canary,
                hosts=hosts,
                founded=founded,
                is_done=effect.has_written,
                reports=reports,
            )
        notes: list[str] = []
        rules = self._rules(effect, reader)
        tools = [Tool(one.name, one.description, one.parameters) for one in effect.tools]
        room = int((PROMPT_TOKENS - tokens_of_tools(tools)) * CHARS_PER_TOKEN) - len(rules) - MARKS_CHARS
        reply = await asked(
            self._models,
            rules,
            _told(effect, history, room),
            tools,
            deadline_s=self._manner.deadline_s,
            max_tokens=ANSWER_TOKENS,
            stream=stream,
            note=lambda what, detail: notes.append(f"{what}: {detail}"),
            images=images,
            most_calls=effect.most_calls,
            spent=effect.spent,
        )
        guard = guarded(
            reply.text,
            (),
            canary=canary,
            hosts=hosts,
            founded=founded,
            is_done=effect.has_written,
            reports=reports,
            before=[one.text for one in history if one.who == "fin"],
        )
        refused = [f"text: {one}" for one in guard.refused]
        calls = []
        for one in reply.calls:
            if one.arguments is None:
                refused.append(f"{named(one.name, canary)}: arguments that cannot be read")
                continue
            given, wrong = self._harmless(dict(one.arguments))
            refused += [f"{named(one.name, canary)}: {what}" for what in wrong]
            if "canary" not in wrong:
                calls.append({"name": named(one.name, canary), "arguments": given})
        detail = f"{effort_of(reply)}, {reply.spent} request(s)"
        wished = ", ".join(dict.fromkeys(named(one.name, canary) for one in reply.calls[:SHOWN]))
        offered = ", ".join(one.name for one in effect.tools)
        detail = "; ".join(
            (
                detail,
                f"offered: {offered}",
                f"chosen: {wished or ('words' if guard.text else 'nothing')}",
                *notes,
            )
        )
        if refused:
            detail += f"; taken out: {', '.join(dict.fromkeys(refused))}"
        return {"text": guard.text, "calls": calls, "detail": detail, "spent": reply.spent}

    def _rules(self, effect: Instruct, reader: Reader | None) -> str:
        rules = FOLLOWING.format(name=self._manner.name, canary=self._manner.canary)
        if effect.language:
            rules += SPEAKS.format(language=name_of(effect.language))
        if effect.is_last:
            rules += LAST
        return rules + guiding(self._manner.guided(effect.guidance, reader))

    def _harmless(self, arguments: Json) -> tuple[Json, list[str]]:
        """What the model gives a tool, without strangers' addresses; a canary in it spoils all of it."""
        wrong: set[str] = set()

        def walked(value: Json) -> Json:
            match value:
                case str():
                    if leaks(value, self._manner.canary):
                        wrong.add("canary")
                    kept, strangers = without_strangers(value, self._manner.hosts)
                    wrong.update(strangers)
                    return kept if strangers else value
                case dict():
                    return {walked(str(name)): walked(one) for name, one in value.items()}
                case list():
                    return [walked(one) for one in value]
                case _:
                    return value

        made = walked(arguments)
        if leaks(json.dumps(arguments, ensure_ascii=False, default=str), self._manner.canary):
            wrong.add("canary")  # in several of them, a few signs in each
        return made, sorted(wrong)


def _told(effect: Instruct, history: Sequence[Said], room: int) -> str:
    """What the model reads beside its rules, in `room` signs: the instruction, the latest of the rest."""
    instruction = unmarked(masked(effect.text))[:INSTRUCTION_CHARS]
    known = unmarked(masked(json.dumps(dict(effect.known), ensure_ascii=False, default=str)))
    known = known[: max(0, min(KNOWN_CHARS, (room - len(instruction)) // 3))]
    room -= len(instruction) + len(known)
    events = _latest([f"- {unmarked(on_one_line(one))[:TOLD_CHARS]}" for one in _events(effect.told)], room)
    before, _ = told_masked(history, "")
    said = _latest(
        [f"{one.who}: {unmarked(on_one_line(one.text))[:SAID_CHARS]}" for one in before[-HISTORY:]],
        room - sum(map(len, events)),
        least=0,
    )
    return (
        f"<instruction>\n{instruction}\n</instruction>\n<known>\n{known}\n</known>\n"
        f"<conversation>\n{_lines(said)}\n</conversation>\n<events>\n{_lines(events)}\n</events>"
    )


def _latest(texts: Sequence[str], room: int, *, least: int = 1) -> list[str]:
    """The last ones that fit, and at least so many."""
    kept: list[str] = []
    for text in reversed(texts):
        room -= len(text) + 1
        if room < 0 and len(kept) >= least:
            break
        kept.append(text)
    return kept[::-1]


def _lines(texts: Sequence[str]) -> str:
    return "\n".join(texts)


def _events(told: Sequence[str]) -> list[str]:
    """What happened, masked; what the customer said is looked at together."""
    said = [one.removeprefix(SAYS) for one in told if one.startswith(SAYS)]
    clean = iter(masked_together(said))
    return [f"{SAYS}{next(clean)}" if one.startswith(SAYS) else masked(one) for one in told]
