"""Booting: who gets in, as whom, and what is kept of it."""

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from structlog.testing import capture_logs

from bridge.channels.messenger.doors import CONNECTED, ENFORCE
from bridge.channels.messenger.identity import expected_hash
from bridge.runtime.installs import installs
from bridge.runtime.switches import set_switch
from tests.edges.messenger_server import IOS_SECRET, WEB_SECRET, closed_with


def hashed(user_id=None, email=None, secret=WEB_SECRET):
    return expected_hash(secret, user_id=user_id, email=email)


async def test_a_visitor_gets_a_session_and_a_token_of_his_own(messenger):
    answer = await messenger.customer().boot()
    assert answer["contact"]["role"] == "visitor"
    assert answer["contact"]["verified"] is False
    assert len(answer["session"]) >= 43
    assert len(answer["visitor_token"]) >= 43
    assert answer["conversations"] == []
    assert answer["unread_count"] == 0
    assert answer["expires_at"].endswith("Z")
    assert answer["workspace"]["name"] == "Fin"
    assert answer["workspace"]["app_id"] == "demo"
    assert answer["workspace"]["attachments"]["max_bytes"] == 200_000


async def test_a_visitor_who_comes_back_with_his_token_is_the_same(messenger):
    ann = messenger.customer()
    first = await ann.boot()
    again = await ann.boot()
    assert again["contact"]["id"] == first["contact"]["id"]
    assert again["session"] != first["session"]
    assert again["visitor_token"] == first["visitor_token"]


async def test_a_token_that_we_never_gave_is_not_taken(messenger):
    planted = "vis_planted-by-a-stranger"
    answer = await messenger.customer().boot(visitor_token=planted)
    assert answer["visitor_token"] != planted


async def test_a_right_hash_makes_a_verified_user_wherever_he_boots(messenger):
    one = await messenger.customer().boot(user_id="42", user_hash=hashed("42"))
    two = await messenger.customer().boot(user_id=42, user_hash=hashed("42"))
    assert one["contact"] == {"id": two["contact"]["id"], "role": "user", "verified": True}
    assert "visitor_token" not in one


async def test_an_email_is_one_user_whatever_its_case(messenger):
    one = await messenger.customer().boot(email="Ann@x.example", user_hash=hashed(email="Ann@x.example"))
    two = await messenger.customer().boot(email="ann@X.example", user_hash=hashed(email="ann@X.example"))
    assert one["contact"]["id"] == two["contact"]["id"]


async def test_a_token_by_jwt_verifies(messenger):
    signed = jwt.encode(
        {"alg": "HS256"},
        {"user_id": "42", "exp": messenger.clock.epoch() + 60},
        OctKey.import_key(WEB_SECRET),
    )
    answer = await messenger.customer().boot(intercom_user_jwt=signed)
    assert answer["contact"]["verified"] is True
    by_hash = await messenger.customer().boot(user_id="42", user_hash=hashed("42"))
    assert by_hash["contact"]["id"] == answer["contact"]["id"]


async def test_each_platform_has_its_own_secret(messenger):
    ann = messenger.customer()
    await ann.boot(user_id="42", platform="ios", user_hash=hashed("42", secret=IOS_SECRET))
    await ann.boot(403, user_id="42", platform="ios", user_hash=hashed("42"))
    await ann.boot(403, user_id="42", platform="android", user_hash=hashed("42"))


@pytest.mark.parametrize(
    ("proof", "code"),
    [
        ({"user_hash": "0" * 64}, "hmac_mismatch"),
        ({"user_hash": hashed("42").upper()}, "hmac_mismatch"),
        ({"user_hash": hashed("43")}, "hmac_mismatch"),
        ({"intercom_user_jwt": "a.b.c"}, "jwt_invalid"),
    ],
)
async def test_a_wrong_proof_gets_403_and_nothing_is_stored(messenger, proof, code):
    answer = await messenger.customer().boot(403, user_id="42", **proof)
    assert answer["type"] == "error.list"
    assert answer["request_id"].startswith("req_")
    assert answer["errors"] == [{"code": code, "message": "Failed Identity Verification check"}]
    assert await stored(messenger, "contacts") == 0
    assert await stored(messenger, "sessions") == 0


async def test_enforcement_is_switched_at_run_time_and_in_force_within_ten_seconds(messenger):
    ann = messenger.customer()
    await ann.boot(user_id="42")
    await set_switch(messenger.store, ENFORCE, True, by="a test")
    messenger.clock.advance(10)
    answer = await messenger.customer().boot(403, user_id="42")
    assert answer["errors"][0]["code"] == "hmac_mismatch"
    await messenger.customer().boot(user_id="42", user_hash=hashed("42"))
    await messenger.customer().boot()  # visitors are not users
    await set_switch(messenger.store, ENFORCE, False, by="a test")
    messenger.clock.advance(10)
    await messenger.customer().boot(user_id="42")


async def test_sessions_without_proof_end_within_ten_seconds_of_enforcement(messenger):
    claims, proves, visits = (messenger.customer() for _ in range(3))
    await claims.boot(user_id="42")
    await proves.boot(user_id="42", user_hash=hashed("42"))
    await visits.boot()
    ws = await claims.socket()
    await set_switch(messenger.store, ENFORCE, True, by="a test")
    messenger.clock.advance(10)
    await claims.begin(expect=401)
    await proves.begin()
    await visits.begin()
    await messenger.messenger.tidy()
    assert await closed_with(ws) == 4401
    assert await stored(messenger, "conversations") == 2
    await set_switch(messenger.store, ENFORCE, False, by="a test")
    messenger.clock.advance(10)
    await claims.begin()


async def test_a_claimed_user_id_opens_nobodys_history(messenger):
    victim, attacker = messenger.customer(), messenger.customer()
    await victim.boot(user_id="42", user_hash=hashed("42"))
    begun = await victim.begin("my secret")
    answer = await attacker.boot(user_id="42")
    assert answer["contact"]["role"] == "user"
    assert answer["contact"]["verified"] is False
    assert answer["contact"]["id"] != victim.contact["id"]
    assert answer["conversations"] == []
    await attacker.show(begun["conversation"]["id"], expect=404)


async def test_two_browsers_that_claim_the_same_stay_strangers(messenger):
    one, two = messenger.customer(), messenger.customer()
    await one.boot(email="ann@x.example")
    await one.begin()
    assert (await two.boot(email="ann@x.example"))["conversations"] == []


async def test_two_claims_at_one_browser_stay_strangers(messenger):
    shared = messenger.customer()
    await shared.boot(user_id="1")
    begun = await shared.begin()
    assert (await shared.boot(user_id="2"))["conversations"] == []
    assert (await shared.boot())["conversations"] == []
    again = await shared.boot(user_id="1")
    assert [c["id"] for c in again["conversations"]] == [begun["conversation"]["id"]]


async def test_a_visitors_thread_is_not_merged_into_the_user_who_proves_himself_later(messenger):
    browser = messenger.customer()
    visitor = await browser.boot(email="victim@x.example")
    begun = await browser.begin("I am the victim, honestly")
    token, old_session = visitor["visitor_token"], browser.session
    user = await browser.boot(user_id="42", user_hash=hashed("42"), visitor_token=token)
    assert user["conversations"] == []
    await browser.show(begun["conversation"]["id"], expect=404)
    browser.session = old_session
    await browser.show(begun["conversation"]["id"], expect=401)


async def test_a_planted_visitor_token_is_dead_after_the_user_proved_himself(messenger):
    attacker, victim = messenger.customer(), messenger.customer()
    token = (await attacker.boot())["visitor_token"]
    await victim.boot(user_id="42", user_hash=hashed("42"), visitor_token=token)
    await victim.begin("private")
    await attacker.call("GET", "/messenger/conversations", 401)
    again = await attacker.boot(visitor_token=token)
    assert again["visitor_token"] != token
    assert again["conversations"] == []


async def test_a_session_does_not_outlive_a_boot_that_replaces_it(messenger):
    ann = messenger.customer()
    await ann.boot()
    old = ann.session
    await ann.boot(headers={"Authorization": f"Bearer {old}"})
    assert ann.session != old
    ann.session, new = old, ann.session
    await ann.call("GET", "/messenger/conversations", 401)
    ann.session = new
    await ann.call("GET", "/messenger/conversations", 200)


async def test_every_boot_is_recorded_with_its_domain_and_identity(messenger):
    ann = messenger.customer()
    shop = {"Origin": "https://shop.example:8443"}
    await ann.boot(user_id="42", user_hash=hashed("42"), headers=shop)
    await ann.boot(403, user_id="42", user_hash="0" * 64, headers=shop)
    await ann.boot(page_url="https://blog.example/a?b=c", visitor_token=None)
    await ann.boot(user_id="7", headers={"Referer": "https://other.example/x"})
    found = {install.domain: install for install in await installs(messenger.store)}
    assert found["shop.example"].counts["verified"] == 1
    assert found["shop.example"].counts["rejected"] == 1
    assert found["shop.example"].last_status == "rejected"
    assert found["blog.example"].last_status == "visitor"
    assert found["other.example"].last_status == "unverified"


async def test_an_unknown_workspace_is_404(messenger):
    answer = await messenger.customer().boot(404, app_id="another")
    assert answer["errors"][0]["field"] == "app_id"


async def test_boots_are_limited_per_address(make_messenger):
    messenger = await make_messenger(boots=3, trusted_proxies=1)

    async def boot(address):
        headers = {"X-Forwarded-For": address}
        async with messenger.client.post(
            "/messenger/boot", json={"app_id": "demo"}, headers=headers
        ) as response:
            return response.status, response.headers.get("Retry-After")

    assert [(await boot("192.0.2.1"))[0] for _ in range(3)] == [200, 200, 200]
    status, retry_after = await boot("192.0.2.1")
    assert status == 429
    assert 1 <= int(retry_after) <= 60
    assert (await boot("spoofed, 192.0.2.1"))[0] == 429
    assert (await boot("192.0.2.2"))[0] == 200
    messenger.clock.advance(61)
    assert (await boot("192.0.2.1"))[0] == 200


@pytest.mark.parametrize(("trusted_proxies", "told"), [(0, 1), (1, 0)])
async def test_a_proxy_that_is_not_counted_is_told_of_once(make_messenger, trusted_proxies, told):
    messenger = await make_messenger(trusted_proxies=trusted_proxies)
    with capture_logs() as lines:
        for headers in ({}, {"X-Forwarded-For": "192.0.2.1"}, {"X-Forwarded-For": "192.0.2.2"}):
            await messenger.customer().boot(headers=headers)
    said = [line for line in lines if line["event"] == "forwarded_for_ignored"]
    assert len(said) == told
    assert all("BRIDGE_LIMITS__TRUSTED_PROXIES" in line["mend"] for line in said)


FIELDS = (
    "app_id",
    "user_id",
    "email",
    "name",
    "user_hash",
    "intercom_user_jwt",
    "visitor_token",
    "page_url",
    "platform",
)
WRONG = (True, 1.5, [], ["x"], {}, {"a": 1}, "x" * 9000)


@pytest.mark.parametrize("field", FIELDS)
async def test_a_wrong_type_in_any_field_is_400_and_names_it(messenger, field):
    for wrong in WRONG:
        answer = await messenger.customer().boot(400, **{field: wrong})
        assert answer["errors"][0]["field"].startswith(field), wrong
    assert await stored(messenger, "contacts") == 0


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"email": "a@b\n"}, None),
        ({"user_id": "a\x00b"}, "user_id"),
        ({"user_id": "a\nb"}, "user_id"),
        ({"app_id": None}, "app_id"),
        ({"platform": "fridge"}, "platform"),
    ],
)
async def test_odd_values_are_refused_or_cleaned(messenger, fields, field):
    if field is None:
        await messenger.customer().boot(200, **fields)
    else:
        answer = await messenger.customer().boot(400, **fields)
        assert answer["errors"][0]["field"] == field


async def test_custom_attributes_are_taken_within_a_limit(messenger):
    await messenger.customer().boot(plan="pro", seats=3, company={"id": 7, "tags": ["a"]})
    await messenger.customer().boot(400, plan="x" * 20_000)


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        (b"{", "application/json", "bad_json"),
        (b"", "application/json", "bad_json"),
        (b"[]", "application/json", "bad_json"),
        (b'"text"', "application/json", "bad_json"),
        (b'{"app_id":"demo","name":"\\ud800"}', "application/json", "bad_json"),
        (b"\xff\xfe", "application/json", "bad_json"),
        (b'{"app_id":"demo","x":NaN}', "application/json", "bad_json"),
        (b"[" * 50_000, "application/json", "bad_json"),
        (b'{"app_id":"demo"}', "text/plain", "bad_content_type"),
        (b"app_id=demo", "application/x-www-form-urlencoded", "bad_content_type"),
    ],
)
async def test_a_body_that_is_not_json_is_400(messenger, body, content_type, code):
    async with messenger.client.post(
        "/messenger/boot", data=body, headers={"Content-Type": content_type}
    ) as response:
        assert response.status == 400
        assert (await response.json())["errors"][0]["code"] == code


async def test_an_oversized_body_is_413(messenger):
    answer = await messenger.customer().boot(413, name="x" * 70_000)
    assert answer["errors"][0]["code"] == "too_large"


async def stored(messenger, table):
    from sqlalchemy import text

    return await messenger.store.read(
        lambda conn: conn.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
    )


@pytest.mark.parametrize("who", ["users", "visitors"])
async def test_the_messenger_is_switched_off_for_some_and_on_again(messenger, who):
    user = {"user_id": "42", "user_hash": hashed("42")}
    refused, welcome = (user, {}) if who == "users" else ({}, user)
    await set_switch(messenger.store, CONNECTED[who], False, "a test")
    answer = await messenger.customer().boot(expect=403, **refused)
    assert answer["errors"][0]["code"] == "messenger_disabled"
    assert who in answer["errors"][0]["message"]
    assert await installs(messenger.store) == [], "nothing is stored"
    await messenger.customer().boot(**welcome)
    await set_switch(messenger.store, CONNECTED[who], True, "a test")
    messenger.clock.advance(10)
    ann = messenger.customer()
    await ann.boot(**refused)
    await set_switch(messenger.store, CONNECTED[who], False, "a test")
    messenger.clock.advance(10)
    await ann.begin(expect=401)  # also who was there before
