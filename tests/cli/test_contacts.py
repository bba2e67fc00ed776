"""What an operator sees when a customer asks for his data, or for an end to them."""

from __future__ import annotations

import json
from pathlib import Path

from bridge.core.words.values import Contact
from bridge.runtime import people, schema
from bridge.runtime.store import Store
from tests.cli.bridge_command import bridge

ADA = Contact(id="con_ada", role="user", verified=True, external_id="42", name="Ada Lovelace")


async def test_a_customer_is_shown_and_erased(tmp_path: Path):
    (tmp_path / "config").mkdir()
    url = f"sqlite:///{tmp_path}/bridge.db"
    store = await Store.open(url)
    await schema.ensure(store)
    await people.find_or_make_contact(store, "user:42", ADA, {"plan": "paid"})
    await store.close()

    def contacts(*arguments: str, given: str | None = None):
        return bridge("contacts", *arguments, config=tmp_path / "config", given=given, DATABASE_URL=url)

    assert json.loads(contacts("export", "--user-id", "42").stdout)["attributes"] == {"plan": "paid"}
    refused = contacts("erase", "--user-id", "42", given="n\n")
    assert (refused.returncode, refused.stderr) == (1, "")
    assert contacts("export", "--user-id", "42").returncode == 0, "asked first, and told no"
    assert (
        contacts("erase", "--user-id", "42", "--yes").stdout == "user:42: erased, with 0 conversation(s).\n"
    )
    gone = contacts("export", "--id", "con_ada")
    assert (gone.returncode, gone.stderr) == (2, "bridge: contacts: nothing is kept of con_ada\n")
    assert contacts("erase", "--yes").returncode == 2
