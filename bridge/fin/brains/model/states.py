"""The states that systems report of orders and money, in seven languages: what is reported may be told."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from bridge.core.words.values import Json

_SAME = (
    """shipped sent dispatched transit underway way unterwegs versandt versendet verschickt expédié expédiée
    envoyé envoyée route enviado enviada camino caminho spedito spedita inviato verzonden verstuurd
    onderweg""",
    """refunded issued credited erstattet gutgeschrieben remboursé remboursée reembolsado reembolsada abonado
    rimborsato rimborsata terugbetaald creditado""",
    """cancelled canceled storniert annulé annulée cancelado cancelada anulado annullato annullata
    geannuleerd""",
    """processed processing completed confirmed bearbeitet bestätigt traité traitée confirmé confirmée cours
    procesado procesada tramitado confirmado elaborato confermato verwerkt bevestigd processado""",
    """approved genehmigt approuvé validé validée aprobado aprobada approvato goedgekeurd aprovado""",
    """delivered zugestellt geliefert livré livrée entregado entregue consegnato consegnata bezorgd
    geleverd""",
)
_STATES = {word: place for place, words in enumerate(_SAME) for word in words.split()}
_WORD = re.compile(r"[^\W\d_]+")
VALUE_CHARS = 40
"""A longer one is somebody's own words, and reports nothing."""


def is_reported(sentence: str, reports: Iterable[Json]) -> bool:
    """Whether each state that the sentence tells is one that a system has reported.

    Args:
        sentence: A model's.
        reports: What systems answered: as data, or as an instruction is told of it.
    """
    told = _states(sentence)
    return bool(told) and told <= {
        state for one in reports for word in _values(_data(one)) for state in _states(word)
    }


def _data(report: Json) -> Json:
    """What stands behind `name answered: `."""
    if not isinstance(report, str):
        return report
    try:
        return ast.literal_eval(report.partition(": ")[2])
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None


def _values(data: Json) -> Iterator[str]:
    """Short texts, and the names of what is true."""
    if isinstance(data, str) and len(data) <= VALUE_CHARS:
        yield data
    elif isinstance(data, dict):
        for name, value in data.items():
            if value is True:
                yield str(name)
            yield from _values(value)
    elif isinstance(data, list):
        for value in data:
            yield from _values(value)


def _states(text: str) -> set[int]:
    return {_STATES[word] for word in _WORD.findall(text.lower()) if word in _STATES}
