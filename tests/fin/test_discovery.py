"""What customers asked for in vain becomes a list of jobs for procedures."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from bridge.fin.discovery import use_cases
from bridge.runtime.asked import Unanswered
from tests.fin.matching.measure import cases, shop_matcher

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def asked(*texts: str) -> list[Unanswered]:
    return [
        Unanswered(
            conversation_id=f"cnv_{place}", at=NOON + timedelta(minutes=place * 7919 % 5000), text=text
        )
        for place, text in enumerate(texts)
    ]


def test_wishes_of_one_kind_are_one_group_with_its_samples_and_the_nearest_procedure() -> None:
    found = use_cases(
        asked(
            "please engrave my name on the lamp",
            "Can you engrave a name for me?\nTalk to the team",
            "I want to speak to a human",
            "engrave my name please, card 4111 1111 1111 1111",
            "do you sell zeppelins?",
        ),
        shop_matcher(),
        mask=lambda text: text.replace("4111 1111 1111 1111", "[card number]"),
    )
    (one,) = found
    assert set(one.conversations) == {"cnv_0", "cnv_1", "cnv_3"}
    assert "engrave my name please, card [card number]" in one.samples
    assert "Can you engrave a name for me?" in one.samples
    assert one.nearest is not None
    assert one.nearest[1] < 0.5, "no procedure does it yet"


def test_groups_of_labelled_messages_are_hardly_mixed_and_no_kind_is_missed() -> None:
    rows = [row for held in (True, False) for row in cases(held_out=held) if row["expect"] is not None]
    meant = {f"cnv_{place}": row["expect"] for place, row in enumerate(rows)}
    groups = use_cases(asked(*(row["text"] for row in rows)), None, mask=str)
    kinds = [Counter(meant[one] for one in group.conversations).most_common(1)[0] for group in groups]
    held = sum(len(group.conversations) for group in groups)
    print(f"{len(rows)} messages, {len(groups)} groups, {sum(n for _, n in kinds) / held:.3f} of their kind")
    assert sum(count for _, count in kinds) / held >= 0.85
    assert {kind for kind, _ in kinds} == set(meant.values())
    assert held / len(rows) >= 0.95
