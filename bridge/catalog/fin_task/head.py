"""When Fin is to use a task: its title and description as the head of a procedure."""

from __future__ import annotations

import re

from bridge.catalog.fin_task.blocks import Task

_LONGEST = 2_000
_MOST = 100
_TITLE_LONGEST = 200
_QUOTED = re.compile(r"[\"“„]([^\"“”]{2,200})[\"”]")
_FORBIDS = re.compile(
    r"\b(?:do not|don['\u2019]t|should not|shouldn['\u2019]t|never|not be used)\b", re.IGNORECASE
)
_USE = re.compile(
    r"^.*?\b(?:use|used|trigger|triggered)\b(?: (?:this|the|it|task|procedure))*"
    r"(?: (?:if|when|for|where))?\s*",
    re.IGNORECASE,
)


def head_of(task: Task, id_: str, said: list[tuple[int, str]]) -> dict[str, object]:
    """Title, status and `when_to_use`.

    Args:
        task: With a title or a description.
        id_: The procedure's.
        said: Takes line and sentence of what a person must look at.
    """
    title = " ".join(task.title.split())[:_TITLE_LONGEST] or id_.replace("_", " ").capitalize()
    description = " ".join(task.description.split())
    if not description:
        description = title
        said.append(
            (1, "There is no description, so the title stands there. Please say when Fin is to use it.")
        )
    if len(description) > _LONGEST:
        description = description[:_LONGEST]
        said.append((1, f"The description is longer than {_LONGEST} characters; its end was left out."))
    examples, not_for = _phrases(description)
    when: dict[str, object] = {"description": description}
    if found := list(dict.fromkeys((*task.examples, *examples)))[:_MOST]:
        when["examples"] = found
    else:
        said.append((1, "There are no examples of what customers say: write some under when_to_use."))
    if found := list(dict.fromkeys((*task.not_for, *not_for)))[:_MOST]:
        when["not_for"] = found
    return {"title": title, "status": "draft", "when_to_use": when}


def _phrases(description: str) -> tuple[list[str], list[str]]:
    """Quoted words of a description: in a sentence that forbids they are no examples."""
    examples: list[str] = []
    not_for: list[str] = []
    for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z])", description):
        quoted = _QUOTED.findall(sentence)
        if _FORBIDS.search(sentence):
            not_for.extend(quoted or [_USE.sub("", sentence).strip(" .")])
        else:
            examples.extend(quoted)
    return [one.strip() for one in examples if one.strip()], [one for one in not_for if one]
