"""People are offered, once in a conversation: to a customer who is angry, or who goes round in circles.

Source: Intercom help, "Fin's default escalation behavior".
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from bridge.core.conversation.draft import Draft
from bridge.core.procedures.attributes import Attribute
from bridge.core.words.body import Body
from bridge.core.words.values import Meaning

ROUNDS = 3
"""Times that he says the same, or hears the same, one after the other."""
SHORT = 4
"""Words of an answer to the offer, at most; what is longer says something of its own."""


def said(draft: Draft, text: str) -> None:
    """The customer's words: the same again, or others."""
    circle, words = draft.c.circle, _name(text)
    times = circle.said_times + 1 if words == circle.said else 1
    draft.now(circle=replace(circle, said=words, said_times=times))


def is_circling(draft: Draft, answer: Body) -> bool:
    """Whether this answer is one too many, and people were not offered yet."""
    circle, words = draft.c.circle, _name(answer.text)
    times = circle.told_times + 1 if words == circle.told else 1
    draft.now(circle=replace(circle, told=words, told_times=times))
    return not draft.c.people_offered and max(times, circle.said_times) >= ROUNDS


def offer(draft: Draft, why: str, *, is_question: bool = True) -> Body:
    """Says it, with the button.

    Args:
        draft: The decision under way.
        why: For operators.
        is_question: A yes to it is a wish for people; not so where another question stands beside it.
    """
    texts = draft.texts
    body = draft.say(texts.offer, options=((texts.team_button, Meaning.TEAM),))
    draft.why("people_offered", why)
    draft.now(people_offered=True, offering=is_question)
    return body


def is_accepted(draft: Draft, text: str) -> bool:
    """Whether the customer's words are a yes to the offer that Fin made just before; it is over with them."""
    was, words = draft.c.offering, text.split()
    draft.now(offering=False)
    return was and len(words) <= SHORT and Attribute(type="boolean").found_in(text) is True


def _name(text: str) -> str:
    """The same for the same words; the words themselves are not kept."""
    words = " ".join(re.findall(r"\w+", text.casefold()))
    return hashlib.blake2b(words.encode(errors="replace"), digest_size=8).hexdigest()
