"""The OpenAPI document: what the router serves, in the words of the tables of operations.

Source: OpenAPI Specification 3.1.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel, TypeAdapter

from bridge.described import fin_api, messenger, operators
from bridge.described.operation import Json, Operation, Shape, Text

OPERATIONS: Mapping[str, Operation] = {
    **messenger.OPERATIONS,
    **fin_api.OPERATIONS,
    **operators.OPERATIONS,
}
"""`METHOD /path` → what it is; every route that is served is here."""

_ERROR: Json = {
    "type": "object",
    "required": ["type", "request_id", "errors"],
    "properties": {
        "type": {"const": "error.list"},
        "request_id": {"type": ["string", "null"]},
        "errors": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["code", "message"],
                "properties": {
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                    "field": {"type": "string"},
                },
            },
        },
    },
}
_SECURITY: Json = {
    "session": {"type": "http", "scheme": "bearer", "description": "of POST /messenger/boot"},
    "token": {"type": "http", "scheme": "bearer", "description": "of BRIDGE_API_TOKENS, with the scope"},
    "signature": {"type": "apiKey", "in": "header", "name": "X-Zendesk-Webhook-Signature"},
    "webhook": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    "stream": {"type": "apiKey", "in": "query", "name": "accessToken"},
}
"""What proves who calls; an operation's `by` is one of them, or a scope of `token`."""


def document(routes: Iterable[str], base_url: str) -> Json:
    """The whole document.

    Args:
        routes: `METHOD /path` of what is served.
        base_url: Where.

    Raises:
        KeyError: A route that nobody has described; it is named.
    """
    served = {route: OPERATIONS[route] for route in sorted(routes)}
    schemas, of = _schemas(served)
    paths: dict[str, Json] = {}
    for route, operation in served.items():
        method, _, path = route.partition(" ")
        paths.setdefault(path, {})[method.lower()] = _operation(route, operation, of)
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Messenger bridge",
            "version": version("messenger-bridge"),
            "license": {"name": "GPL-3.0-or-later", "identifier": "GPL-3.0-or-later"},
        },
        "servers": [{"url": base_url}],
        "paths": paths,
        "components": {
            "schemas": {"Error": _ERROR, **schemas},
            "responses": {
                "Error": {"description": "what was wrong", "content": _content("#/components/schemas/Error")}
            },
            "securitySchemes": _SECURITY,
        },
    }


def _schemas(served: Mapping[str, Operation]) -> tuple[Json, Mapping[type[BaseModel], Json]]:
    """The schemas of all models, and for each where it stands; what goes in and what comes out may differ."""
    bodies = dict.fromkeys(one.body for one in served.values() if isinstance(one.body, type))
    answers = dict.fromkeys(
        shape for one in served.values() for shape in one.answers.values() if isinstance(shape, type)
    )
    found, whole = TypeAdapter.json_schemas(
        [(one, "validation", TypeAdapter(one)) for one in bodies]
        + [(one, "serialization", TypeAdapter(one)) for one in answers],
        ref_template="#/components/schemas/{model}",
    )
    schemas: Json = dict(whole.get("$defs", {}))
    for model in answers:
        _some_may_lack(schemas, model)
    return schemas, {model: schema for (model, _), schema in found.items()}


def _some_may_lack(schemas: Json, model: type[BaseModel]) -> None:
    """A field with a default is one that answers may leave out; pydantic's own would always have it."""
    for name, schema in schemas.items():
        if name == model.__name__ or name.endswith(f"__{model.__name__}"):
            lacking = {key for key, field in model.model_fields.items() if not field.is_required()}
            schema["required"] = [key for key in schema.get("required", []) if key not in lacking]


def _operation(route: str, one: Operation, of: Mapping[type[BaseModel], Json]) -> Json:
    shape: Json = {
        "operationId": re.sub(r"[^a-z0-9]+", "_", route.lower()).strip("_"),
        "summary": one.says,
        "responses": {str(status): _response(answer, of) for status, answer in one.answers.items()}
        | {"default": {"$ref": "#/components/responses/Error"}},
    }
    params = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"\{(\w+)\}", route)
    ] + [
        {
            "name": name,
            "in": it.place,
            "required": it.required,
            "description": it.says,
            "schema": dict(it.schema),
        }
        for name, it in one.params.items()
    ]
    if params:
        shape["parameters"] = params
    if one.body is not None:
        shape["requestBody"] = {
            "required": one.body_required,
            "content": {one.takes: {"schema": _schema(one.body, of)}},
        }
    if one.by is not None:
        shape["security"] = [{one.by: []} if one.by in _SECURITY else {"token": [one.by]}]
    return shape


def _response(answer: Shape | Text | None, of: Mapping[type[BaseModel], Json]) -> Json:
    if answer is None:
        return {"description": "done"}
    if isinstance(answer, Text):
        return {"description": "done", "content": {answer.type: {}}}
    return {"description": "done", "content": {"application/json": {"schema": _schema(answer, of)}}}


def _schema(shape: Shape, of: Mapping[type[BaseModel], Json]) -> Json:
    return dict(of[shape] if isinstance(shape, type) else shape)


def _content(ref: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": ref}}}
