"""Whose tickets a customer's would be: his user_id and his address agree, or it is said how to mend it."""

from __future__ import annotations

from typing import Any

from connectors.sandbox.app import Sandbox
from connectors.zendesk.requester import requester, set_external_id
from connectors.zendesk.support import Support

ADA = "ada@customer.example"


async def made(account: Support, **fields: Any) -> int:
    user = {"name": "Ada Lovelace", "skip_verify_email": True, **fields}
    return await account.call(
        "POST", "/api/v2/users.json", json={"user": user}, told=lambda raw: raw["user"]["id"]
    )


async def test_one_who_is_known_by_his_id_is_that_user(zd: Sandbox, account: Support) -> None:
    user_id = await made(account, external_id="42", email=ADA)
    zd.journal.clear()
    found = await requester(account, external_id="42", email=ADA.upper())
    assert found.detail == f"external_id 42 is user {user_id} (Ada Lovelace)"
    assert (found.fix, found.lacks_id) == ("", None)
    assert {one.method for one in zd.journal.entries} == {"GET"}, "looking changes nothing"


async def test_one_whom_nobody_knows_is_made_later(account: Support) -> None:
    found = await requester(account, external_id="42", email=ADA)
    assert "made with the first ticket" in found.detail
    assert found.fix == ""


async def test_one_whose_address_has_no_id_gets_it(account: Support) -> None:
    user_id = await made(account, email=ADA)
    found = await requester(account, external_id="42", email=ADA)
    assert found.lacks_id is not None
    assert found.lacks_id.id == user_id
    assert "--fix" in found.fix
    await set_external_id(account, found.lacks_id, "42")
    assert (await requester(account, external_id="42", email=ADA)).fix == ""
    created = await account.create_or_update_user(external_id="42", email=ADA, name="Ada", verified=True)
    assert created.id == user_id


async def test_two_users_for_one_customer_are_named(account: Support) -> None:
    first, second = await made(account, external_id="42"), await made(account, email=ADA)
    found = await requester(account, external_id="42", email=ADA)
    assert found.fix == f"Merge user {first} into user {second} in Zendesk, or correct one of them."
    assert found.lacks_id is None


async def test_an_address_with_another_id_is_not_taken_over(account: Support) -> None:
    await made(account, external_id="shop-42", email=ADA)
    found = await requester(account, external_id="42", email=ADA)
    assert "shop-42" in found.fix
    assert found.lacks_id is None
