"""One sentence of a task as a block, when it is written in one of the ways that we know."""

from __future__ import annotations

import re
from collections.abc import Callable
from re import Match

from bridge.catalog.fin_task.blocks import (
    Action,
    Ask,
    Assign,
    Block,
    Classify,
    Collect,
    End,
    Field,
    HandOff,
    Message,
    Note,
    Pause,
    Tag,
    Webhook,
)
from bridge.catalog.fin_task.phrases import (
    SPAN,
    fields_of,
    head_and_store,
    is_name,
    listed,
    pairs_of,
    quoted,
    team_of,
)

LONGEST = 1_000
"""Characters of a sentence that is looked at; messages apart, nobody writes a longer instruction."""

_CUSTOMER = r"(?:the |your )?(?:customer|user|client|person|them)"
_SAYS = (
    rf"(?:(?:send|show|post)(?: {_CUSTOMER})?(?: an?| the| this| following| final)*(?: message| reply)"
    rf"(?: to {_CUSTOMER})?|message|reply|respond|say|answer|(?:reply|respond|say) to {_CUSTOMER}"
    rf"|(?:tell|inform) {_CUSTOMER}|let {_CUSTOMER} know)(?: with| that| saying)?"
)
_MESSAGE = re.compile(rf"{_SAYS}\s*(?::\s*(?P<body>.+)|\s(?P<quoted>[\"“„«'].+))", re.IGNORECASE | re.DOTALL)
_CALLS = r"(?:run|call|use|trigger|execute|invoke|perform|start)"
_WITH = r"(?:\s*[,(]?\s*(?:with|using|passing|inputs?:)(?: the)?(?: inputs?)?\s*:?\s*(?P<inputs>.+?)\)?)?"
_THING = r"(?:fin )?(?:action|data connector|connector|api)"


def block_of(text: str, line: int) -> Block | None:
    """The block that `text` is, or None for words that only a person or a model can follow."""
    said = text.strip()
    if found := _MESSAGE.fullmatch(said):
        return _message(found, line, text)
    if not said or len(said) > LONGEST:
        return None
    bare = re.sub(
        r"^(?:(?:first|then|next|now|finally|after that|afterwards|please|also)\b[ ,]+)+",
        "",
        said,
        flags=re.IGNORECASE,
    )
    bare = bare.rstrip(" .;!") if not bare.endswith(("...", "…")) else bare
    head, into = head_and_store(bare)
    for pattern, make in _KNOWN:
        if found := pattern.fullmatch(head if make in _STORING else bare):
            block = make(found, line, text, into)
            if block is not None:
                return block
    return None


def _message(found: Match[str], line: int, text: str) -> Block | None:
    body = found["body"] or found["quoted"]
    said = quoted(body)
    if found["body"] is None and said == body.strip():
        return None
    return Message(line=line, text=text, message=said)


def _ask(found: Match[str], line: int, text: str, into: str) -> Block | None:
    words, options = _options(found["question"])
    question = quoted(words)
    if question == words.strip() and not found["colon"]:
        return None
    return Ask(line=line, text=text, field=Field(name=into, ask=question, options=options))


def _collect(found: Match[str], line: int, text: str, into: str) -> Block | None:
    fields = fields_of(found["what"])
    if fields is None:
        return None
    if into:
        if len(fields) != 1:
            return None
        one = fields[0]
        fields = (
            Field(name=into, type=one.type, ask=one.ask or f"What is the {one.name}?", options=one.options),
        )
    return Collect(line=line, text=text, fields=fields)


def _action(found: Match[str], line: int, text: str, into: str) -> Block | None:
    name = quoted(found["name"].lstrip("@ ")).strip(" {}[]")
    inputs = pairs_of(found["inputs"] or "")
    if not is_name(name) or inputs is None:
        return None
    return Action(line=line, text=text, name=name, inputs=inputs, into=into)


def _webhook(found: Match[str], line: int, text: str, into: str) -> Block | None:
    name = quoted(found["name"] or "webhook")
    if not is_name(name):
        return None
    return Webhook(line=line, text=text, name=name, timeout=found["span"] or "", into=into)


def _pause(found: Match[str], line: int, text: str, _into: str) -> Block:
    return Pause(line=line, text=text, duration=found["span"])


def _tag(found: Match[str], line: int, text: str, _into: str) -> Block | None:
    tags = tuple(quoted(one).lstrip("#") for one in listed(found["tags"]))
    if not tags or not all(is_name(one) for one in tags):
        return None
    return Tag(line=line, text=text, tags=tags, of_person=bool(found.groupdict().get("person")))


def _hand_off(found: Match[str], line: int, text: str, _into: str) -> Block | None:
    team = quoted(found["team"] or "")
    if team and not is_name(team):
        return None
    message = found["message"] or ""
    return HandOff(line=line, text=text, team=team_of(team), message=quoted(message))


def _pass_on(found: Match[str], line: int, text: str, into: str) -> Block | None:
    """These verbs move parcels and money too: the sentence must speak of a conversation, or of people."""
    words = r"\b(?:conversation|chat|case|ticket|team|agent|teammate|human|support|department|specialist)s?\b"
    if not re.search(words, text, re.IGNORECASE) or re.search(_CUSTOMER + r"$", found["team"], re.IGNORECASE):
        return None
    return _hand_off(found, line, text, into)


def _assign(found: Match[str], line: int, text: str, _into: str) -> Block | None:
    name = quoted(found["name"])
    return Assign(line=line, text=text, name=name, value=found["value"]) if is_name(name) else None


def _classify(found: Match[str], line: int, text: str, into: str) -> Block | None:
    labels = tuple((quoted(one), quoted(one)) for one in listed(found["labels"]))
    if len(labels) < 2 or not all(is_name(one) for one, _ in labels):  # noqa: PLR2004 - else there is no choice
        return None
    return Classify(line=line, text=text, labels=labels, into=into or "topic")


def _note(found: Match[str], line: int, text: str, _into: str) -> Block:
    end = "." if text.rstrip().endswith(".") else ""
    said = quoted(found["note"])
    return Note(line=line, text=text, note=said if said != found["note"].strip() else said + end)


def _summary(_found: Match[str], line: int, text: str, _into: str) -> Block:
    return Note(line=line, text=text, note="")


def _end(_found: Match[str], line: int, text: str, _into: str) -> Block:
    return End(line=line, text=text)


def _options(question: str) -> tuple[str, tuple[str, ...]]:
    """A question without `(options: Yes, No)` behind it, and the options."""
    found = re.search(
        r"[\[(]\s*(?:options|buttons|choices|one of)\s*:?\s*([^()\[\]]+)[\])]\s*$", question, re.IGNORECASE
    )
    if found is None:
        return question, ()
    return question[: found.start()], tuple(quoted(one) for one in listed(found[1]))


_Make = Callable[[Match[str], int, str, str], Block | None]


def _known(pattern: str, make: _Make) -> tuple[re.Pattern[str], _Make]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL), make


_UP_TO = rf"(?:\s*[,(]?\s*(?:for |up to |within |at most |time-?out:? )+(?P<span>{SPAN})\)?)?"
_CASE = r"(?: (?:the |this )?(?:conversation|chat|case|ticket|issue|customer|user|client|it|them))"
_TEAM = r"(?:the |an? |our )?(?P<team>.+?)"
_WORDS = r"(?:\s*,?\s*(?:(?:with|using)(?: the| a)?(?: message)?|saying)\s*:?\s*(?P<message>[\"“„«'].+))?"
_PERSON = rf"(?P<person>{_CUSTOMER}|the contact|the lead)"

_KNOWN: tuple[tuple[re.Pattern[str], _Make], ...] = (
    _known(
        r"@?(?:end|finish|stop|complete|close)(?: the| this)?(?: sub-?procedure| fin)?"
        r"(?: task| conversation| procedure| chat| here)?",
        _end,
    ),
    _known(rf"@?(?:wait|pause)(?: for)? (?P<span>{SPAN})", _pause),
    _known(
        r"@?(?:wait|pause)(?: for| until)?(?: an?| the)? ?(?:webhook|callback)\s*:?\s*(?P<name>.+?)??"
        + _UP_TO,
        _webhook,
    ),
    _known(
        rf"@?(?:wait|pause)(?: for| until)(?: an?| the)? (?P<name>.+?) (?:webhook|callback){_UP_TO}", _webhook
    ),
    _known(rf"{_CALLS} (?:the )?{_THING}\s*:?\s*(?P<name>.+?){_WITH}", _action),
    _known(rf"{_CALLS} (?:the )?@(?:{_THING} )?(?P<name>.+?)(?: {_THING})?{_WITH}", _action),
    _known(rf"@{_THING}\s*:?\s*(?P<name>.+?){_WITH}", _action),
    _known(rf"{_CALLS} the (?P<name>.+?) {_THING}{_WITH}", _action),
    _known(rf"{_THING}\s*:\s*(?P<name>.+?){_WITH}", _action),
    _known(
        r"@?(?:add|leave|write)(?: an?| the)?(?: internal)? summary(?: note)?|"
        r"@?summari[sz]e(?: the)?(?: conversation| chat)?(?: (?:for the team|in a note|as a note))?",
        _summary,
    ),
    _known(
        r"@?(?:add|leave|write)?(?: an?| the)? ?(?:internal )?note(?: for the team)?"
        r"(?:\s*:\s*|\s+(?=[\"“„«]))(?P<note>.+)",
        _note,
    ),
    _known(rf"@?tag {_PERSON}(?: with| as)?\s*:?\s*(?P<tags>.+)", _tag),
    _known(r"@?add (?:the )?(?P<person>contact|person|user|customer) tags?\s*:?\s*(?P<tags>.+)", _tag),
    _known(
        r"@?(?:tag(?: the| this)?(?: conversation| ticket| chat)?(?: with| as)?(?: the)?(?: tags?)?"
        r"|(?:add|apply)(?: the| a)? tags?)"
        r"\s*:?\s*(?P<tags>.+?)(?: to (?:the|this) (?:conversation|ticket|chat))?",
        _tag,
    ),
    _known(
        rf"@?(?:escalate|hand[ -]?(?:off|over)){_CASE}?(?:(?: over| on)?(?: to|\s*:)\s*{_TEAM})?{_WORDS}",
        _hand_off,
    ),
    _known(
        rf"@?(?:pass|route|assign|forward|transfer|send){_CASE}?(?: over| on)? to {_TEAM}{_WORDS}", _pass_on
    ),
    _known(r"classify (?:.{1,80}? )?(?:as|into|under)(?: one of)?\s*:?\s*(?P<labels>.+)", _classify),
    _known(rf"(?:ask|question)(?: {_CUSTOMER})?(?:(?P<colon>\s*:\s*)|\s+)(?P<question>[^\s:].*)", _ask),
    _known(
        rf"(?:ask {_CUSTOMER}(?: for| to (?:provide|share|give|enter|tell (?:you|us)))|collect|gather)"
        rf"(?: from {_CUSTOMER})?\s*:?\s*(?P<what>.+)",
        _collect,
    ),
    _known(
        r"@?(?:set|update|create)(?: the)?(?: temporary)? attribute (?P<name>.+?)"
        r"\s*(?: to |=|:)\s*(?P<value>.+)",
        _assign,
    ),
    _known(r"set (?P<name>[\w ]+?)\s*=\s*(?P<value>[^=].*)", _assign),
)
"""In this order: the first that fits wins."""
_STORING = frozenset({_ask, _collect, _action, _webhook, _classify})
"""What may end in "and store it as …"."""
