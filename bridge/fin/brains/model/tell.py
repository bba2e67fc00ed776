"""Has a model tell a customer what people did for him; only what they wrote themselves stands in it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bridge.core.words.languages.detect import detect
from bridge.core.words.languages.names import name_of
from bridge.fin.brains.model.asking import asked, effort_of
from bridge.fin.brains.model.brain import Manner
from bridge.fin.brains.model.guard import guarded
from bridge.fin.brains.model.promises import honest
from bridge.fin.brains.model.prompt import unmarked
from bridge.fin.brains.model.repair import Models
from bridge.fin.brains.model.rules import TELLING
from bridge.fin.privacy import masked
from connectors.failures import Unsure
from connectors.llm import Tool

TOKENS = 200
TEXT_CHARS = 6_000
"""The latest; what came first is left out."""
TOLD_CHARS = 600
NAME_CHARS = 40
STEM = 5
"""Letters that tell a word."""
SHARED = 0.34
"""Part of a sentence's words that the people must have written themselves."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_THEY = re.compile(r"\b(?:he|she|they|er|elle|il|ella|él|lei|lui|ela|ele|zij|hij|ze)\b", re.IGNORECASE)
_OVER = re.compile(r"^(?!.*\b(?:wird|werden)\b).*\b(?:hat|haben|wurden?)\b", re.IGNORECASE)
"""German, and of what is over: there `erstattet` tells no more what somebody is going to do."""
_TOOL = Tool(
    name="tell",
    description="Tell the customer what was done.",
    parameters={
        "type": "object",
        "properties": {"text": {"type": "string"}},
        "required": ["text"],
        "additionalProperties": False,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a model tells, checked.

    Args:
        text: A stranger's text without addresses, secrets, promises, and amounts that nobody wrote.
        detail: For the log.
    """

    text: str = ""
    detail: str = ""


class Teller:
    """Asks the model once.

    Args:
        models: The servers.
        manner: How they are spoken to.
    """

    def __init__(self, models: Models, manner: Manner) -> None:
        self._models = models
        self._manner = manner

    async def tell(self, text: str, theirs: str, *, agent: str, language: str = "") -> Told:
        """One call, never repeated: what is told otherwise is as good.

        Args:
            text: Of the conversation, a line each.
            theirs: Of it what the people wrote.
            agent: Who wrote last, by name.
            language: To tell it in, where it is known.

        Raises:
            NotSent, Refused, Unsure: Of connectors.failures; also when nothing is left of what it said.
        """
        notes: list[str] = []
        shown = unmarked(masked(text))[-TEXT_CHARS:]
        name = _named(agent)
        rules = TELLING.format(
            agent=name,
            language=name_of(language) if language else "the language of the text",
            canary=self._manner.canary,
        )
        reply = await asked(
            self._models,
            rules,
            f"<message>\n{shown}\n</message>",
            [_TOOL],
            deadline_s=self._manner.deadline_s,
            max_tokens=TOKENS,
            stream=None,
            note=lambda what, detail: notes.append(f"{what}: {detail}"),
            most_calls=1,
        )
        given = next((one.arguments for one in reply.calls if one.name == "tell" and one.arguments), {})
        said = given.get("text", reply.text)
        told = self._checked(said, theirs, name, language, notes) if isinstance(said, str) else ""
        if not told:
            raise Unsure("; ".join(("the model told nothing that people had written", *notes)))
        return Told(text=told, detail="; ".join((effort_of(reply), *notes)))

    def _checked(self, said: str, theirs: str, name: str, language: str, notes: list[str]) -> str:
        claimed = "claim" in honest(theirs, founded=(theirs,))[1]
        guard = guarded(
            masked(said[:TOLD_CHARS]),
            (),
            canary=self._manner.canary,
            hosts=frozenset(),
            founded=(theirs,),
            is_done=claimed,
        )
        notes += [f"taken out: {one}" for one in guard.refused]
        kept = [one for one in _SENTENCE.split(guard.text) if self._holds(one, theirs, name, notes)]
        told = " ".join(kept)
        heard = detect(told) if told and language else ""
        if heard and heard != language:
            notes.append(f"taken out: it is in {name_of(heard)}")
            return ""
        return told

    def _holds(self, sentence: str, theirs: str, name: str, notes: list[str]) -> bool:
        """Whether it may be said: people wrote it, and it promises nothing in anybody's name."""
        words = _stems(sentence) - _stems(name)
        if not words or len(words & _stems(theirs)) < SHARED * len(words):
            notes.append("taken out: nobody of the team wrote that")
            return False
        ours = (
            sentence if _OVER.match(sentence) else _THEY.sub("our team", sentence.replace(name, "our team"))
        )
        wrong = honest(ours, founded=(theirs,), is_done=True)[1]
        notes += [f"taken out: {one}" for one in sorted(wrong)]
        return not wrong


def _named(agent: str) -> str:
    clean = " ".join(re.sub(r"[^\w .'-]", "", agent).split())[:NAME_CHARS]
    return clean or "the agent"


def _stems(text: str) -> set[str]:
    bare = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in bare if not unicodedata.combining(c)).casefold()
    return {word[:STEM] for word in re.findall(r"\w{4,}", plain)}
