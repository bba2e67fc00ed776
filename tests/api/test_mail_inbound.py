"""A customer's answer by e-mail comes back into its conversation, once, and from nobody else."""

import pytest

from bridge.api.mail_inbound import MailInbound, own_words
from bridge.runtime import log
from bridge.web.mail_tokens import MailTokens
from bridge.web.tokens import Token, Tokens
from tests.api.waiting import waiting

SAYS = "when_to_use: {description: x}\nsteps: [{say: Hello.}]\n"
MAIL_TOKENS = MailTokens(["a key"], "reply@messenger.example")
TOKENS = Tokens([Token(token="in", name="M", scopes=frozenset({"write_conversations"}))])  # noqa: S106 - a test's own


@pytest.fixture
async def world(aiohttp_client, tmp_path):
    made = await waiting(tmp_path, SAYS)
    MailInbound(
        made.turns, TOKENS, MAIL_TOKENS, lambda id_: log.conversation(made.store, id_), made.clock.now
    ).add_routes(made.app)
    made.client = await aiohttp_client(made.app)
    conversation_id = "cnv_abcdefgh2345"
    made.conversation_id = conversation_id
    await made.writes_in(conversation_id, "first words")
    yield made
    await made.client.close()
    await made.store.close()


async def post(world, token="in", **more):  # noqa: S107 - a test's own
    mail = {
        "from": "Ada <ADA@example.com>",
        "to": [MAIL_TOKENS.make(world.conversation_id)],
        "text": "Thank you!\n\nOn Monday Bo wrote:\n> Hello",
        "message_id": "<1@mail.example>",
        "headers": {"whatever": "a provider says"},
    } | more
    async with world.client.post(
        "/mail/inbound", json=mail, headers={"Authorization": f"Bearer {token}"}
    ) as response:
        return response.status, await response.json()


async def said(world):
    return [line.entry.body.text for line in await log.lines(world.store, world.conversation_id)]


async def test_an_answer_becomes_the_customers_next_words_once(world):
    assert await post(world) == (200, {"status": "accepted"})
    assert await post(world) == (200, {"status": "duplicate"})
    assert await said(world) == ["first words", "Thank you!"]


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"from": "eve@evil.example"}, "not_the_customer"),
        ({"to": ["reply@messenger.example"]}, "unknown"),
        ({"to": ["reply+cnv_abcdefgh2345.aaaaaaaaaaaaaaaa@messenger.example"]}, "unknown"),
        ({"text": "> only a quotation"}, "empty"),
    ],
)
async def test_what_is_not_the_customers_own_changes_nothing(world, more, status):
    assert await post(world, **more) == (200, {"status": status})
    assert await said(world) == ["first words"]


async def test_who_may_not_post_mail_is_turned_away(world):
    assert (await post(world, token="other"))[0] == 401
    assert (await post(world, text=7))[0] == 400


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Yes\r\n\r\nAm 5. Januar 2026 schrieb Shop <x@y>:\r\n> hi", "Yes"),
        ("Yes\n-- \nAda", "Yes"),
        ("Yes\n-----Original Message-----\nFrom: x", "Yes"),
        ("Yes\n\nmore > less", "Yes\n\nmore > less"),
        ("", ""),
    ],
)
def test_quotations_and_signatures_are_left_out(text, own):
    assert own_words(text) == own
