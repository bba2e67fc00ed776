"""Has a model write a procedure from a description; what it writes is judged, and mended once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import dedent
from typing import TYPE_CHECKING

from connectors.llm import Message

if TYPE_CHECKING:
    from bridge.core.procedures.connector import Connector
    from bridge.core.procedures.source import Problem
    from bridge.fin.brains.model.repair import Models

LONGEST = 20_000
"""Characters of a description; Intercom's own drafting takes 5,000."""
DEADLINE_S = 120.0
"""For each of the two requests: nobody waits in a Messenger for this one."""
MAX_TOKENS = 6_000
SHOWN = 60
"""Connectors and procedures that the model is told of; the rest would crowd out the description."""

_BLOCK = re.compile(r"```(?:ya?ml)?[ \t]*\n(.*?)```", re.DOTALL)
_LANGUAGE = dedent("""\
    You write procedures for a customer service agent, as YAML. People read them before they go live.
    Answer with two fenced yaml blocks and nothing else: first the procedure, then its scenarios.

    The head: `title`; `when_to_use` with `description` (3 to 5 sentences: when it is to begin), `examples`
    (6 or more messages as customers write them) and `not_for` (messages that sound alike and mean something
    else); `audience: {contacts: verified}` where personal data or money is touched; `attributes`, what the
    customer is asked for: `name: {type: string|integer|decimal|boolean|date|email|list, pattern: "^…$" (of a
    string), options: […] (of a list), ask: question, retry: said when the answer does not fit}`.
    `steps` is a list; `on_error` a list that runs when a step fails and ends in a handoff.

    The steps, each an item of the list:
    - say: text
    - collect: [attribute, …]
    - ask: question
      buttons: ["Yes", "No"]        # quoted; without buttons any text
      as: answer
    - use: connector                # only those that are listed below
      with: {input: "{{ attribute }}"}
      as: result
    - if: CEL over attributes and results, such as order.total <= 100.0 && answer == 'Yes'
      then: [steps]
      elif: [{if: …, then: [steps]}]
      else: [steps]
    - run: sub_procedure            # of `procedures: {name: {steps: […]}}` in this file, or a shared one
      with: {input: "{{ value }}"}
      as: name
    - answer: "{{ message }}"       # from the help articles
    - classify: {text: "{{ message }}", labels: {Label: words that tell it}}
      as: name
    - instruct: Find out with @look up what is broken, @update fault, then @use book_repair.
      # natural language that a model follows: only what it mentions with @ can be done
    - set: {name: "{{ value }}"}
    - wait: 2h
    - wait_for_webhook: {name: check, example: {result: passed}, timeout: 2d}
      as: check
      on_timeout: [steps]
    - ask_teammate: {question: text, attributes: {name: {type: boolean}}, timeout: 1d, on_timeout: [steps]}
    - verify_email: {to: "{{ contact.email }}", timeout: 15m}
    - tag: [tag]
    - note: text for agents
    - summarize: note
    - handoff: {to: team, team: name, message: said to the customer, tags: [tag]}
    - switch: another_procedure
    - end: {follow_up: false}

    Rules: look up before you decide; decide in `if`, never in words; ask Yes or No before every change; hand
    off what is not allowed or not known, and say so; promise no dates. Templates take `{{ name.field }}` and
    the filters `money` and `date`. Quote every text that has a colon or begins with a brace.

    The scenarios: `scenarios:` is a list of `{name, play, expect}`; `play` is a list of lines, each one of
    `customer: text`, `fin: part of what it must say`, `presses: button`; `expect` takes `outcome:
    procedure_completed|procedure_handoff`, `calls: [connectors that change or read, in order]`, `tags: […]`.
    Connectors answer with their mock. Write the good path and a refusal.
    """)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a new procedure can use, and what it must be told apart from.

    Args:
        connectors: By name.
        shared: Shared sub-procedures: name → what they do, take and return.
        procedures: Those that there are: id → when they begin.
        example: A whole procedure of this folder, to write in its manner; empty for none.
    """

    connectors: Mapping[str, Connector]
    shared: Mapping[str, str]
    procedures: Mapping[str, str]
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """What the model wrote.

    Args:
        text: The procedure, YAML.
        scenarios: YAML; empty when it wrote none.
        problems: What is still wrong with the procedure.
    """

    text: str
    scenarios: str
    problems: tuple[Problem, ...]


async def drafted(
    models: Models, description: str, around: Around, judge: Callable[[str], Sequence[Problem]]
) -> Drafted:
    """A procedure for the description.

    Args:
        models: Who writes.
        description: What it shall do: free text, a help article, a policy.
        around: What there is.
        judge: What is wrong with a procedure's text, as `procedures check` says it.

    Raises:
        NotSent, Refused, Unsure: The model did not answer.
    """
    messages = [
        Message("system", _LANGUAGE),
        Message(
            "user", "\n\n".join((*_surroundings(around), f"Write a procedure for this:\n\n{description}"))
        ),
    ]
    first = await _asked(models, messages)
    text, scenarios = _blocks(first)
    errors = _errors(judge(text))
    if errors:
        wrong = "\n".join(f"line {one.line}: {one.what} {one.mend}".strip() for one in errors)
        told = f"The procedure has errors. Write both blocks again, whole, without them:\n{wrong}"
        again = await _asked(models, [*messages, Message("assistant", first), Message("user", told)])
        text, mended = _blocks(again)
        scenarios = mended or scenarios
    return Drafted(text=text, scenarios=scenarios, problems=tuple(judge(text)))


async def _asked(models: Models, messages: Sequence[Message]) -> str:
    reply = await models.reply(messages, deadline_s=DEADLINE_S, max_tokens=MAX_TOKENS)
    return reply.text


def _errors(problems: Sequence[Problem]) -> list[Problem]:
    return [one for one in problems if one.severity == "error"]


def _blocks(said: str) -> tuple[str, str]:
    """Procedure and scenarios; what is in no block at all is taken for the procedure."""
    found = [block.strip("\n") + "\n" for block in _BLOCK.findall(said)] or [said.strip() + "\n"]
    scenarios = next((one for one in found if one.startswith("scenarios:")), "")
    return next((one for one in found if one != scenarios), ""), scenarios


def _surroundings(around: Around) -> Iterator[str]:
    connectors = [_connector(*one) for one in list(around.connectors.items())[:SHOWN]]
    yield "Connectors:\n" + ("\n".join(connectors) or "none")
    shared = [f"- {name}: {what}" for name, what in around.shared.items()]
    yield "Shared sub-procedures:\n" + ("\n".join(shared) or "none")
    others = [f"- {id_}: {when}" for id_, when in list(around.procedures.items())[:SHOWN]]
    yield "Procedures that there are already; `not_for` tells yours from these:\n" + (
        "\n".join(others) or "none"
    )
    if around.example:
        yield f"One of them as an example:\n```yaml\n{around.example}```"


def _connector(name: str, one: Connector) -> str:
    inputs = ", ".join(
        f"{key}: {value.type}{'' if value.required else ' (optional)'}"
        for key, value in one.inputs.items()
        if value.bound is None
    )
    touches = "reads" if one.effect == "read" else "changes something"
    outputs = ", ".join(one.outputs) or "the whole answer"
    return f"- {name}: {one.description} ({touches}) takes {{{inputs}}}, gives {outputs}"
