"""Whether a customer asks what the people of the team said or did while they had the conversation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from bridge.core.words.body import from_plain
from bridge.core.words.reading import Answer
from bridge.fin.brain import Question
from bridge.fin.brains.intent import normal

MOST_CHARS = 160
"""Of a question that is only about that; a longer one asks for more."""
NAMED = "agent"
"""What stands for everybody who is called by name."""

_WHO = "|".join(
    (
        NAMED,
        "he|she|they|(?:the |your |that |this |my )?(?:colleague|human|person|team|support|guy|lady|people)",
        "er|sie|(?:der |die |ihre? |deine? )?(?:kollegin|kollege|mitarbeiterin|mitarbeiter|mensch)",
        "il|elle|ils|on|(?:le |la |l |votre )?(?:agente|collegue|conseillere|conseiller|equipe|personne)",
        "(?:el |la |su |tu )?(?:agente|companera|companero|equipo|persona|soporte)|ella|ellos",
        "(?:l |il |la )?(?:suo |sua )?(?:operatrice|operatore|collega|assistenza)|lui|lei",
        "(?:o |a )?(?:seu |sua )?(?:colega|pessoa|equipa|equipe|suporte)|ele|ela|eles",
        "(?:de |het |uw |je |jullie )?(?:medewerkster|medewerker|mens)|hij|zij|ze",
        rf"(?:the|your|der|die|ihr|l|votre|el|la|su|il|o|a|de|uw) {NAMED}",
    )
)
_END = r"(?: (?:{who}))? $"
_ASKS = (
    # English
    r"\bwhat (?:did|has|have|had) (?:{who}) (?:\w+ )?(?:say|said|do|done|tell|told|write|written|decided?)\b",
    r"\bwhat (?:did|has|have|had) (?:{who}) (?:\w+ )?(?:explain(?:ed)?|promised?|find out|suggest(?:ed)?)\b",
    r"\b(?:did|has) (?:{who}) (?:\w+ )?(?:say|said|tell|told|mention|mentioned|promise|promised) ",
    r"\bwhat(?:s been| was| has been| got) (?:\w+ )?(?:done|said|decided|agreed|discussed|sorted)\b",
    r"\bwhat happened (?:\w+ )?(?:in|during) (?:the|my|that|our) (?:live )?chat\b",
    r"\b(?:summari[sz]e|summary of|recap(?: of)?|sum up) (?:the|my|our) (?:live )?(?:chat|conversation)\b",
    # German
    r"\bwas (?:hat|haben|hatte) (?:{who}) (?:\w+ )*(?:gesagt|geschrieben|gemacht|getan|gemeint|erklart)\b",
    r"\bwas (?:hat|haben|hatte) (?:{who}) (?:\w+ )*(?:entschieden|versprochen|geantwortet|veranlasst)\b",
    r"\bhat (?:{who}) (?:\w+ )*(?:gesagt|geschrieben|versprochen|gemeint)\b",
    r"\bwas (?:wurde|ist) (?:\w+ )*(?:gemacht|getan|gesagt|besprochen|entschieden|vereinbart|unternommen)\b",
    r"\bwas ist (?:im|in dem) chat (?:\w+ )?(?:passiert|geschehen)\b",
    r"\bfass(?:e|en sie)? (?:\w+ )*(?:chat|gesprach) (?:\w+ )?zusammen\b",
    r"\bzusammenfassung (?:des|vom) chats?\b",
    # French
    r"\bqu(?:e| est ce que?)? (?:m |vous |t )?(?:a|ont) (?:t )?(?:{who}) (?:\w+ )?(?:dit|fait|ecrit)\b",
    r"\bqu(?:e| est ce que?)? (?:(?:{who}) )?(?:m |vous |t )?(?:a|ont) (?:dit|fait|ecrit|decide|explique)"
    + _END,
    r"\bqu est ce qui a ete (?:dit|fait|decide)\b|\bresumer? (?:la|notre|ma) (?:discussion|conversation)\b",
    # Spanish
    r"\bque (?:me |nos |le )?(?:ha |han )?(?:dijo|hizo|escribio|decidio|explico|prometio|dijeron)" + _END,
    r"\bque (?:me |nos |le )?(?:ha|han) (?:dicho|hecho|escrito|decidido)" + _END,
    r"\bque se (?:hizo|dijo|decidio|acordo|ha hecho|ha dicho)\b",
    r"\bresum(?:e|en|ir|a) (?:el chat|la conversacion)\b",
    # Italian
    r"\b(?:cosa|che|cos) (?:mi |ci )?(?:ha|hanno) (?:detto|fatto|scritto|deciso|spiegato|promesso)" + _END,
    r"\b(?:cosa|cos) (?:e stato|si e) (?:fatto|detto|deciso)\b|\briassum\w+ (?:la chat|la conversazione)\b",
    # Portuguese
    r"\bo que (?:e que )?(?:(?:{who}) )?(?:me |nos )?(?:disse|fez|escreveu|decidiu|explicou|prometeu)" + _END,
    r"\bo que (?:foi|se) (?:feito|dito|decidido|fez|disse)\b|\bresum\w+ (?:o chat|a conversa)\b",
    # Dutch
    r"\bwat (?:heeft|hebben|had) (?:{who}) (?:\w+ )*(?:gezegd|geschreven|gedaan|besloten|beloofd)\b",
    r"\bwat (?:zei|schreef|deed|zeiden) (?:{who})\b|\bvat (?:de chat|het gesprek) samen\b",
    r"\bwat is er (?:\w+ )?(?:gedaan|gezegd|besloten|afgesproken)\b",
    r"\bsamenvatting van (?:de chat|het gesprek)\b",
)


def is_recall(question: Question) -> bool:
    """Whether that is what he asks, and there is something to tell."""
    return bool(question.recap) and not question.asked and asks_for_recap(question.text, question.people)


def recalled(question: Question) -> Answer:
    """What is told then: what the core knows, word for word."""
    return Answer(body=from_plain(question.recap, is_linked=False), sources=(), score=1.0)


def asks_for_recap(text: str, people: Iterable[str]) -> bool:
    """Whether the words ask for that and nothing else.

    Args:
        text: The customer's.
        people: Who had the conversation, by name.
    """
    if len(text) > MOST_CHARS:
        return False
    names = {word for name in people for word in normal(name).split()}
    words: list[str] = []
    for word in normal(text).split():
        called = NAMED if word in names else word
        if called != NAMED or words[-1:] != [NAMED]:
            words.append(called)
    line = f"{' '.join(words)} "
    return any(pattern.search(line) for pattern in _patterns())


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern.format(who=_WHO)) for pattern in _ASKS)
