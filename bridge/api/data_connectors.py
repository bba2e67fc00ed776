"""Data connectors by API, to be read: what there is, and what their latest calls did.

They are changed where they live: in `config/connectors/`.

Source: Intercom API, Preview, "Data Connectors".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from bridge.core.procedures.connector import Connector
from bridge.runtime.executions import Executed, newest, one
from bridge.runtime.store import Store
from bridge.web.answers import json_answer
from bridge.web.errors import EdgeError, not_found
from bridge.web.tokens import Tokens

SCOPE = "read_conversations"
PAGE = 50
PAGE_MOST = 150


class DataConnectors:
    """The routes.

    Args:
        connectors: The live definitions.
        store: The log of their calls.
        tokens: Who may.
    """

    def __init__(
        self, connectors: Callable[[], Mapping[str, Connector]], store: Store, tokens: Tokens
    ) -> None:
        self._connectors = connectors
        self._store = store
        self._tokens = tokens

    def add_routes(self, app: web.Application) -> None:
        """Its routes."""
        app.router.add_get("/data_connectors", self.listed)
        app.router.add_get("/data_connectors/{id}", self.shown)
        app.router.add_get("/data_connectors/{id}/execution_results", self.results)
        app.router.add_get("/data_connectors/{id}/execution_results/{result}", self.result)

    async def listed(self, request: web.Request) -> web.StreamResponse:
        """`GET /data_connectors`."""
        self._tokens.allow(request, SCOPE)
        rows = [_short(id_, connector) for id_, connector in sorted(self._connectors().items())]
        return json_answer(_page(rows))

    async def shown(self, request: web.Request) -> web.StreamResponse:
        """`GET /data_connectors/{id}`; secrets stand in it by their names, as in the file."""
        self._tokens.allow(request, SCOPE)
        id_, connector = self._found(request)
        inputs = [
            {
                "name": name,
                "type": given.type,
                "description": given.description or None,
                "required": given.required,
                "default_value": given.default,
            }
            for name, given in connector.inputs.items()
        ]
        detail = {
            "url": connector.url,
            "headers": [{"name": name, "value": value} for name, value in connector.headers.items()],
            "body": connector.body,
            "data_inputs": inputs,
            "response_fields": [{"name": name, "path": path} for name, path in connector.outputs.items()],
            "customer_authentication": connector.contacts == "verified",
            "mock_response": connector.mock_response,
        }
        return json_answer(_short(id_, connector) | detail)

    async def results(self, request: web.Request) -> web.StreamResponse:
        """`GET /data_connectors/{id}/execution_results?success=false&per_page=`; the newest first."""
        self._tokens.allow(request, SCOPE)
        id_, _ = self._found(request)
        size = request.query.get("per_page", str(PAGE))
        if not (size.isascii() and size.isdecimal() and 1 <= int(size[:4]) <= PAGE_MOST):
            raise EdgeError(
                400, "parameter_invalid", f"per_page is a number from 1 to {PAGE_MOST}.", field="per_page"
            )
        errors_only = request.query.get("success") == "false"
        found = await newest(self._store, id_, limit=int(size), errors_only=errors_only)
        return json_answer(_page([_result(one) for one in found]))

    async def result(self, request: web.Request) -> web.StreamResponse:
        """`GET /data_connectors/{id}/execution_results/{result}`."""
        self._tokens.allow(request, SCOPE)
        id_, _ = self._found(request)
        found = await one(self._store, id_, request.match_info["result"])
        if found is None:
            raise not_found("execution result")
        return json_answer(_result(found) | {"response_body": found.excerpt or None})

    def _found(self, request: web.Request) -> tuple[str, Connector]:
        id_ = request.match_info["id"]
        connector = self._connectors().get(id_)
        if connector is None:
            raise not_found("data connector")
        return id_, connector


def _short(id_: str, connector: Connector) -> dict[str, Any]:
    return {
        "type": "data_connector",
        "id": id_,
        "name": id_,
        "description": connector.description or None,
        "state": "live",
        "http_method": connector.method.lower(),
        "execution_results_url": f"/data_connectors/{id_}/execution_results",
    }


def _result(executed: Executed) -> dict[str, Any]:
    return {
        "type": "data_connector.execution",
        "id": executed.id,
        "data_connector_id": executed.connector,
        "conversation_id": executed.conversation_id or None,
        "source_type": "fin",
        "success": executed.outcome == "done",
        "outcome": executed.outcome,
        "http_method": executed.method.lower(),
        "http_status": executed.status,
        "request_url": executed.url,
        "execution_time_ms": executed.milliseconds,
        "error_type": executed.error_type,
        "error_message": executed.error or None,
        "created_at": executed.at,
    }


def _page(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "list", "data": rows, "pages": {"type": "pages", "next": None, "per_page": len(rows)}}
