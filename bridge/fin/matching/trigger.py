"""What a procedure is chosen by: its description, examples and counter-examples; never its title."""

from __future__ import annotations

from dataclasses import dataclass

from bridge.core.procedures.definition import Definition


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """The "when to use" of one procedure.

    Args:
        procedure: Its id.
        description: In which situation it is to begin, in sentences.
        examples: What customers write then.
        not_for: What they write when it is not to begin, however alike it sounds.
    """

    procedure: str
    description: str
    examples: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()


def trigger_of(definition: Definition) -> Trigger | None:
    """The trigger of a definition; None for one that no words of a customer begin."""
    when = definition.head.when_to_use
    if definition.kind != "procedure" or when is None:
        return None
    return Trigger(
        procedure=definition.id,
        description=when.description,
        examples=when.examples,
        not_for=when.not_for,
    )
