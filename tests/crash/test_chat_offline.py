"""The process is killed while an agent's word is mailed, and while an agent's file is fetched."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.connectors.mail_server import HANG, MailServer, mail_server
from tests.crash.scene import STAGES, killed_at, scene
from tests.handoff.test_live_chat import PERSON
from tests.handoff.world import SECRET, Customer, eventually

pytestmark = pytest.mark.timeout(150)  # up to four starts of the service, each some seconds beside others
ADDRESS = "ada@shop.example"
PDF = b"%PDF-1.7 an offer"


async def reached(server: MailServer, word: str) -> None:
    async def is_there() -> bool:
        return bool(server.raw) if word == "." else any(one.startswith(word) for one in server.heard)

    await eventually(is_there, f"no mail came as far as {word!r}: {server.heard}")


@pytest.mark.parametrize("word", ["EHLO", "DATA", "."], ids=["before", "during", "after"])
async def test_a_mail_about_an_unread_word_is_one_mail(tmp_path: Path, word: str) -> None:
    """Nobody can ask a mail server what it took: a second copy has the same Message-ID, so it is one."""
    async with mail_server() as server:
        mail = {
            "BRIDGE_MAIL__SMTP_URL": f"smtp://127.0.0.1:{server.port}",
            "BRIDGE_MAIL__FROM": "help@shop.example",
            "BRIDGE_MAIL__UNREAD_AFTER": "1",
        }
        async with scene(tmp_path, mode="live_chat", environment=mail, create_on="handoff") as (
            zendesk,
            service,
            customer,
        ):
            proof = hmac.new(SECRET.encode(), ADDRESS.encode(), hashlib.sha256).hexdigest()
            await customer.boot(email=ADDRESS, user_hash=proof, name="Ada Lovelace")
            await customer.say(PERSON)
            server.answers[word] = HANG
            zendesk.chat_reply(await ticket_of(zendesk), "Hello Ada")
            await reached(server, word)
            await service.kill()
            server.answers.clear()
            await service.start()

            async def is_taken() -> bool:
                return bool(server.taken)

            await eventually(is_taken, f"the mail was lost: {server.heard}")
            await customer.hears("agent", "Hello Ada")
        [mail_taken] = server.taken
        assert "Hello Ada" in mail_taken.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # it has one
        told = [raw for raw in server.raw if b"Message-ID: " in raw]
        ids = {raw.partition(b"Message-ID: ")[2].partition(b"\r\n")[0] for raw in told}
        assert len(ids) == 1


@pytest.mark.parametrize("stage", STAGES)
async def test_a_file_that_was_being_fetched_is_fetched_again(tmp_path: Path, stage: Any) -> None:
    async with scene(tmp_path, mode="live_chat", create_on="handoff") as (zendesk, service, customer):
        await customer.boot("42", name="Ada Lovelace")
        await customer.say(PERSON)
        zendesk.chat_reply(await ticket_of(zendesk), file=("offer.pdf", "application/pdf", PDF))
        url = await file_url(customer)
        zendesk.fault(stage, method="GET", path_regex="/sc/attachments/")
        async with asyncio.TaskGroup() as tasks:
            cut = tasks.create_task(fetched(customer, url), name="cut")
            await killed_at(zendesk, service)
        assert cut.result() is None
        assert await fetched(customer, url) == PDF
        zendesk.state.chats.files.clear()
        assert await fetched(customer, url) == PDF


async def ticket_of(zendesk: Any) -> int:
    """The live chat's ticket, once agents see it."""

    async def there() -> int:
        chats = zendesk.chats()
        return (chats[0]["ticket_id"] or 0) if chats else 0

    found: int = await eventually(there, "no live chat was opened")
    return found


async def file_url(customer: Customer) -> str:
    async def there() -> str:
        files = [file for part in await customer.parts() for file in part["attachments"]]
        return files[0]["url"] if files else ""

    found: str = await eventually(there, "the file never came")
    return found


async def fetched(customer: Customer, url: str) -> bytes | None:
    """The file; None when the connection was cut."""
    try:
        async with customer.http.get(customer.base + url) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.read()
    except aiohttp.ClientError:
        return None
