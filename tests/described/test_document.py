"""The document is sound, says all that is served and nothing else, and real answers fit it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from bridge.api.openapi import routes_of
from bridge.app import built
from bridge.described.document import OPERATIONS, document
from bridge.settings import Settings

ROOT = Path(__file__).parents[2]
ONLY_WITH_SETTINGS = {"POST /zendesk/conversations/webhooks"}
TOKEN = "a token for tests, long enough"
SCOPES = [
    "read_conversations",
    "write_conversations",
    "content",
    "build_procedures",
    "deploy_procedures",
    "operate",
]
PROCEDURE = """title: Refund
when_to_use: {description: Money back for an order.}
steps: [{say: Done.}]
"""


@pytest.fixture
async def client(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "procedures").mkdir()
    (tmp_path / "procedures" / "refund.yaml").write_text(PROCEDURE)
    configured = Settings.model_validate(
        {
            "database_url": f"sqlite:///{tmp_path}/bridge.db",
            "config_dir": tmp_path,
            "api_tokens": [{"token": TOKEN, "name": "tests", "scopes": SCOPES}]
            + [
                {
                    "token": f"a token for all but {scope}",
                    "name": scope,
                    "scopes": [one for one in SCOPES if one != scope],
                }
                for scope in SCOPES
            ],
        }
    )
    async with (
        built(configured, ["a key for tests, long and random enough"]) as bridge,
        TestClient(TestServer(bridge.web)) as made,
    ):
        yield made


@pytest.fixture
async def told(client):
    async with client.get("/openapi.json") as response:
        assert (response.status, response.content_type) == (200, "application/json")
        return await response.json()


async def test_it_is_a_sound_openapi_document(told):
    OpenAPIV31SpecValidator(told).validate()
    assert told["openapi"].startswith("3.1")
    for schema in told["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


async def test_it_says_all_that_is_served_and_nothing_else(client, told):
    said = {f"{method.upper()} {path}" for path, methods in told["paths"].items() for method in methods}
    assert said == routes_of(client.server.app)
    assert set(OPERATIONS) - said == ONLY_WITH_SETTINGS


def test_every_model_that_checks_a_body_is_in_it():
    checked = set()
    for path in [*(ROOT / "bridge" / "api").glob("*.py"), *(ROOT / "bridge" / "channels").rglob("*.py")]:
        checked |= set(re.findall(r"json_body\(request, (\w+)", path.read_text()))
    described = {one.body.__name__ for one in OPERATIONS.values() if isinstance(one.body, type)}
    assert checked - described == set()


async def test_each_route_wants_the_token_that_the_document_says(client, told):
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            where = re.sub(r"{\w+}", "x", path)
            [(kind, scopes)] = [one for each in operation.get("security", [{}]) for one in each.items()] or [
                ("", [])
            ]
            async with client.request(method, where) as response:
                assert (response.status == 401) is (bool(kind) and path != "/messenger/shutdown"), path
            for scope in scopes:
                lacking = {"Authorization": f"Bearer a token for all but {scope}"}
                async with client.request(method, where, headers=lacking) as response:
                    assert response.status == 403, path


def test_what_nobody_has_described_is_named():
    with pytest.raises(KeyError, match="GET /new"):
        document(["GET /new"], "http://127.0.0.1:8080")


class Api:
    """Asks, and tries each answer against what the document says of it."""

    def __init__(self, client, told):
        self.client, self.told = client, told
        self.session = ""
        self.tried = set()

    async def ask(self, method, path, *, status=200, at=None, body=None, token=None, headers=None):
        shown = {"Authorization": f"Bearer {token or self.session}"} if token or self.session else {}
        async with self.client.request(
            method, path, json=body, headers={**shown, **(headers or {})}
        ) as response:
            raw = await response.read()
            assert response.status == status, raw
            self._fits(method, at or path.partition("?")[0], response, raw)
            return json.loads(raw) if response.content_type == "application/json" and raw else None

    def _fits(self, method, path, response, raw):
        operation = self.told["paths"][path][method.lower()]
        self.tried.add(f"{method} {path}")
        responses = operation["responses"]
        if str(response.status) not in responses and response.status < 400:
            pytest.fail(f"{method} {path} answers {response.status}, which is not described")
        said = responses.get(str(response.status), self.told["components"]["responses"]["Error"])
        if "content" not in said:
            assert raw == b""
            return
        assert response.content_type in said["content"]
        schema = said["content"][response.content_type].get("schema")
        if schema is not None:
            whole = {**schema, "components": self.told["components"]}
            Draft202012Validator(whole).validate(json.loads(raw))


async def test_real_answers_of_the_messenger_fit(client, told):
    api = Api(client, told)
    booted = await api.ask("POST", "/messenger/boot", body={"app_id": "demo", "plan": "free", "user_id": 42})
    await api.ask("POST", "/messenger/boot", body={"app_id": "demo", "user_id": []}, status=400)
    api.session = booted["session"]
    message = {"client_id": "one", "body": "Hello"}
    said = await api.ask("POST", "/messenger/conversations", body=message, status=201)
    await api.ask("POST", "/messenger/conversations", body=message)
    id_ = said["conversation"]["id"]
    one = "/messenger/conversations/{id}"
    await api.ask("GET", "/messenger/conversations")
    await api.ask("GET", f"/messenger/conversations/{id_}?after=0", at=one)
    await api.ask("GET", "/messenger/conversations/cnv_nobody", at=one, status=404)
    await api.ask("POST", f"/messenger/conversations/{id_}/parts", at=f"{one}/parts", body=message)
    await api.ask("POST", f"/messenger/conversations/{id_}/read", at=f"{one}/read", status=204)
    await api.ask("POST", f"/messenger/conversations/{id_}/typing", at=f"{one}/typing", status=204)
    await api.ask(
        "POST", f"/messenger/conversations/{id_}/rating", at=f"{one}/rating", body={"rating": 9}, status=400
    )
    await api.ask("POST", "/messenger/events", body={"name": "bought"}, status=204)
    await api.ask("GET", "/messenger/updates")
    await api.ask("GET", "/messenger.js")
    await api.ask("POST", "/messenger/shutdown", status=204)


async def test_real_answers_of_the_operators_routes_fit(client, told):
    api = Api(client, told)
    await api.ask("GET", "/outcomes", status=401)
    for path in ("/health", "/ready", "/metrics", "/openapi.json"):
        await api.ask("GET", path)
    ask = lambda *arguments, **more: api.ask(*arguments, token=TOKEN, **more)  # noqa: E731 - shorter
    for path in ("/procedures", "/outcomes", "/data_connectors", "/handoff_mode"):
        await ask("GET", path)
    await ask("GET", "/procedures/refund", at="/procedures/{id}")
    draft = {"text": PROCEDURE.replace("Done.", "All done.")}
    await ask("PUT", "/procedures/refund/draft", at="/procedures/{id}/draft", body=draft)
    await ask("POST", "/procedures/refund/deploy", at="/procedures/{id}/deploy")
    await ask("PUT", "/handoff_mode", body={"mode": "ticket"})
    await ask("PUT", "/handoff_mode", body={"mode": "letter"}, status=400)
    source = {"sync_behavior": "api", "url": "https://shop.example/"}
    made = await ask("POST", "/ai/content_import_sources", body=source)
    await ask("GET", "/ai/content_import_sources")
    at = "/ai/content_import_sources/{id}"
    await ask("GET", f"/ai/content_import_sources/{made['id']}", at=at)
    await ask("PUT", f"/ai/content_import_sources/{made['id']}", at=at, body=source)
    page = {"title": "Parcels", "html": "<p>By post.</p>", "source_id": made["id"], "external_id": "1"}
    kept = await ask("POST", "/ai/external_pages", body=page)
    await ask("GET", "/ai/external_pages")
    await ask("GET", f"/ai/external_pages/{kept['id']}", at="/ai/external_pages/{id}")
    await ask(
        "PUT", f"/ai/external_pages/{kept['id']}", at="/ai/external_pages/{id}", body={**page, "url": None}
    )
    await ask("DELETE", f"/ai/external_pages/{kept['id']}", at="/ai/external_pages/{id}")
    await ask("DELETE", f"/ai/content_import_sources/{made['id']}", at=at, status=204)
    await ask("POST", "/procedures/refund/trigger", at="/procedures/{procedure_id}/trigger", status=400)
    await api.ask("POST", "/zendesk/webhooks", body={}, status=401)
    await api.ask("POST", "/hooks/nobody", at="/hooks/{token}", status=404)


async def test_real_answers_of_fins_api_fit(client, told):
    api = Api(client, told)
    ask = lambda *arguments, **more: api.ask("POST", *arguments, token=TOKEN, **more)  # noqa: E731 - shorter
    user = {"id": "42", "name": "Ada"}
    talk = {"conversation_id": "c1", "user": user, "message": {"author": "user", "body": "Hello"}}
    await ask("/fin/start", body=talk)
    await ask("/fin/reply", body=talk | {"message": {"author": "user", "body": "And now?"}})
    await ask(
        "/fin/ask", body=talk | {"conversation_id": "c2", "conversation_metadata": {"attributes": {"x": 1}}}
    )
    await ask("/fin/escalate", body={"conversation_id": "c1"})
    await ask("/fin/csat", body={"conversation_id": "c1", "rating": "good"}, status=422)
    await ask("/fin/capabilities", body={"user": user})
    run = {"conversation_id": "c3", "user": user}
    await ask("/fin/procedures/refund/run", at="/fin/procedures/{procedure_id}/run", body=run)
    for path, body in (("/fin/start", talk), ("/fin/ask", talk), ("/fin/capabilities", {"user": user})):
        for lacking in told["paths"][path]["post"]["requestBody"]["content"]["application/json"][
            "schema"
        ].values():
            required = told["components"]["schemas"][lacking.rpartition("/")[2]]["required"]
            for name in required:
                poor = {key: value for key, value in body.items() if key != name}
                await ask(path, body=poor, status=400)
