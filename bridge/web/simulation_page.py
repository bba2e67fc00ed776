"""A simulation as one page of HTML without scripts, to read in a browser or to keep as a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

_STYLE = """
body{font:15px/1.45 system-ui,sans-serif;margin:2em auto;max-width:52em;padding:0 1em;color:#1d2330}
h1{font-size:1.4em} details{border:1px solid #d9dde6;border-radius:6px;margin:.5em 0;padding:.4em .8em}
summary{cursor:pointer} .failed>summary{color:#a3121f;font-weight:600} .problem{color:#a3121f}
.customer,.fin,.agent,.system{margin:.3em 0} .customer b{color:#1f5eff} .why{color:#697386;font-size:.87em}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1em 1em;font-size:.9em}
dt{color:#697386} dd{margin:0}
"""
_WHO = {"user": ("customer", "Customer"), "fin": ("fin", "Fin"), "agent": ("agent", "Agent")}
_TOLD = ("outcome", "run_id", "calls", "articles", "tags", "path")

CSP = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""Of the page, where it is served."""


def page(id_: str, at: datetime, results: Sequence[Mapping[str, Any]]) -> str:
    """The whole page.

    Args:
        id_: Of the simulation.
        at: When it was played.
        results: For each scenario what `procedures simulate --json` prints.
    """
    failed = sum(1 for one in results if one["problems"])
    title = (
        f"{len(results)} scenarios, {failed} failed"
        if failed
        else f"{len(results)} scenarios, all as expected"
    )
    return "\n".join(
        (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">',
            '<meta name="robots" content="noindex"><meta name="viewport" content="width=device-width">',
            f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>",
            f'<h1>{escape(title)}</h1><p class="why">{escape(id_)}, {at:%Y-%m-%d %H:%M} UTC</p>',
            *(line for one in results for line in _scenario(one)),
            "</body></html>",
        )
    )


def _scenario(one: Mapping[str, Any]) -> Iterable[str]:
    problems = one["problems"]
    yield f'<details class="{"failed" if problems else "passed"}"{" open" if problems else ""}>'
    yield f"<summary>{'✗' if problems else '✓'} {escape(one['file'])}: {escape(one['name'])}</summary>"
    for problem in problems:
        yield f'<p class="problem">{escape(problem)}</p>'
    for who, text in one["log"]:
        if who in _WHO:
            name, shown = _WHO[who]
            yield f'<p class="{name}"><b>{shown}</b> {escape(text)}</p>'
        else:
            yield f'<p class="why">{escape(who)} {escape(text)}</p>'
    yield "<dl>"
    for name in _TOLD:
        value = one[name]
        text = value if isinstance(value, str) else ", ".join(value)
        yield f"<dt>{name}</dt><dd>{escape(text) or 'none'}</dd>"
    yield "</dl></details>"
