"""`verify_email`: a one-time code by e-mail proves that the customer reads that mailbox."""

from __future__ import annotations

import hmac
import re
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from bridge.core.procedures.attributes import Name
from bridge.core.procedures.duration import Duration
from bridge.core.procedures.step import (
    TRIES,
    Come,
    Elapsed,
    Fail,
    Failed,
    Frame,
    Go,
    Input,
    Move,
    Plan,
    Said,
    Say,
    Stay,
    Step,
)
from bridge.core.procedures.template import Template
from bridge.core.words.effects import SendMail

_ADDRESS = re.compile(r"[^\s@<>,;:\"]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}")


class Mailbox(BaseModel):
    """Whose mailbox, and how long the code is good."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    to: Template = Template("{{ contact.email }}")
    timeout: Duration = timedelta(minutes=10)


class VerifyEmailStep(Step):
    """`- verify_email: {to: "{{ contact.email }}"}`; `as` keeps the address.

    A wrong or late code is a failure.
    """

    key: ClassVar[str] = "verify_email"
    verify_email: Mailbox = Mailbox()
    into: Name | None = Field(default=None, alias="as")

    def enter(self, frame: Frame) -> Move:
        """Mails the code and asks for it."""
        address = self._address(frame)
        if not _ADDRESS.fullmatch(address):
            return Fail(reason="there is no e-mail address to send the code to")
        question = f"I have sent a six-digit code to {_hidden(address)}. What is the code?"
        wait = frame.wait(
            "email_code", name=self.into or "", until=frame.at + self.verify_email.timeout, question=question
        )
        code = frame.scene.email_code(frame.run.id, wait.key)
        minutes = int(self.verify_email.timeout.total_seconds() // 60)
        mail = SendMail(
            conversation_id=frame.scene.conversation_id,
            run_id=frame.run.id,
            call=wait.key,
            to=address,
            subject="Your code",
            text=f"Your code is {code}. It is good for {minutes} minutes.\n\n"
            "If you did not ask for it, ignore this e-mail and tell nobody the code.",
        )
        return Stay(wait=wait, acts=(Plan(effect=mail), Say(text=question)), why="mails a code")

    def resume(self, frame: Frame, given: Input) -> Move:
        """The code, compared in constant time."""
        wait = frame.waiting
        match given:
            case Said():
                code = frame.scene.email_code(frame.run.id, wait.key)
                typed = re.sub(r"\D", "", given.text)[:12]
                if hmac.compare_digest(typed.encode(), code.encode()):
                    kept = {self.into: self._address(frame)} if self.into else {}
                    return Go(sets=kept, why="the code is right")
                if wait.tries + 1 >= TRIES:
                    return Fail(reason=f"{TRIES} wrong codes")
                return Stay(
                    wait=replace(wait, tries=wait.tries + 1),
                    acts=(Say(text="That is not the code. Please look again: it has six digits."),),
                    misfit=not typed,
                    why="a wrong code",
                )
            case Come():
                return Stay(wait=wait, why="the mail is on its way")
            case Failed():
                return Fail(reason=f"the code could not be mailed: {given.reason}")
            case Elapsed():
                return Fail(reason="the code was not entered in time")

    def _address(self, frame: Frame) -> str:
        return self.verify_email.to.text(frame.known).strip()


def _hidden(address: str) -> str:
    """Enough to recognise one's own address, too little to learn another's."""
    name, _, host = address.partition("@")
    return f"{name[:1]}…@{host}"
