"""Values are data: equal when they say the same, and usable as keys."""

from bridge.core.words.values import Contact


def test_a_contact_with_attributes_can_be_a_key() -> None:
    def ann(plan: str) -> Contact:
        return Contact(
            id="con_1", role="user", verified=True, external_id="42", name="Ann", attributes={"plan": plan}
        )

    assert {ann("pro"): 1}[ann("pro")] == 1
    assert ann("pro") not in {ann("free"): 1}
