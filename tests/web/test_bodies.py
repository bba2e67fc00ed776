"""A body that does not fit says where, in the sender's words."""

from typing import Annotated, Literal

import pytest
from pydantic import Field, JsonValue

from bridge.web.bodies import NESTING, Body, parsed
from bridge.web.errors import EdgeError


class Order(Body):
    size: Literal["small", "large"] | Annotated[int, Field(ge=1, le=5)] = 1
    notes: tuple[str, ...] = Field(default=(), strict=False)
    more: dict[str, JsonValue] = Field(default_factory=dict)
    by: "Buyer | None" = None


class Buyer(Body):
    name: str


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('{"size": 6}', "size"),
        ('{"size": true}', "size"),
        ('{"notes": ["a", 1]}', "notes.1"),
        ('{"notes": {"a": 1}}', "notes"),
        ('{"by": {}}', "by.name"),
        ('{"by": {"name": "Ann", "age": 3}}', "by.age"),
        ('{"colour": 1}', "colour"),
    ],
)
def test_a_field_is_named_as_the_sender_wrote_it(text, field):
    with pytest.raises(EdgeError) as refused:
        parsed(text, Order)
    assert (refused.value.status, refused.value.code) == (400, "parameter_invalid")
    assert refused.value.field == field


@pytest.mark.parametrize("kind", [bytes, str])
@pytest.mark.parametrize("depth", [NESTING, 250, 254, 255, 256, 900])
@pytest.mark.parametrize("way", [("[", "]"), ('{"a":', "}")])
def test_what_is_nested_too_deeply_is_refused_whatever_it_is(way, depth, kind):
    opening, closing = way
    text = '{"more":{"x":' + opening * depth + "1" * (opening != "[") + closing * depth + "}}"
    with pytest.raises(EdgeError) as refused:
        parsed(text.encode() if kind is bytes else text, Order)
    assert (refused.value.status, refused.value.code) == (400, "bad_json")


def test_much_that_is_not_deep_is_taken():
    text = (
        '{"more":{"x":'
        + "[" * (NESTING - 3)
        + "]" * (NESTING - 3)
        + ',"y":['
        + ",".join(["[]"] * 500)
        + "]}}"
    )
    assert len(parsed(text, Order).more) == 2
