"""What an instruction has spent of its model's requests, and what its moves carry along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bridge.core.procedures.connector import Connector
from bridge.core.procedures.moves import Act, Call, Go, Leave, Move, Stay
from bridge.core.words.values import Json

SAYS = "The customer says: "
"""Before his words, where the model is told what happened."""
ROUNDS = 12
"""Questions to the model within one step; a customer's answer begins none anew."""
IN_VAIN = 3
"""Requests in a row that bring nobody on; then people take over from a model that is broken or hostile."""
A_TURN = 3
"""Requests from the customer's words to ours: he waits for as long as they take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """The count so far.

    Args:
        rounds: In this step.
        in_vain: In a row.
        turn: Since the customer last wrote.
    """

    rounds: int = 0
    in_vain: int = 0
    turn: int = 0

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> Spent:
        """As a wait remembers it."""
        return cls(
            rounds=int(state.get("rounds", 0)),
            in_vain=int(state.get("in_vain", 0)),
            turn=int(state.get("turn", 0)),
        )

    @property
    def left(self) -> int:
        """Requests that the next question to the model may cost."""
        return min(IN_VAIN - self.in_vain, A_TURN - self.turn)

    @property
    def is_last(self) -> bool:
        """Whether the next one is the last before the customer hears something."""
        return A_TURN - self.turn == 1

    def wrong(self, why: str) -> str:
        """Why the model is not asked once more; empty when it is."""
        if self.rounds >= ROUNDS:
            return f"the instruction was not done after {ROUNDS} rounds. {why}".rstrip()
        if self.in_vain >= IN_VAIN:
            return f"{IN_VAIN} requests to the model in a row came to nothing. {why}".rstrip()
        if self.turn >= A_TURN:
            return f"{A_TURN} requests to the model brought no word to the customer. {why}".rstrip()
        return ""


def reads_behind(
    calls: Sequence[Mapping[str, Any]], place: int, connectors: Mapping[str, Connector]
) -> list[Mapping[str, Any]]:
    """Of the calls behind `place` those that only read: they are answered before the model is asked again."""
    return [one for one in calls[place + 1 :] if _reads(str(one.get("name", "")), connectors)]


def _reads(name: str, connectors: Mapping[str, Connector]) -> bool:
    kind, _, rest = name.partition("_")
    found = connectors.get(rest) if kind == "use" else None
    return name == "look_up" or (found is not None and found.effect == "read")


def carried(move: Move, acts: Sequence[Act], sets: Mapping[str, Json], refused: Sequence[str]) -> Move:
    """What was said, set and refused before the move that ends it."""
    why = f"{refusal(refused)}. " if refused else ""
    match move:
        case Go() | Stay():
            return replace(
                move, acts=(*acts, *move.acts), sets={**sets, **move.sets}, why=f"{why}{move.why}".strip()
            )
        case Leave():
            return replace(move, acts=(*acts, *move.acts), reason=f"{why}{move.reason}".strip())
        case Call():
            return replace(move, inputs={**sets, **move.inputs})
        case _:
            return move


def refusal(refused: Sequence[str]) -> str:
    """All that was refused, in one line."""
    return "Refused: " + "; ".join(dict.fromkeys(refused))
