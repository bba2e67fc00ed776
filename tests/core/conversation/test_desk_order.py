"""What is said of a ticket after the word that it is closed stands behind what was ordered before."""

from __future__ import annotations

from bridge.core.words.reading import Helped, Reading, WantsTeam
from tests.core.conversation.test_lifecycle import ANSWER
from tests.core.conversation.test_machine import Life


def _answered_on_a_ticket_that_is_closed(then: Reading) -> Life:
    life = Life()
    life.first("message 0")
    life.customer_is_read_at_once(ANSWER, 0)
    life.the_desk_writes_all()
    life.zendesk_closes_and_the_word_of_it_is_late()
    life.customer_is_read_at_once(ANSWER, 1)  # the desk says of the first update that the ticket is over
    life.customer_is_read_at_once(then, 0)
    life.the_desk_writes_all()
    life.once_all_is_written_tags_agree_with_the_outcome_and_nothing_of_others_is_lost()
    life.once_all_is_written_each_message_stands_once()
    return life


def test_the_team_keeps_it_although_an_answer_was_still_to_be_written() -> None:
    life = _answered_on_a_ticket_that_is_closed(WantsTeam())
    assert (life.desks[-1].status, life.desks[-1].assignee) == ("open", "nobody")
    assert life.desks[-1].tags == {"vip", "intercom-messenger", "fin-involved", "fin-routed-to-team"}


def test_a_confirmation_is_not_taken_back_by_the_answer_before_it() -> None:
    life = _answered_on_a_ticket_that_is_closed(Helped())
    assert life.desks[-1].tags >= {"fin-resolved", "fin-hard-resolution"}
    assert "fin-soft-resolution" not in life.desks[-1].tags
    assert life.desks[-1].comments[-2] == "message 3"
