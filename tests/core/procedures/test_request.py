"""What stands in a request comes from the step, the session or the vault, each in its place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bridge.core.procedures.connector import Connector
from bridge.core.procedures.request import request, secrets_of
from tests.play import ADA

REFUND = Connector.model_validate(
    {
        "method": "post",
        "url": "https://shop.example/api/orders/{{ number }}/refund?by={{ customer }}",
        "headers": {"Authorization": "Bearer {{ secrets.SHOP_TOKEN }}"},
        "inputs": {
            "number": {"type": "string", "required": True},
            "amount": {"type": "decimal", "required": True},
            "reason": {"type": "string"},
            "customer": {"from": "contact.external_id", "required": True},
        },
        "body": {"amount": "{{ amount }}", "why": "{{ reason }}", "fixed": [1, "{{ number }}"]},
        "effect": "idempotent",
    }
)
SECRETS = {"SHOP_TOKEN": "s3cret"}


def made(inputs: dict[str, Any], **contact: Any) -> Any:
    return request(REFUND, inputs, replace(ADA, **contact), SECRETS)


def test_everything_stands_in_its_place_with_its_type() -> None:
    one = made({"number": "1234567", "amount": 20.5})
    assert one.method == "POST"
    assert one.url == "https://shop.example/api/orders/1234567/refund?by=42"
    assert one.headers == {"Authorization": "Bearer s3cret"}
    assert one.body == {"amount": 20.5, "fixed": [1, "1234567"]}


@pytest.mark.parametrize(
    "evil", ["../../admin", "1?x=1", "1#", "@evil.example/", "{{ secrets.SHOP_TOKEN }}", "a\r\nb"]
)
def test_an_input_can_change_neither_host_nor_path(evil: str) -> None:
    url = made({"number": evil, "amount": 1}).url
    assert url.startswith("https://shop.example/api/orders/")
    assert url.endswith("/refund?by=42")
    middle = url.removeprefix("https://shop.example/api/orders/").removesuffix("/refund?by=42")
    assert not set(middle) & set("/?#@:\r\n{}")


def test_the_contact_is_bound_by_the_session_and_by_nothing_else() -> None:
    assert made({"number": "1", "amount": 1, "customer": "43"}).url.endswith("by=42")
    with pytest.raises(ValueError, match="bound to contact"):
        REFUND.given({"number": "1", "amount": 1, "customer": "43"})


def test_a_secret_that_is_not_set_is_named_and_never_sent_empty() -> None:
    assert secrets_of(REFUND) == {"SHOP_TOKEN"}
    with pytest.raises(ValueError, match="secrets set SHOP_TOKEN"):
        request(REFUND, {"number": "1", "amount": 1}, ADA, {})


def test_a_header_never_breaks_its_line() -> None:
    one = Connector.model_validate(
        {"url": "https://s.example", "headers": {"X": "{{ n }}"}, "inputs": {"n": {"type": "string"}}}
    )
    with pytest.raises(ValueError, match="line break"):
        request(one, {"n": "a\r\nX-Evil: 1"}, ADA, {})


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "https://s.example/{{ nobody }}"},
        {"url": "https://s.example", "method": "DELETE"},
        {"url": "https://s.example", "outputs": {"a": "b["}},
        {"url": "https://s.example", "inputs": {"a": {"from": "contact.password"}}},
        {"url": "https://s.example", "timeout": 0},
    ],
)
def test_a_connector_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Connector.model_validate(wrong)


@pytest.mark.parametrize(
    ("given", "fitted"),
    [({"number": 12, "amount": "3.5"}, {"number": "12", "amount": 3.5}), ({"number": "", "amount": 1}, None)],
)
def test_inputs_become_their_types_or_are_missing(given: dict[str, Any], fitted: Any) -> None:
    if fitted is None:
        with pytest.raises(ValueError, match="missing"):
            REFUND.given(given)
    else:
        assert REFUND.given(given) == fitted
