"""Values of a JSON task under the several names that people give them."""

from __future__ import annotations

import json

from bridge.catalog.fin_task.phrases import listed
from bridge.core.words.values import Json


class Keys:
    """A block's keys under their several names; it knows which were looked at."""

    def __init__(self, data: dict[str, Json], used: set[str]) -> None:
        self.data = data
        self.used = used

    def named(self, *names: str) -> tuple[str, Json] | None:
        """The first of these keys that is there, with its value."""
        self.used.update(names)
        return next(
            ((one, self.data[one]) for one in names if self.data.get(one) not in (None, "", [], {})), None
        )

    def get(self, *names: str) -> Json:
        """The first of these values that is there."""
        found = self.named(*names)
        return found[1] if found else None

    def text(self, *names: str) -> str:
        """The first of these texts that is not empty."""
        self.used.update(names)
        return next((words for one in names if (words := text_of(self.data.get(one)))), "")

    def texts(self, *names: str) -> tuple[str, ...]:
        """A list of texts, or one text that is a list."""
        value = self.get(*names)
        values = list_of(value) if not isinstance(value, str) else listed(value)
        return tuple(
            words
            for one in values
            if (words := text_of(one.get("text") or one.get("label") if isinstance(one, dict) else one))
        )

    def span(self, *names: str) -> str:
        """A span of time: "2 days", {"days": 2} or a number of seconds."""
        value = self.get(*names)
        if isinstance(value, dict) and len(value) == 1:
            [(unit, count)] = value.items()
            return f"{count} {unit}"
        if isinstance(value, int) and not isinstance(value, bool):
            return f"{value} seconds"
        return text_of(value)


def first(data: dict[str, Json], names: tuple[str, ...]) -> Json:
    """The first of these that is there and not empty."""
    return next((data[one] for one in names if data.get(one)), None)


def text_of(value: Json) -> str:
    """A text or a number as a text; empty for anything else."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def texts_of(data: dict[str, Json], *names: str) -> list[str]:
    """All texts under these names."""
    found = []
    for one in names:
        value = data.get(one)
        found += [
            text_of(item) for item in ([value] if isinstance(value, str) else list_of(value)) if text_of(item)
        ]
    return found


def list_of(value: Json) -> list[Json]:
    """A list; empty for anything else."""
    return value if isinstance(value, list) else []


def named(value: Json) -> list[dict[str, Json]]:
    """A list of things with names, whichever way it was written: [{name: a}], [a] or {a: {…}}."""
    if isinstance(value, dict):
        return [
            {"name": key, **(one if isinstance(one, dict) else {"type": one})} for key, one in value.items()
        ]
    return [one if isinstance(one, dict) else {"name": one} for one in list_of(value)]


def labels_of(value: Json) -> tuple[tuple[str, str], ...]:
    """Labels and what each is about."""
    if isinstance(value, dict):
        return tuple((str(name), text_of(about)) for name, about in value.items())
    rows = named(value)
    return tuple(
        (text_of(one.get("name") or one.get("label")), text_of(one.get("description")))
        for one in rows
        if text_of(one.get("name") or one.get("label"))
    )


def shown(data: Json) -> str:
    """As it stands there."""
    return data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
