"""Which scenarios there are: config/procedures/scenarios/<procedure>.yaml."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from bridge.core.procedures.source import Problem
from bridge.simulation.scenario import Scenario, read_scenarios

SCENARIOS = Path("procedures") / "scenarios"


def scenarios_in(
    root: Path, wanted: Collection[str] = ()
) -> tuple[list[tuple[str, Scenario]], list[Problem]]:
    """(file's stem, scenario) of all files in order, and what is wrong with them.

    Args:
        root: The configuration folder.
        wanted: Only files of these stems; all when empty.

    Raises:
        LookupError: There is no file for one of `wanted`; the message names those that there are.
    """
    paths = {path.stem: path for path in sorted((root / SCENARIOS).glob("*.yaml"))}
    for name in wanted:
        if name not in paths:
            known = ", ".join(paths) or "none"
            raise LookupError(f"{root / SCENARIOS / name}.yaml: there is no such file; there is {known}")
    found: list[tuple[str, Scenario]] = []
    problems: list[Problem] = []
    for stem in wanted or paths:
        scenarios, wrong = read_scenarios(paths[stem])
        found += [(stem, one) for one in scenarios]
        problems += wrong
    return found, problems
