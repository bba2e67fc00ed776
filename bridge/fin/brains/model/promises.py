"""Sentences that promise what nothing will do, or tell of what was not done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from bridge.core.words.values import Json
from bridge.fin.brains.model.ciphers import ALIKE
from bridge.fin.brains.model.states import is_reported
from bridge.fin.brains.model.vows import ALL as VOWS

_WE = (
    r"\b(?:I|we|our team|someone|somebody|(?:a|an|one of our|our) (?:colleagues?|agents?|humans?|specialists?"
    r"|experts?|managers?|supervisors?|people|representatives?)|ich|wir|unser team|jemand"
    r"|(?:ein|eine|einer) (?:kollege|kollegin|mitarbeiter|mitarbeiterin)|je|nous|notre équipe|un collègue"
    r"|yo|nosotros|nuestro equipo|un compañero|io|noi|il nostro team|un collega|ik|wij|ons team"
    r"|een collega|eu|nós|nossa equipa?|um colega)\b"
)
_LATER = re.compile(
    rf"{_WE}[^.!?\n]{{0,60}}(?:"
    r"(?:\bwill\b|['\u2019]ll\b|\bgoing to\b|\bshall\b)[^.!?\n]{0,60}\b(?:e-?mail|call|contact|reach|get back"
    r"|notify|inform|let you know|follow up|send|refund|arrange|check|reply|write|return|credit|pay|take care"
    r"|be with|handle|process|transfer|connect|ship|replace|cancel|delete)"
    r"|\b(?:melde|melden|werde|werden|wird|rufe|rufen|schicke|schicken|meldet|kontaktier\w+|erstatte[nt]?"
    r"|überweise[nt]?)\b"
    r"|\b(?:vais|allons|va|rappeller\w+|enverr\w+|rembourser\w+|contacter\w+|recontacter\w+)\b"
    r"|\b(?:voy a|vamos a|llamar\w+|enviar\w+|reembolsar\w+|contactar\w+)\b"
    r"|\b(?:richiamer\w+|invier\w+|rimborser\w+|contatter\w+)\b"
    r"|\b(?:zal|zullen|bel|bellen|stuur|sturen|terugbetal\w+)\b"
    r"|\b(?:vou|vamos|vai|ligar\w+|enviar\w+|reembolsar\w+)\b"
    r")",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:voy a|vamos a|vou|vamos)\b[^.!?\n]{0,30}\b(?:llamar|enviar|reembolsar|contactar"
    r"|devolver|escribir|ligar)"
    r"|\b(?:richiamer|invier|rimborser|contatter|llamar|enviar|reembolsar|contactar|ligar)(?:ò|é|ei|emo|emos)\b|"
    r"\byou(?:['\u2019]ll| will| shall)\b[^.!?\n]{0,40}\b(?:hear from|be contacted|be called|be e-?mailed"
    r"|receive a (?:call|mail|e-?mail)|be refunded|be transferred|be connected)\b"
    r"|\b(?:(?:Sie|du) (?:werden|wirst|hören|hörst|bekommen|bekommst|erhalten|erhältst)\b[^.!?\n]{0,60}"
    r"\b(?:von uns|anruf|rückruf|e-?mail|zurückgerufen|kontaktiert|verbunden))",
    re.IGNORECASE,
)
_PEOPLE = (
    r"(?:team|colleagues?|agents?|humans?|person|people|specialists?|experts?|managers?|supervisors?|support"
    r"|representatives?|kolleg\w+|mitarbeiter\w*|menschen|équipe|collègues?|equipo|compañer\w+|agente"
    r"|collega|colleghi|equipa|equipe|colegas?|medewerker\w*)"
)
_HANDED = re.compile(
    r"\b(?:I|we|ich|wir|je|nous|he|hemos|ho|abbiamo|ik|wij|eu)\b['\u2019]?[^.!?\n]{0,40}"
    r"\b(?:passed|forwarded|transferr?(?:ed|ing)?|handed|handing|connected|connecting|escalated|escalating"
    r"|passing|forwarding|weitergeleitet|übergeben|verbunden|verbinde|leite|übergebe|transmis|transféré|transfère"
    r"|mis en relation|transferido|pasado|trasferito|passato|doorverbonden|doorgegeven|verbind|encaminhei"
    rf"|transferi|passei)\b[^.!?\n]{{0,60}}\b{_PEOPLE}\b"
    rf"|\b(?:you are|you['\u2019]re|you have been|sie werden|du wirst)\b[^.!?\n]{{0,30}}\b(?:connected"
    rf"|transferred|handed|passed|verbunden|weitergeleitet)\b"
    rf"|\b{_PEOPLE}\b[^.!?\n]{{0,30}}\b(?:has joined|is joining|is on (?:the|their|his|her) way"
    r"|has taken over|takes over|is taking over|is typing|übernimmt|hat übernommen"
    rf"|weitergeleitet|übergeben|verbunden|doorverbonden|doorgegeven)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:(?:I|we)(?:['\u2019]ve| have)?(?: just| already| now)?|ich habe|wir haben|j['\u2019]ai|nous avons"
    r"|he|hemos|ho|abbiamo|ik heb|wij hebben|eu)\b[^.!?\n]{0,50}\b(?:refunded|cancelled|canceled|deleted"
    r"|credited"
    r"|paid|issued|processed|upgraded|booked|ordered|shipped|reset|unlocked|verified|approved|granted"
    r"|erstattet|storniert|gelöscht|gutgeschrieben|überwiesen|gebucht|bestellt|freigeschaltet"
    r"|remboursé|annulé|supprimé|crédité|reembolsado|cancelado|eliminado|rimborsato|annullato|cancellato"
    r"|terugbetaald|geannuleerd|verwijderd|reembolsei|cancelei)\b"
    r"|\byour (?:refund|order|account|booking|payment|subscription|card)\b[^.!?\n]{0,40}"
    r"\b(?:has been|was just|is now)\b[^.!?\n]{0,30}\b(?:refunded|cancelled|canceled|deleted|credited|paid"
    r"|issued|processed|approved|upgraded|unlocked|verified)\b",
    re.IGNORECASE,
)
_ITS_STATE = re.compile(r"your\b", re.IGNORECASE)
"""Says how something is, and not who made it so."""
_ONE = re.compile(
    r"\b(?:I|ich|je|j|yo|io|ik|eu|me|someone|somebody|jemand|alguien|alguém|qualcuno|iemand|colleagues?|agents?"
    r"|kolleg\w+|collègues?|compañer\w+|collega|colleghi|colegas?)\b",
    re.IGNORECASE,
)
"""Who promises something to one customer; what "we" do with everybody's parcels an article may say."""
SAID = 0.7
"""Part of a sentence's words that an article must have to have said it."""
_TOLD = re.compile(r"[\w']+")
_LONG = re.compile(r"\w{4,}")
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\s*(?=[^\sa-z\u00df-\u00f6\u00f8-\u00ff])")
"""Between two of them; a line that goes on in small letters belongs to the one before."""
_ODD = re.compile(r"[*_`\n\u2018\u02bc\u00b4\u201b\uff07\u0370-\u04ff\u00a0]")
_USUAL = ALIKE | str.maketrans("_\n\u00a0`\u2018\u02bc\u00b4\u201b\uff07", "   " + "'" * 6)
_STARS = re.compile(r"\*+")
_AMOUNT = re.compile(
    r"(?:[€$£]|\b(?:EUR|USD|GBP|CHF))\s?(\d[\d.,  ]*)"
    r"|(\d[\d.,  ]*)\s?(?:[€$£%]|\b(?:EUR|USD|GBP|CHF|euros?|dollars?|pounds?|percent|per cent|prozent)\b)",
    re.IGNORECASE,
)


def honest(
    text: str, *, founded: Iterable[str], is_done: bool = False, reports: Sequence[Json] = ()
) -> tuple[str, frozenset[str]]:
    """The text without sentences that nothing will make true, and what they were.

    Args:
        text: Markdown.
        founded: Where amounts and percentages must stand to be told.
        is_done: Whether something was really done, so that it may be told.
        reports: What systems answered; a state that stands there may be told.

    Returns:
        The text, and words of `promise`, `hand-off`, `claim`, `amount` for what was taken out.
    """
    refused: set[str] = set()
    texts = tuple(founded)
    pieces: list[str] = []
    end = 0
    for gap in [*SENTENCE.finditer(text), None]:
        sentence = text[end : gap.start() if gap else len(text)]
        word = _wrong(_usual(sentence), texts, is_done=is_done, reports=reports)
        if word:
            refused.add(word)
        else:
            pieces.append(sentence + (gap[0] if gap else ""))
        end = gap.end() if gap else end
    return ("".join(pieces).strip() if refused else text), frozenset(refused)


def _usual(sentence: str) -> str:
    """As it is read: without marks, with the usual apostrophes, in one alphabet."""
    if _ODD.search(sentence) is None:
        return sentence
    return _STARS.sub("", sentence).translate(_USUAL)


def _wrong(sentence: str, founded: tuple[str, ...], *, is_done: bool, reports: Sequence[Json]) -> str:
    if _HANDED.search(sentence):
        return "hand-off"
    if _LATER.search(sentence) or _TO_COME.search(sentence):
        is_policy = _ONE.search(sentence) is None and _is_said_by(founded, sentence)
        if not is_policy:
            return "promise"
    if not is_done and (done := _DONE.search(sentence)):
        is_state = _ITS_STATE.match(done[0]) is not None and is_reported(sentence, reports)
        if not is_state:
            return "claim"
    if word := _vowed(sentence, founded, is_done=is_done, reports=reports):
        return word
    told = {_number(found[1] or found[2]) for found in _AMOUNT.finditer(sentence)}
    return "amount" if told and told - {number for one in founded for number in _numbers(one)} else ""


def _vowed(sentence: str, founded: tuple[str, ...], *, is_done: bool, reports: Sequence[Json]) -> str:
    """What the sentence vows in any of the languages; a question vows nothing."""
    if sentence.rstrip().endswith("?"):
        return ""
    kinds = _kinds(sentence)
    if "hand-off" in kinds:
        return "hand-off"
    if "later" in kinds:
        return "promise"
    if "done" in kinds and not is_done:
        return "claim"
    is_wrong = "soft" in kinds and not is_done and not _is_said_by(founded, sentence)
    return "promise" if is_wrong and not is_reported(sentence, reports) else ""


@lru_cache(maxsize=2_000)
def _kinds(sentence: str) -> frozenset[str]:
    """Looked at again and again while it is being written."""
    words = set(_TOLD.findall(sentence.lower().replace("\u2019", "'")))
    kinds: set[str] = set()
    for one in VOWS:
        if words.isdisjoint(one.needs):
            continue
        looked = {"hand-off": one.handed, "later": one.later, "done": one.done}
        kinds.update(kind for kind, pattern in looked.items() if pattern.search(sentence))
        if one.soft.search(sentence) and not one.unless.match(sentence):
            kinds.add("soft")
    return frozenset(kinds)


def _is_said_by(founded: tuple[str, ...], sentence: str) -> bool:
    """Whether one of the texts says about the same: then it is no promise of the model's."""
    told = set(_LONG.findall(sentence.lower()))
    return any(len(told & set(_LONG.findall(one.lower()))) >= SAID * len(told) for one in founded if told)


def _numbers(text: str) -> set[str]:
    return {_number(found) for found in re.findall(r"\d[\d.,]*", text)}


def _number(written: str) -> str:
    """`1,000.00`, `1.000,00` and `1000` are one."""
    bare = re.sub(r"[  ]", "", written).strip(".,")
    bare = re.sub(r"[.,](\d{1,2})$", r"|\1", bare)
    whole, _, cents = re.sub(r"[.,]", "", bare).partition("|")
    cents = cents.rstrip("0")
    return f"{whole.lstrip('0') or '0'}.{cents}" if cents else whole.lstrip("0") or "0"
