"""The model's brain over real articles and procedures, with a scripted server for a model."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bridge.core.words.reading import Reading
from bridge.fin.brain import Question, Said
from bridge.fin.brains.embedded import EmbeddedBrain
from bridge.fin.brains.model.brain import Manner, ModelBrain
from bridge.fin.brains.model.digest import Digester
from bridge.fin.brains.model.tell import Teller
from bridge.fin.matching.matcher import Matcher
from bridge.fin.matching.trigger import Trigger
from bridge.knowledge.library import Library
from connectors.llm import Endpoint, Models
from tests.model_server import ModelServer, Script, running

CANARY = "canary-0123456789abcdef"
ROOT = Path(__file__).parents[4]
REFUND = Trigger(
    procedure="refund_order",
    description="The customer wants their money back for an order.",
    examples=("I'd like a refund for my order", "I want my money back", "refund please", "cancel my order"),
    not_for=("How long do refunds take?",),
)


@dataclass
class World:
    server: ModelServer
    brain: ModelBrain
    digester: Digester
    teller: Teller
    notes: list[tuple[str, str]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)

    async def reads(
        self, text: str, *, asked: str = "", history: tuple[Said, ...] = (), **more: Any
    ) -> Reading:
        return await self.brain.read(
            Question(
                text=text,
                asked=asked,
                history=history,
                on_text=self.shown.append,
                note=lambda what, detail: self.notes.append((what, detail)),
                **more,
            )
        )

    def says(self, text: str) -> None:
        self.server.answer = Script(pieces=text.split(" ") and [f"{word} " for word in text.split(" ")])

    def calls(self, name: str, arguments: Any) -> None:
        self.server.answer = Script(calls=[(name, arguments)])

    @property
    def refused(self) -> list[str]:
        return [detail for what, detail in self.notes if what == "refused"]


@asynccontextmanager
async def world(
    content: Path | None = None, *, deadline_s: float = 5.0, **manner: Any
) -> AsyncIterator[World]:
    embedded = EmbeddedBrain(
        Library(content or ROOT / "config" / "content"), matcher=lambda: Matcher([REFUND])
    )
    async with running(Script(pieces=["Hello."])) as server:
        endpoint = Endpoint(server.url, "sk-key-of-a-test", "m-1")
        async with Models([endpoint], time.monotonic) as models:
            made = Manner(name="Fin", canary=CANARY, deadline_s=deadline_s, **manner)
            brain = ModelBrain(embedded, models, made)
            yield World(server, brain, Digester(models, made), Teller(models, made))
