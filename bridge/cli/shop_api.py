"""The demo's outside system: the shop's orders, and every other connector's own example answer."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from aiohttp import web

from bridge.core.procedures.connector import Connector

PREFIX = "{{ secrets.SHOP_URL }}"
_HOLE = re.compile(r"\{\{.*?\}\}")


@dataclass(slots=True)
class Order:
    """One order; money in euros."""

    number: str
    customer: str
    item: str
    total: float
    status: str
    refundable: bool
    address: str
    carrier: str = "DHL"
    tracking: str = ""


def _orders() -> list[Order]:
    mill, park = "12 Mill Lane, York YO1 7EX", "8 Park Row, Leeds LS1 5HD"
    return [
        Order("1000234", "42", "Linen curtain", 59.0, "delivered", True, mill, tracking="JD014600003SE77"),
        Order("1000235", "42", "Arc lamp", 149.0, "shipped", True, mill, tracking="JD014600004SE78"),
        Order("1000236", "42", "Wool throw", 79.0, "received", True, mill),
        Order("1000237", "42", "Curtain made to size", 89.0, "delivered", False, mill),
        Order("1000310", "43", "Desk lamp", 69.0, "delivered", True, park, tracking="JD014600005SE79"),
    ]


@dataclass(slots=True)
class ShopApi:
    """Orders in memory, behind a bearer token; what was done under an Idempotency-Key is done once.

    Args:
        token: What callers must show.
        connectors: The operator's; those that are not about orders are answered by their `mock_response`.
    """

    token: str
    connectors: Mapping[str, Connector] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=lambda: {one.number: one for one in _orders()})
    refunds: list[dict[str, Any]] = field(default_factory=list)
    _answered: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)

    def add_routes(self, app: web.Application) -> None:
        """`/api/orders…`, then whatever else the connectors ask for."""
        app.router.add_get("/api/orders/{number}", self.show)
        app.router.add_post("/api/orders/{number}/refund", self.refund)
        app.router.add_put("/api/orders/{number}/address", self.move)
        ours = {
            (route.method, _shape(route.resource.canonical))
            for route in app.router.routes()
            if route.resource
        }
        for connector in self.connectors.values():
            if not connector.url.startswith(PREFIX):
                continue
            path = connector.url.removeprefix(PREFIX).partition("?")[0]
            known = (connector.method, _shape(path))
            if known in ours:
                continue
            ours.add(known)
            app.router.add_route(connector.method, _pattern(path), self._example(connector))

    async def show(self, request: web.Request) -> web.Response:
        """`GET /api/orders/{number}?customer=`: the customer's own order."""
        order = self._order(request, request.query.get("customer", ""))
        return web.json_response({"order": asdict(order)})

    async def refund(self, request: web.Request) -> web.Response:
        """`POST /api/orders/{number}/refund` `{amount, customer}`; 409 when it was paid back before."""
        given = await _body(request)
        order = self._order(request, str(given.get("customer", "")))

        def pays() -> tuple[int, dict[str, Any]]:
            if order.status == "refunded":
                return 409, {"error": "already_refunded"}
            if not order.refundable or given.get("amount") != order.total:
                return 422, {"error": "not_refundable"}
            order.status = "refunded"
            made = {"id": f"R-{len(self.refunds) + 1}", "amount": order.total, "order": order.number}
            self.refunds.append(made)
            return 201, {"refund": made}

        return self._once(request, pays)

    async def move(self, request: web.Request) -> web.Response:
        """`PUT /api/orders/{number}/address` `{address, customer}`; 409 once it has left."""
        given = await _body(request)
        order = self._order(request, str(given.get("customer", "")))

        def moves() -> tuple[int, dict[str, Any]]:
            if order.status != "received":
                return 409, {"error": "already_shipped"}
            order.address = str(given.get("address", ""))[:200] or order.address
            return 200, {"order": asdict(order)}

        return self._once(request, moves)

    def _order(self, request: web.Request, customer: str) -> Order:
        self._check(request)
        order = self.orders.get(request.match_info["number"].lstrip("#"))
        if order is None or order.customer != customer:
            raise web.HTTPNotFound(text='{"error": "no_such_order"}', content_type="application/json")
        return order

    def _check(self, request: web.Request) -> None:
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(shown.encode(), self.token.encode()):
            raise web.HTTPUnauthorized(text='{"error": "bad_token"}', content_type="application/json")

    def _once(self, request: web.Request, does: Any) -> web.Response:
        key = request.headers.get("Idempotency-Key")
        if key is None or key not in self._answered:
            answer = does()
            if key is None:
                return web.json_response(answer[1], status=answer[0])
            self._answered[key] = answer
        status, body = self._answered[key]
        return web.json_response(body, status=status)

    def _example(self, connector: Connector) -> Any:
        async def answer(request: web.Request) -> web.Response:
            self._check(request)
            return web.json_response(connector.mock_response)

        return answer


async def _body(request: web.Request) -> dict[str, Any]:
    try:
        given = await request.json()
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise web.HTTPBadRequest(text='{"error": "not_json"}', content_type="application/json")
    return given


def _shape(path: str) -> str:
    """A path in which every hole is the same."""
    return re.sub(r"\{[^}]*\}", "{}", _HOLE.sub("{}", path))


def _pattern(path: str) -> str:
    """A connector's path as aiohttp's router wants it."""
    count = iter(range(100))
    return _HOLE.sub(lambda _hole: f"{{hole{next(count)}}}", path)
