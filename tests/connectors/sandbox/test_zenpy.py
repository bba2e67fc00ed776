"""The client that the bridge uses, against the sandbox: what it cannot speak, the bridge cannot either."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
import requests
from zenpy import Zenpy
from zenpy.lib.api_objects import Comment, Ticket, Trigger, User, Webhook
from zenpy.lib.exception import APIException, RecordNotFoundException

from connectors.sandbox.app import Sandbox
from tests.connectors.sandbox.client import TAG, Listener

ORIGIN = "https://acme.zendesk.com"


class ToSandbox(requests.adapters.HTTPAdapter):
    """Sends what is meant for Zendesk to the sandbox, and never twice."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        super().__init__(max_retries=0)

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:  # type: ignore[override]  # only keywords are passed on
        real = request.copy()
        real.url = self._base_url + (request.url or "").removeprefix(ORIGIN)
        response = super().send(real, **kwargs)
        response.request, response.url = request, request.url or ""
        return response


@pytest.fixture
def zenpy(zd: Sandbox) -> Zenpy:
    session = requests.Session()
    session.trust_env = False
    session.mount(ORIGIN, ToSandbox(zd.base_url))
    return Zenpy(
        subdomain="acme",
        email="fin@sandbox.test",
        token="sandbox-token",
        session=session,
        timeout=5,
        disable_cache=True,
    )


async def run(work: Callable[[], Any]) -> Any:
    return await asyncio.to_thread(work)


async def test_zenpy_creates_updates_and_reads_back(zd: Sandbox, zenpy: Zenpy) -> None:
    assert (await run(zenpy.users.me)).name == "Fin"
    cora = await run(lambda: zenpy.users.create_or_update(User(external_id="u1", name="Cora")))
    found = await run(lambda: list(zenpy.users.search(external_id="u1")))
    assert [one.id for one in found] == [cora.id]

    ticket = Ticket(
        subject="A question",
        requester_id=cora.id,
        external_id="cnv_1",
        tags=[TAG],
        comment=Comment(html_body="<p>Where?</p>", public=True, author_id=cora.id),
        metadata={"bridge_msg": "m-1"},
    )
    created = await run(lambda: zenpy.tickets.create(ticket))
    ticket_id = created.ticket.id
    assert created.audit.metadata.custom == {"bridge_msg": "m-1"}

    change = Ticket(id=ticket_id, status="open", comment=Comment(body="and?", author_id=cora.id, public=True))
    change.metadata = {"bridge_msg": "m-2"}
    updated = await run(lambda: zenpy.tickets.update(change))
    comment_id = next(one["id"] for one in updated.audit.events if one["type"] == "Comment")

    comments = await run(lambda: list(zenpy.tickets.comments(ticket=ticket_id)))
    assert [one.id for one in comments][-1] == comment_id
    audits = await run(lambda: list(zenpy.tickets.audits(ticket=ticket_id)))
    assert [one.metadata.custom["bridge_msg"] for one in audits] == ["m-1", "m-2"]


async def test_zenpys_tags_add_and_remove(zd: Sandbox, zenpy: Zenpy) -> None:
    ticket = Ticket(subject="s", tags=["a"], comment=Comment(body="b"))
    ticket_id = (await run(lambda: zenpy.tickets.create(ticket))).ticket.id
    await run(lambda: zenpy.tickets.add_tags(ticket_id, ["b", "c"]))
    await run(lambda: zenpy.tickets.delete_tags(ticket_id, ["a"]))
    assert zd.ticket(ticket_id)["tags"] == ["b", "c"]
    await run(lambda: zenpy.tickets.set_tags(ticket_id, ["x"]))
    assert [str(one) for one in await run(lambda: list(zenpy.tickets.tags(ticket_id)))]
    assert zd.ticket(ticket_id)["tags"] == ["x"]


async def test_zenpys_webhook_and_trigger_ring(zd: Sandbox, zenpy: Zenpy, listener: Listener) -> None:
    webhook = await run(
        lambda: zenpy.webhooks.create(
            Webhook(
                name="messenger-bridge",
                status="active",
                endpoint=listener.url,
                http_method="POST",
                request_format="json",
                subscriptions=["conditional_ticket_events"],
            )
        )
    )
    listed = await run(lambda: list(zenpy.webhooks.list(filter="messenger")))
    assert [one.id for one in listed] == [webhook.id]
    secret = await run(lambda: zenpy.webhooks.show_secret(webhook))
    assert secret.secret == zd.state.webhooks[webhook.id].secret
    conditions = {"all": [{"field": "current_tags", "operator": "includes", "value": TAG}], "any": []}
    actions = listener.notify(webhook.id)
    trigger = await run(
        lambda: zenpy.triggers.create(Trigger(title="t", conditions=conditions, actions=actions))
    )
    ticket = Ticket(subject="s", tags=[TAG], comment=Comment(body="b"))
    await run(lambda: zenpy.tickets.create(ticket))
    await zd.settled()
    assert [one.json["ticket_id"] for one in listener.received] == ["1"]
    invocations = await run(lambda: list(zenpy.webhooks.invocations(webhook)))
    assert [one.status for one in invocations] == ["success"]
    await run(lambda: zenpy.triggers.delete(trigger))
    await run(lambda: zenpy.webhooks.delete(webhook))
    assert zd.state.webhooks == {}


async def test_zenpy_knows_our_errors(zd: Sandbox, zenpy: Zenpy) -> None:
    with pytest.raises(RecordNotFoundException):
        await run(lambda: zenpy.tickets(id=99))
    with pytest.raises(APIException) as refused:
        await run(lambda: zenpy.tickets.create(Ticket(subject="s", comment=Comment(body=" "))))
    assert refused.value.response.status_code == 422


async def test_zenpy_uploads_a_file(zd: Sandbox, zenpy: Zenpy, tmp_path: Any) -> None:
    path = tmp_path / "a.txt"
    path.write_text("hello")
    upload = await run(lambda: zenpy.attachments.upload(str(path), target_name="a.txt"))
    ticket = Ticket(subject="s", comment=Comment(body="b", uploads=[upload.token]))
    await run(lambda: zenpy.tickets.create(ticket))
    assert zd.comments(1)[0]["attachments"][0]["file_name"] == "a.txt"


async def test_zenpy_exports_what_changed(zd: Sandbox, zenpy: Zenpy) -> None:
    await run(lambda: zenpy.tickets.create(Ticket(subject="s", comment=Comment(body="b"))))
    start = int(zd.state.now()) - 10
    changed = await run(lambda: list(zenpy.tickets.incremental(start_time=start, paginate_by_time=False)))
    assert [one.id for one in changed] == [1]
