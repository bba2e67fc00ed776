"""`collect`: asks for the attributes that are not known yet, one after the other."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from pydantic import Field, field_validator

from bridge.core.procedures.attributes import Attribute, Name
from bridge.core.procedures.step import TRIES, Fail, Frame, Go, Input, Leave, Move, Said, Say, Stay, Step
from bridge.core.words.values import Json


class CollectStep(Step):
    """`- collect: [order_number]`.

    What the customer already said is taken where it fits beyond doubt, so that nobody is asked twice.
    """

    key: ClassVar[str] = "collect"
    collect: tuple[Name, ...] = Field(min_length=1, max_length=20)

    @field_validator("collect", mode="before")
    @classmethod
    def _one(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    def enter(self, frame: Frame) -> Move:
        """Takes what the first words hold, asks for the rest."""
        found: dict[str, Json] = {}
        for name in self._missing(frame, found):
            value = frame.scene.attributes[name].found_in(frame.run.heard, strict=True)
            if value is not None:
                found[name] = value
        return self._next(frame, found)

    def resume(self, frame: Frame, given: Input) -> Move:
        """The answer to the one that was asked; it may hold others of the list as well."""
        wait = frame.waiting
        if not isinstance(given, Said):
            return Fail(reason=f"only the customer can answer ({given})")
        attribute = frame.scene.attributes[wait.name]
        value = attribute.found_in(given.option or given.text)
        read = attribute.vouched(given.values.get(wait.name), given.text)
        if read is not None and (value is None or attribute.is_free):
            value = read
        if value is None:
            if wait.tries + 1 >= TRIES:
                return Leave(how="escape", misfit=True, reason=f"{TRIES} answers did not fit `{wait.name}`")
            text = attribute.retry.markdown(frame.known) if attribute.retry else frame.scene.words.retry
            return Stay(
                wait=replace(wait, tries=wait.tries + 1),
                acts=(Say(text=text, options=attribute.options),),
                misfit=True,
                why=f"the answer does not fit `{wait.name}`",
            )
        found: dict[str, Json] = {wait.name: value}
        for name in self._missing(frame, found):
            other = frame.scene.attributes[name]
            also = other.found_in(given.text, strict=True)
            if also is None:
                also = other.vouched(given.values.get(name), given.text)
            if also is not None and also != value:
                found[name] = also
        return self._next(frame, found)

    def asks_for(self, frame: Frame) -> tuple[str, ...]:
        """What is missing still; the one that was asked for comes first."""
        return tuple(self._missing(frame, {}))

    def sets(self) -> frozenset[str]:
        """All of them."""
        return frozenset(self.collect)

    def reads(self) -> frozenset[str]:
        """Each must be declared, with the question that gets it."""
        return frozenset(self.collect)

    def _missing(self, frame: Frame, found: dict[str, Json]) -> list[str]:
        values = frame.run.values
        return [name for name in self.collect if values.get(name) is None and name not in found]

    def _next(self, frame: Frame, found: dict[str, Json]) -> Move:
        missing = self._missing(frame, found)
        if not missing:
            return Go(
                sets=found, collected=tuple(found), why=f"collected {', '.join(found) or 'nothing new'}"
            )
        name = missing[0]
        attribute = frame.scene.attributes[name]
        question = _question(name, attribute, {**frame.known, **found}, frame.scene.words.what_is)
        return Stay(
            wait=frame.wait(
                "customer",
                name=name,
                question=question,
                options=attribute.options,
                free=attribute.is_free,
            ),
            acts=(Say(text=question, options=attribute.options),),
            sets=found,
            collected=tuple(found),
        )


def _question(name: str, attribute: Attribute, known: dict[str, Json], what_is: str) -> str:
    if attribute.ask is not None:
        return attribute.ask.markdown(known)
    return what_is.replace("{name}", name.replace("_", " "))
