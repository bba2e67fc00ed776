"""Has a model say what a text is about: one of some declared options each, and a summary for the team."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bridge.core.words.languages.names import name_of
from bridge.core.words.values import FREE, Cost
from bridge.fin.brains.model.asking import asked, effort_of
from bridge.fin.brains.model.brain import Manner, named
from bridge.fin.brains.model.guard import guarded
from bridge.fin.brains.model.prompt import CHARS_PER_TOKEN, PROMPT_TOKENS, tokens_of_tools, unmarked
from bridge.fin.brains.model.repair import Models
from bridge.fin.brains.model.rules import DIGESTING, SUMMARISING
from bridge.fin.privacy import masked
from connectors.failures import Unsure
from connectors.llm import Tool

TOKENS = 400
TEXT_CHARS = 6_000
"""The latest; what came first is left out."""
LEAST_CHARS = 1_500
"""Of it, however many options there are."""
RULES_CHARS = 1_000
OPTION_CHARS = 160
SUMMARY_CHARS = 900
NONE = "none_of_these"


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What a model made of a text, checked.

    Args:
        chosen: Attribute → one of its declared options, or None where none fits; what the model did not say,
            or said wrongly, is missing.
        summary: A stranger's text without addresses, secrets and promises; may be empty.
        detail: For the log.
    """

    chosen: Mapping[str, str | None] = field(default_factory=dict[str, str | None])
    summary: str = ""
    detail: str = ""


class Digester:
    """Asks the model once.

    Args:
        models: The servers.
        manner: How they are spoken to.
    """

    def __init__(self, models: Models, manner: Manner) -> None:
        self._models = models
        self._manner = manner

    async def digest(
        self,
        text: str,
        attributes: Mapping[str, Mapping[str, str]],
        *,
        summarise: bool = False,
        language: str = "",
        spent: Cost = FREE,
    ) -> Digest:
        """One call, repaired once like any other.

        Args:
            text: Of strangers.
            attributes: Name → its options with what each is about.
            summarise: Whether a summary is wanted.
            language: Of the summary, where it is known.
            spent: What models have cost already of what one turn may cost.

        Raises:
            NotSent, Refused, Unsure: Of connectors.failures; also when the model says nothing of use.
        """
        notes: list[str] = []
        tools = [_tool(attributes, summarise=summarise)]
        told = len(_options(attributes)) + int(tokens_of_tools(tools) * CHARS_PER_TOKEN) + RULES_CHARS
        room = int(PROMPT_TOKENS * CHARS_PER_TOKEN) - told
        shown = unmarked(masked(text))[-max(LEAST_CHARS, min(TEXT_CHARS, room)) :]
        reply = await asked(
            self._models,
            self._rules(summarise=summarise, language=language),
            f"{_options(attributes)}<message>\n{shown}\n</message>",
            tools,
            deadline_s=self._manner.deadline_s,
            max_tokens=TOKENS,
            stream=None,
            note=lambda what, detail: notes.append(f"{what}: {detail}"),
            spent=spent,
        )
        given: Mapping[str, Any] = {}
        for call in reply.calls:
            if call.name == "record" and call.arguments is not None and not given:
                given = call.arguments
            else:
                notes.append(f"refused: {named(call.name, self._manner.canary)}")
        chosen = self._chosen(given, attributes, notes)
        summary = self._summary(given.get("summary"), shown, notes) if summarise else ""
        if not chosen and not summary:
            raise Unsure("; ".join(("the model recorded nothing that was asked for", *notes)))
        cost = f"{effort_of(reply)}, {reply.spent} request(s)"
        return Digest(chosen=chosen, summary=summary, detail="; ".join((cost, *notes)))

    def _rules(self, *, summarise: bool, language: str) -> str:
        rules = DIGESTING.format(canary=self._manner.canary)
        if summarise:
            rules += SUMMARISING.format(
                language=name_of(language) if language else "the language of the text"
            )
        return rules

    def _chosen(
        self, given: Mapping[str, Any], attributes: Mapping[str, Mapping[str, str]], notes: list[str]
    ) -> dict[str, str | None]:
        chosen: dict[str, str | None] = {}
        for name, options in attributes.items():
            match given.get(name):
                case str() as option if option in options:
                    chosen[name] = option
                case str() as option if option == NONE:
                    chosen[name] = None
                case None:
                    continue
                case _:
                    notes.append(f"refused: {name} was none of its options")
        return chosen

    def _summary(self, given: object, text: str, notes: list[str]) -> str:
        if not isinstance(given, str):
            return ""
        guard = guarded(
            masked(given[:SUMMARY_CHARS]),
            (),
            canary=self._manner.canary,
            hosts=self._manner.hosts,
            founded=(text,),
            is_done=True,
        )
        notes += [f"taken out of the summary: {one}" for one in guard.refused]
        return guard.text


def _options(attributes: Mapping[str, Mapping[str, str]]) -> str:
    return "".join(
        f"{name}:\n" + "".join(f"- {option}: {about[:OPTION_CHARS]}\n" for option, about in options.items())
        for name, options in attributes.items()
    )


def _tool(attributes: Mapping[str, Mapping[str, str]], *, summarise: bool) -> Tool:
    properties: dict[str, Any] = {
        name: {"type": "string", "enum": [*options, NONE]} for name, options in attributes.items()
    }
    if summarise:
        properties["summary"] = {"type": "string"}
    return Tool(
        name="record",
        description="Record what the text is about.",
        parameters={
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        },
    )
