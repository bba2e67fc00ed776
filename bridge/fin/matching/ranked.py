"""What a message means: every procedure with how sure that is, and which of them is sure enough."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A procedure and how sure it is that it is meant, 0..1."""

    procedure: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """All procedures, the likeliest first.

    Args:
        procedures: None is left out.
        threshold: From which score on a procedure is meant.
    """

    procedures: tuple[Scored, ...]
    threshold: float

    @property
    def best(self) -> Scored | None:
        """The procedure that is meant; None when none is, or it is not sure enough."""
        return next(iter(self.meant), None)

    @property
    def runner_up(self) -> Scored | None:
        """The second likeliest, meant or not."""
        return self.procedures[1] if len(self.procedures) > 1 else None

    @property
    def meant(self) -> tuple[Scored, ...]:
        """All that are sure enough: several only where procedures share their examples."""
        return tuple(one for one in self.procedures if one.score >= self.threshold)
