"""What Sunshine Conversations takes, call by call, in our own words: tests hold our requests against it."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from jsonschema import Draft202012Validator

METADATA = {
    "type": "object",
    "additionalProperties": {"type": ["string", "number", "boolean"]},
}
PROFILE = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "givenName": {"type": "string", "minLength": 1, "maxLength": 128},
        "surname": {"type": "string", "minLength": 1, "maxLength": 128},
        "email": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "@"},
        "avatarUrl": {"type": "string", "minLength": 1, "maxLength": 2048},
        "locale": {"type": "string", "minLength": 1, "maxLength": 64},
    },
}
AUTHOR = {
    "type": "object",
    "required": ["type"],
    "additionalProperties": False,
    "properties": {
        "type": {"enum": ["user", "business"]},
        "userId": {"type": "string"},
        "userExternalId": {"type": "string"},
        "displayName": {"type": "string"},
        "avatarUrl": {"type": "string", "minLength": 1, "maxLength": 2048},
        "subtypes": {"type": "array", "items": {"enum": ["AI"]}, "minItems": 1, "maxItems": 1},
    },
    "if": {"properties": {"type": {"const": "user"}}},
    "then": {"oneOf": [{"required": ["userId"]}, {"required": ["userExternalId"]}]},
    "else": {"not": {"anyOf": [{"required": ["userId"]}, {"required": ["userExternalId"]}]}},
}
CONTENT = {
    "oneOf": [
        {
            "type": "object",
            "required": ["type", "text"],
            "additionalProperties": False,
            "properties": {"type": {"const": "text"}, "text": {"type": "string", "maxLength": 4096}},
        },
        {
            "type": "object",
            "required": ["type", "mediaUrl"],
            "additionalProperties": False,
            "properties": {
                "type": {"enum": ["file", "image"]},
                "mediaUrl": {"type": "string", "format": "uri"},
                "altText": {"type": "string", "maxLength": 128},
                "text": {"type": "string"},
            },
        },
    ]
}
WEBHOOK = {
    "type": "object",
    "required": ["target", "triggers"],
    "additionalProperties": False,
    "properties": {
        "target": {"type": "string"},
        "triggers": {"type": "array", "items": {"type": "string"}},
        "includeFullUser": {"type": "boolean"},
        "includeFullSource": {"type": "boolean"},
    },
}
NOTHING = {"not": {}}


def _object(required: list[str] | None = None, **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": required or [],
        "additionalProperties": False,
        "properties": properties,
    }


NAME = {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,128}$"}
WHO = {"type": "string", "minLength": 1}
CONTROL = _object(["switchboardIntegration"], switchboardIntegration=WHO, metadata=METADATA)
YES_OR_NO = {"type": "boolean"}
ACTIVITY = {"enum": ["conversation:read", "typing:start", "typing:stop"]}
ONE = r"[^/]+"
CALLS: list[tuple[str, str, Any]] = [
    ("GET", "", NOTHING),
    ("POST", "/users", _object(
        ["externalId"], externalId={"type": "string", "minLength": 1, "maxLength": 1024}, profile=PROFILE,
        metadata=METADATA)),
    ("GET", f"/users/{ONE}", NOTHING),
    ("PATCH", f"/users/{ONE}", _object(profile=PROFILE, metadata=METADATA)),
    ("POST", "/conversations", _object(
        ["type", "participants"], type={"const": "personal"},
        participants={"type": "array", "minItems": 1, "maxItems": 1, "items": _object(
            ["userExternalId", "subscribeSDKClient"], userExternalId=WHO, subscribeSDKClient=YES_OR_NO)},
        displayName={"type": "string", "minLength": 1, "maxLength": 100}, metadata=METADATA)),
    ("GET", "/conversations", NOTHING),
    ("GET", f"/conversations/{ONE}", NOTHING),
    ("POST", f"/conversations/{ONE}/messages", _object(
        ["author", "content"], author=AUTHOR, content=CONTENT, metadata=METADATA)),
    ("GET", f"/conversations/{ONE}/messages", NOTHING),
    ("POST", f"/conversations/{ONE}/activity", _object(
        ["author", "type"], author=AUTHOR, type=ACTIVITY)),
    ("POST", f"/conversations/{ONE}/(passControl|offerControl)", CONTROL),
    ("POST", f"/conversations/{ONE}/(acceptControl|releaseControl)", _object(metadata=METADATA)),
    ("GET", "/integrations", NOTHING),
    ("POST", "/integrations", _object(
        ["type", "webhooks"], type={"const": "custom"}, status={"enum": ["active", "inactive"]},
        displayName={"type": "string", "maxLength": 100},
        webhooks={"type": "array", "minItems": 1, "maxItems": 1, "items": WEBHOOK})),
    ("DELETE", f"/integrations/{ONE}", NOTHING),
    ("GET", f"/integrations/{ONE}/webhooks", NOTHING),
    ("POST", f"/integrations/{ONE}/webhooks", WEBHOOK),
    ("PATCH", f"/integrations/{ONE}/webhooks/{ONE}", WEBHOOK),
    ("DELETE", f"/integrations/{ONE}/webhooks/{ONE}", NOTHING),
    ("GET", "/switchboards", NOTHING),
    ("GET", f"/switchboards/{ONE}/switchboardIntegrations", NOTHING),
    ("POST", f"/switchboards/{ONE}/switchboardIntegrations", _object(
        ["name", "integrationId"], name=NAME, integrationId=WHO, deliverStandbyEvents=YES_OR_NO,
        nextSwitchboardIntegrationId={"type": ["string", "null"]})),
    ("PATCH", f"/switchboards/{ONE}/switchboardIntegrations/{ONE}", _object(
        nextSwitchboardIntegrationId={"type": ["string", "null"]})),
    ("DELETE", f"/switchboards/{ONE}/switchboardIntegrations/{ONE}", NOTHING),
]  # fmt: skip
QUERIES = {
    "/conversations": {"filter[userExternalId]", "page[size]", "page[after]"},
    "/messages": {"page[before]", "page[after]"},
    "/integrations": {"filter[types]", "page[size]", "page[after]"},
}


def check(method: str, path_and_query: str, body: bytes, headers: dict[str, str]) -> None:
    """Fails for a request that the API would not take."""
    split = urlsplit(path_and_query)
    rest = re.sub(r"^/sc/v2/apps/[^/]+", "", split.path)
    if (method, rest) == ("POST", "/attachments"):
        _check_upload(split.query, headers)
        return
    schemas = [schema for verb, path, schema in CALLS if verb == method and re.fullmatch(path, rest)]
    assert len(schemas) == 1, f"no such call: {method} {rest}"
    asked = {key for key, _ in parse_qsl(split.query)}
    known = next((keys for end, keys in QUERIES.items() if method == "GET" and rest.endswith(end)), set())
    assert asked <= known
    assert not {"page[before]", "page[after]"} <= asked, "one of the two"
    if schemas[0] is NOTHING:
        assert body == b""
        return
    assert headers["content-type"] == "application/json"
    assert len(body) <= 100 * 1024
    Draft202012Validator(schemas[0]).validate(json.loads(body))


def _check_upload(query: str, headers: dict[str, str]) -> None:
    asked = dict(parse_qsl(query))
    assert asked["access"] == "public"
    assert asked.keys() <= {"access", "for", "conversationId"}
    assert headers["content-type"].startswith("multipart/form-data; boundary=")
