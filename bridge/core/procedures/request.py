"""What a data connector's call looks like on the wire: inputs, contact and secrets in their places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from bridge.core.procedures.connector import Connector, Input, holes_of
from bridge.core.procedures.template import Template
from bridge.core.words.values import Contact, Json

_BASE = re.compile(r"\{\{\s*secrets\.\w+\s*\}\}(?=/)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One HTTP request.

    Args:
        url: Inputs stand in it percent-encoded, so that none can change host or path.
        body: JSON, or None for none.
    """

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    url: str
    headers: Mapping[str, str]
    body: Json


def secrets_of(connector: Connector) -> frozenset[str]:
    """The names of the secrets that it wants."""
    return frozenset(name for _, text in holes_of(connector) for name in Template(text).fields("secrets"))


def request(
    connector: Connector, inputs: Mapping[str, Json], contact: Contact, secrets: Mapping[str, str]
) -> Request:
    """The request of one call.

    Args:
        connector: The live definition.
        inputs: What the step gave.
        contact: Who the session says it is; bound inputs come from here and nowhere else.
        secrets: By name.

    Raises:
        ValueError: A bound input or a secret is missing, or a header would hold a line break.
    """
    known: dict[str, Json] = {name: inputs.get(name, one.default) for name, one in connector.inputs.items()}
    known |= {
        name: _bound(name, one, contact) for name, one in connector.inputs.items() if one.bound is not None
    }
    if missing := sorted(secrets_of(connector) - set(secrets)):
        raise ValueError(
            f"the secret {missing[0]} is not set (BRIDGE_SECRETS__{missing[0]}, "
            f"or `python -m bridge secrets set {missing[0]}`)"
        )
    known["secrets"] = dict(secrets)
    headers = {name: Template(text).text(known) for name, text in connector.headers.items()}
    for name, value in headers.items():
        if any(sign in value for sign in "\r\n\0"):
            raise ValueError(f"the header {name} would hold a line break")
    return Request(
        method=connector.method,
        url=_url(connector.url, known),
        headers=headers,
        body=_filled(connector.body, known),
    )


def _url(url: str, known: Mapping[str, Json]) -> str:
    """The address; a secret at its very beginning is the operator's base address and stands as it is."""
    base = _BASE.match(url)
    if base is None:
        return Template(url).escaped(known, _quoted)
    return Template(base[0]).text(known).rstrip("/") + Template(url[base.end() :]).escaped(known, _quoted)


def _quoted(text: str) -> str:
    return quote(text, safe="")


def _bound(name: str, declared: Input, contact: Contact) -> Json:
    field = (declared.bound or "").removeprefix("contact.")
    value = getattr(contact, field)
    if value is None and declared.required:
        raise ValueError(f"the contact has no {field}, which `{name}` is bound to")
    return value


def _filled(body: Json, known: Mapping[str, Json]) -> Json:
    match body:
        case str():
            return Template(body).value(known)
        case dict():
            filled = {name: _filled(one, known) for name, one in body.items()}
            return {name: one for name, one in filled.items() if one is not None}
        case list():
            return [_filled(one, known) for one in body]
        case _:
            return body
