"""Sessions end: by shutdown, by time, by a change of who he is."""

from bridge.channels.messenger.identity import expected_hash
from tests.edges.messenger_server import WEB_SECRET, closed_with, until


def proof(user_id):
    return {"user_id": user_id, "user_hash": expected_hash(WEB_SECRET, user_id=user_id, email=None)}


async def test_after_a_shutdown_the_session_opens_nothing(messenger):
    ann = messenger.customer()
    await ann.boot(**proof("42"))
    begun = await ann.begin("private")
    await ann.call("POST", "/messenger/shutdown", 204, json={})
    await ann.show(begun["conversation"]["id"], expect=401)


async def test_the_next_person_at_a_shared_computer_sees_nothing(messenger):
    browser = messenger.customer()
    token = (await browser.boot())["visitor_token"]
    await browser.begin("as a visitor")
    await browser.call("POST", "/messenger/shutdown", 204, json={"visitor_token": token})
    nextone = await browser.boot(visitor_token=token)
    assert nextone["conversations"] == []
    assert nextone["visitor_token"] != token


async def test_a_shutdown_without_a_session_is_no_error(messenger):
    await messenger.customer().call("POST", "/messenger/shutdown", 204)


async def test_a_session_expires(make_messenger):
    messenger = await make_messenger(session_hours=1)
    ann = messenger.customer()
    await ann.boot()
    messenger.clock.advance(3599)
    await ann.call("GET", "/messenger/conversations", 200)
    messenger.clock.advance(2)
    answer = await ann.call("GET", "/messenger/conversations", 401)
    assert answer["errors"][0]["code"] == "session_invalid"


async def test_no_session_and_a_wrong_one_are_401_everywhere(messenger):
    stranger = messenger.customer()
    routes = [
        ("GET", "/messenger/conversations"),
        ("POST", "/messenger/conversations"),
        ("GET", "/messenger/conversations/cnv_x"),
        ("POST", "/messenger/conversations/cnv_x/parts"),
        ("POST", "/messenger/conversations/cnv_x/read"),
        ("POST", "/messenger/conversations/cnv_x/typing"),
        ("POST", "/messenger/conversations/cnv_x/rating"),
        ("GET", "/messenger/updates"),
        ("POST", "/messenger/uploads"),
        ("POST", "/messenger/events"),
    ]
    for method, path in routes:
        for token in ("", "ses_wrong", "x" * 600, "é"):
            stranger.session = token
            async with messenger.client.request(
                method, path, headers={"Authorization": f"Bearer {token}"}, json={}
            ) as response:
                assert response.status == 401, (path, token)


async def test_sockets_of_a_session_that_ended_are_closed(messenger):
    ann = messenger.customer()
    await ann.boot(**proof("42"))
    ws = await ann.socket()
    await ann.call("POST", "/messenger/shutdown", 204, json={})
    assert await closed_with(ws) == 4401


async def test_a_planted_visitor_session_loses_its_socket_when_the_user_proves_himself(messenger):
    attacker, victim = messenger.customer(), messenger.customer()
    token = (await attacker.boot())["visitor_token"]
    ws = await attacker.socket()
    await victim.boot(visitor_token=token, **proof("42"))
    assert await closed_with(ws) == 4401


async def test_a_socket_whose_session_ended_elsewhere_is_found_by_the_housekeeping(make_messenger):
    messenger = await make_messenger(session_hours=1)
    ann = messenger.customer()
    await ann.boot()
    ws = await ann.socket()
    messenger.clock.advance(3601)
    await messenger.messenger.tidy()
    assert await closed_with(ws) == 4401


async def test_only_the_hash_of_a_token_is_stored(messenger, tmp_path):
    ann = messenger.customer()
    answer = await ann.boot()
    await until(lambda: _checkpointed(messenger))
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert answer["session"].encode() not in raw
    assert answer["visitor_token"].encode() not in raw


async def _checkpointed(messenger):
    from sqlalchemy import text

    return await messenger.store.read(
        lambda conn: conn.execute(text("SELECT count(*) FROM sessions")).scalar_one()
    )
