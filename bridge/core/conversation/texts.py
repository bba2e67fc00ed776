"""What Fin says of itself: the sentences, in English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What Fin says of itself in one language; Markdown."""

    to_team: str = "I am passing you to our team. They will reply right here."
    no_answer: str = (
        "I could not find an answer to that, so I am passing you to our team. They will reply right here."
    )
    nobody_replied: str = (
        "I am passing this to our team, so that you are not left waiting. They will reply right here."
    )
    fin_late: str = (
        "I cannot answer this right now, so I am passing you to our team. They will reply right here."
    )
    unsure: str = (
        "I could not confirm whether that went through, so I did not try it a second time. Our team is "
        "checking it now and will reply right here."
    )
    glad: str = "Great, glad that helped! Write any time if there is something else."
    tell_more: str = (
        "I am sorry that did not help. Could you tell me in other words what you are looking for?"
    )
    offer: str = (
        "I am sorry about the trouble. Shall I pass you to our team? Or tell me more, and I go on helping."
    )
    desk_late: str = (
        "Handing this to the team takes longer than usual. Your messages are safe and in order: "
        "you need not write them again."
    )
    desk_refused: str = (
        "Your messages are safe, but I could not pass them to the team yet. "
        "Our operators have been alerted, and the team gets them as soon as that is mended."
    )
    chat_over: str = "The chat with {agent} is over, and I am back."
    chat_over_alone: str = "The chat is over, and I am back."
    chat_words: str = "The last thing that {agent} wrote: “{words}”"
    chat_file: str = "{agent} sent you a file; it stays here."
    chat_files: str = "{agent} sent you {count} files; they stay here."
    chat_went_through: str = "What I had begun before has gone through meanwhile: “{what}”."
    chat_solved: str = "Your request counts as solved."
    chat_pending: str = "The team is waiting for your answer."
    chat_open: str = "The team still has your request open."
    chat_goes_on: str = "Write any time if something is missing: I go on from there, or bring the team back."
    merged: str = "Our team goes on with this in your other conversation. Their replies come there."
    chat_in_writing: str = "Our team goes on in writing. Their replies come right here."
    chat_unanswered: str = (
        "I am sorry: nobody from our team could take your chat just now. I can leave your request with them, "
        "and they reply right here as soon as they can. Or tell me more, and I go on helping."
    )
    ticket_button: str = "Leave it with the team"
    found_nothing: str = "I could not find an answer to that."
    retry: str = "I could not read that as an answer. Could you try again?"
    again: str = "Back to what I asked: "
    leave: str = "Shall we leave “{now}” for now and go on with “{other}”?"
    still_working: str = "I am still waiting for an answer to that. I will write here as soon as I have it."
    takes_longer: str = "This takes a little longer than usual. I am still on it."
    anything_else: str = "Is there anything else that I can help you with?"
    helped_button: str = "That helped"
    team_button: str = "Talk to the team"
    yes_button: str = "Yes"
    no_button: str = "No"
    shall_i: str = "Shall I do this?"
    what_is: str = "What is the {name}?"
