"""What simulations came to, for people, for programs and for CI."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from xml.etree import ElementTree as ET

from bridge.simulation.comparison import Played

Result = tuple[str, Played]
"""The scenario's file and what came of it."""

_NO_CHAR = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WHO = {"user": "customer", "fin": "Fin", "agent": "agent", "system": "Messenger"}


def lines(results: Sequence[Result], *, is_verbose: bool) -> Iterator[str]:
    """One line for each scenario, what is wrong below it, and the log of it where it is wanted or wrong."""
    for file, played in results:
        votes = f" ({played.votes})" if played.votes else ""
        yield f"{'FAILED' if played.problems else 'ok    '} {file}: {played.name}{votes}"
        yield from (f"         {problem}" for problem in played.problems)
        if is_verbose or played.problems:
            for who, text in played.log:
                shown = " ".join(text.split())
                yield f"         {_WHO[who]}: {shown}" if who in _WHO else f"           · {who} {shown}"
    failed = sum(1 for _, played in results if played.problems)
    yield (
        f"{len(results)} scenarios, {failed} failed"
        if failed
        else f"{len(results)} scenarios, all as expected"
    )


def as_json(results: Sequence[Result]) -> Iterator[str]:
    """One JSON line for each scenario."""
    for file, played in results:
        whole = {"file": file, "passed": not played.problems, **asdict(played)}
        yield json.dumps(whole, ensure_ascii=False)


def as_junit(results: Sequence[Result]) -> str:
    """JUnit's XML, one test case for each scenario."""
    failed = sum(1 for _, played in results if played.problems)
    suite = ET.Element("testsuite", name="procedures", tests=str(len(results)), failures=str(failed))
    for file, played in results:
        case = ET.SubElement(suite, "testcase", classname=file, name=_plain(played.name))
        if played.problems:
            failure = ET.SubElement(case, "failure", message=_plain(played.problems[0]))
            failure.text = _plain("\n".join(played.problems))
        out = ET.SubElement(case, "system-out")
        out.text = _plain("\n".join(f"{who}: {text}" for who, text in played.log))
    ET.indent(suite)
    return ET.tostring(suite, encoding="unicode", xml_declaration=True)


def _plain(text: str) -> str:
    """Without the signs that XML cannot carry. Source: www.w3.org/TR/xml, production 2, `Char`."""
    return _NO_CHAR.sub("", text)
