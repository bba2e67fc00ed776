"""What is stored is what was said, in every version."""

from typing import get_args

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bridge.core.words.body import Body
from bridge.core.words.effects import Effect, Think, UpdateTicket
from bridge.core.words.events import Event
from bridge.core.words.values import Comment
from bridge.runtime import codec
from tests.runtime.world import START, begin, wrote

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def test_a_conversation_comes_back():
    conversation = begin(wrote("cnv_1", "hello"))
    assert codec.conversations.load(codec.conversations.dump(conversation)) == conversation


@given(text=TEXT, clarified=st.integers(0, 9))
@settings(max_examples=50)
def test_effects_come_back_whatever_the_customer_wrote(text, clarified):
    think = Think(conversation_id="cnv_1", turn=1, text=text, clarified=clarified)
    assert codec.effects.load(codec.effects.dump(think)) == think
    comment = Comment(author="customer", body=Body(html=text, text=text))
    update = UpdateTicket(conversation_id="cnv_1", episode=1, comment=comment, add_tags=(text,))
    dumped = codec.effects.dump(update)
    assert "\x00" not in dumped
    assert codec.effects.load(dumped) == update


@pytest.mark.parametrize("type_", [*get_args(Event), *get_args(Effect)])
def test_every_word_is_told_apart_by_its_kind(type_):
    kind = TypeAdapter(type_).json_schema()["properties"]["kind"]
    assert kind["const"] == kind["default"]


def test_an_event_comes_back():
    event = wrote("cnv_1", "hello")
    assert codec.events.load(codec.events.dump(event)) == event


def test_a_field_that_is_gone_is_ignored_and_a_new_one_has_its_default():
    stored = orjson.loads(codec.conversations.dump(begin(wrote("cnv_1", "hello"))))
    stored["given_up"] = 1
    del stored["unhelped"]
    assert codec.conversations.load(orjson.dumps(stored)).created_at == START


def test_nonsense_is_a_value_error():
    with pytest.raises(ValueError, match="kind"):
        codec.effects.load('{"kind": "fly"}')
