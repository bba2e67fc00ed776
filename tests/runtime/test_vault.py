"""What is at rest tells nothing."""

import pytest

from bridge.runtime.store import Store
from bridge.runtime.vault import Unreadable, Vault

SECRET = "correct horse battery staple"


async def test_a_secret_comes_back_and_can_be_replaced(store):
    vault = Vault(store, ["key one"])
    await vault.put("zendesk", "old")
    await vault.put("zendesk", SECRET)
    await vault.put("another", "x")
    assert await vault.get("zendesk") == SECRET
    assert await vault.get("none") is None
    assert await vault.names() == ["another", "zendesk"]


async def test_it_is_not_in_the_files(tmp_path):
    from bridge.runtime import schema

    store = await Store.open(f"sqlite:///{tmp_path}/bridge.db")
    await schema.ensure(store)
    await Vault(store, ["the key itself"]).put("zendesk", SECRET)
    for file in tmp_path.iterdir():  # the write-ahead log too, while it is there
        assert SECRET.encode() not in file.read_bytes()
        assert b"the key itself" not in file.read_bytes()
    await store.close()
    assert SECRET.encode() not in (tmp_path / "bridge.db").read_bytes()


async def test_keys_are_rotated_newest_first(store):
    await Vault(store, ["old"]).put("a", SECRET)
    rotated = Vault(store, ["new", "old"])
    assert await rotated.get("a") == SECRET
    await rotated.put("a", SECRET)
    assert await Vault(store, ["new"]).get("a") == SECRET
    with pytest.raises(Unreadable, match="BRIDGE_SECRET_KEYS") as error:
        await Vault(store, ["old"]).get("a")
    assert SECRET not in str(error.value)


async def test_without_keys_there_is_no_vault(store):
    with pytest.raises(ValueError, match="key"):
        Vault(store, [])
