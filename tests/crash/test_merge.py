"""Killed around every call of a merge: the conversation moves once, no word is lost, none is doubled."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.scene import STAGES, ends, killed_at, scene
from tests.crash.test_kill import AUDITS, PERSON
from tests.handoff.world import eventually

OURS = {"intercom-messenger", "fin-involved", "fin-routed-to-team"}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("call", ["audits", "left", "tags", "note"])
async def test_a_merge_and_the_words_on_both_sides(tmp_path: Path, call: str, stage: str) -> None:
    async with scene(tmp_path) as (zendesk, service, customer):
        await customer.boot("42", name="Ada Lovelace")
        await customer.say(PERSON)
        loser = int(str((await ends(zendesk, "open", "fin-routed-to-team"))["id"]))

        async def handed_over() -> bool:
            return bool(zendesk.comments(loser, public=False))

        await eventually(handed_over, "no packet")
        winner = zendesk.customer_mail(zendesk.ticket(loser)["requester_id"], "By mail")
        await zendesk.settled()
        method, path = {
            "audits": AUDITS,
            "left": ("GET", rf"/tickets/{winner}(\.json)?$"),
            "tags": ("PUT", rf"/tickets/{winner}/tags"),
            "note": ("PUT", rf"/tickets/{winner}(\.json)?$"),
        }[call]
        zendesk.fault(stage, method=method, path_regex=path)
        zendesk.merge(loser, winner)
        zendesk.agent_reply(winner, "<p>Hello Ada</p>")
        await killed_at(zendesk, service)
        await customer.hears("agent", "Hello Ada")
        await customer.say("thank you")

        async def written() -> bool:
            return "thank you" in zendesk.comments(winner)[-1]["plain_body"]

        await eventually(written, "never written")
        assert set(zendesk.ticket(winner)["tags"]) >= OURS
        said = [part["author"]["type"] for part in await customer.parts()]
        assert said == ["user", "fin", "agent", "user"]
        texts = [one["plain_body"] for one in zendesk.comments(winner)]
        assert len(texts) == 5, f"the mail, the merge, the reply, our note, the thanks, not {texts}"
