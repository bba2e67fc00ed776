"""What all scenarios share, and who performs what in it: stand-ins for the outside, Fin as in the service."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bridge.core.conversation.rules import Rules
from bridge.core.procedures.catalog import Catalog
from bridge.core.words.chat_effects import EndChat, LinkChat, OpenChat, SayInChat
from bridge.core.words.effects import (
    CallConnector,
    CreateTicket,
    Digest,
    Effect,
    Instruct,
    Look,
    MailReplies,
    Recap,
    RunCode,
    SendEvent,
    SendMail,
    TagContact,
    Think,
    UpdateTicket,
)
from bridge.core.words.entries import Line as Logged
from bridge.fin.brain import Brain
from bridge.fin.digest import Digester
from bridge.fin.instruct import Follows, Instructor
from bridge.fin.look import Digests, Looker
from bridge.fin.recap import Recapper, Tells
from bridge.fin.think import Context, Thinker
from bridge.knowledge.audience import Reader
from bridge.runtime.clock import ManualClock
from bridge.runtime.perform import Performer
from bridge.runtime.wheel import Wheel
from bridge.simulation.standins import Connectors, Desk, Post

CODE = "271828"
"""What every one-time code is in a simulation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What all scenarios share.

    Args:
        catalog: Definitions, drafts among the procedures.
        brain: Who reads.
        follower: Who follows instruction steps; None without a model.
        digester: Who labels and summarises; None without a model.
        teller: Who tells customers what people did; None without a model.
        code: Makes, of a scenario's clock, what runs its code steps.
        rules: The operator's choices; the catalog is put into them.
    """

    catalog: Catalog
    brain: Brain
    code: Callable[[Callable[[], datetime]], Performer[RunCode]]
    rules: Rules
    follower: Follows | None = None
    digester: Digests | None = None
    teller: Tells | None = None


@dataclass(slots=True)
class Told:
    """The log of a conversation, once it turns."""

    wheel: Wheel | None = None

    async def __call__(self, _conversation_id: str) -> Sequence[Logged]:
        """All of it so far."""
        return await self.wheel.lines() if self.wheel is not None else ()


def performers(
    world: World,
    desk: Desk,
    connectors: Connectors,
    post: Post,
    clock: ManualClock,
    *,
    reader: Reader | None = None,
    told: Told | None = None,
) -> dict[type[Effect], Performer[Any]]:
    """Stand-ins for the outside; Fin reads and code runs as in the service.

    Args:
        world: What is played in.
        desk: Stands in for the help desk.
        connectors: Stand in for outside systems.
        post: Stands in for the mail server.
        clock: The world's time.
        reader: Who asks; without one only content for everybody is an answer.
        told: What was said before, for a model.
    """
    lines = told or Told()

    async def context(conversation_id: str) -> Context | None:
        if reader is None:
            return None
        return Context(contact_id=reader.contact.id, reader=reader, lines=await lines(conversation_id))

    async def who(_conversation_id: str) -> Reader | None:
        return reader

    return {
        Think: Thinker(world.brain, clock.now, context=context),
        Look: Looker(world.brain, clock.now, reader=who, digester=world.digester),
        Digest: Digester(world.digester, lines, clock.now),
        Recap: Recapper(world.teller, lines, clock.now),
        Instruct: Instructor(world.follower, clock.now, context=context),
        CreateTicket: desk.create,
        UpdateTicket: desk.update,
        CallConnector: connectors,
        RunCode: world.code(clock.now),
        SendMail: post.mail,
        MailReplies: post.replies,
        TagContact: post.tag,
        SendEvent: post.event,
        OpenChat: desk.open_chat,
        SayInChat: desk.say_in_chat,
        EndChat: desk.end_chat,
        LinkChat: desk.link_chat,
    }
