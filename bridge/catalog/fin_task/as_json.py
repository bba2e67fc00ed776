"""A Fin Task written as JSON: {title, description, steps: [{type: …}, …]}."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bridge.catalog.fin_task import text as as_text
from bridge.catalog.fin_task.blocks import (
    Action,
    ActionSpec,
    Ask,
    Assign,
    Blocks,
    Branch,
    Classify,
    Collect,
    Condition,
    End,
    Field,
    HandOff,
    Instruction,
    Message,
    Note,
    Pause,
    Tag,
    Task,
    TaskError,
    Webhook,
)
from bridge.catalog.fin_task.keys import Keys, first, labels_of, list_of, named, shown, text_of, texts_of
from bridge.catalog.fin_task.phrases import listed, team_of
from bridge.catalog.fin_task.places import Path, read
from bridge.core.words.values import Json

_KINDS: Mapping[str, str] = {
    alias: kind
    for kind, aliases in {
        "instructions": "instruction task fin_task task_block instruct prompt",
        "message": "send_message reply say show_message",
        "action": "run_action connector data_connector api_call use api",
        "collect": "collect_data collect_information collect_attribute gather attribute",
        "ask": "question buttons reply_buttons",
        "condition": "if branch branches conditional conditions",
        "wait_for_webhook": "webhook wait_webhook callback",
        "wait": "delay pause sleep",
        "tag": "tags add_tag tag_conversation",
        "tag_contact": "tag_person tag_user tag_customer",
        "handoff": "hand_off escalate escalation assign transfer handover assign_team assign_to_team",
        "set": "set_attribute update_attribute create_attribute",
        "classify": "classification classify_conversation",
        "note": "add_note internal_note",
        "end": "stop finish close end_task",
    }.items()
    for alias in (kind, *aliases.split())
}
_TITLE = ("title", "name")
_DESCRIPTION = ("description", "when_to_use", "when to use", "trigger", "trigger_description")
_STEPS = ("steps", "blocks", "task_blocks", "instructions", "task", "body")
_KNOWN = frozenset(
    (
        *_TITLE,
        *_DESCRIPTION,
        *_STEPS,
        *("id", "type", "version", "created_at", "updated_at", "goal"),
        *("examples", "example_queries", "key_phrases", "not_for", "when_not_to_use"),
        *("attributes", "temporary_attributes", "actions", "data_connectors"),
    )
)
_IDLE = frozenset({"type", "kind", "block", "id", "uuid", "step_id", "title", "label"})
"""Keys of a block that say nothing about what it does."""


def task_of(text: str) -> Task:
    """The task that a JSON text describes; what is not understood is an `Instruction`, in its own words.

    Raises:
        TaskError: It is no JSON, or holds no task.
    """
    data, lines = read(text)
    path: Path = ()
    if isinstance(data, list):
        data = {"steps": data}
        lines = {("steps", *one): line for one, line in lines.items()}
    if isinstance(data, dict) and len(data) == 1:
        [(key, inner)] = data.items()
        if isinstance(inner, dict):
            data, path = inner, (key,)
        elif isinstance(inner, list) and key == "tasks":
            if len(inner) != 1 or not isinstance(inner[0], dict):
                raise TaskError(1, "holds several tasks: put each into a file of its own.")
            data, path = inner[0], (key, 0)
    if not isinstance(data, dict):
        raise TaskError(1, 'is no Fin Task: it begins with {"title": …, "description": …, "steps": […]}.')
    return _Reading(lines).task(data, path)


class _Reading:
    def __init__(self, lines: dict[Path, int]) -> None:
        self._lines = lines
        self.said: list[tuple[int, str]] = []

    def task(self, data: dict[str, Json], path: Path) -> Task:
        description = first(data, _DESCRIPTION)
        examples = [*texts_of(data, "examples", "example_queries", "key_phrases")]
        not_for = [*texts_of(data, "not_for", "when_not_to_use")]
        if isinstance(description, dict):
            examples += texts_of(description, "examples")
            not_for += texts_of(description, "not_for")
            description = description.get("description")
        for key in data:
            if key not in _KNOWN:
                self._say((*path, key), f"`{key[:60]}` of the task is not known here and was left out.")
        key = next((one for one in _STEPS if data.get(one)), "")
        fields = first(data, ("attributes", "temporary_attributes"))
        return Task(
            title=text_of(first(data, _TITLE)),
            description=text_of(description),
            examples=tuple(examples),
            not_for=tuple(not_for),
            fields=self._fields(fields, (*path, "attributes")),
            actions=tuple(
                self._spec(one)
                for one in named(first(data, ("actions", "data_connectors")))
                if text_of(one.get("name"))
            ),
            blocks=self.blocks(data[key], (*path, key)) if key else (),
            said=self.said,
        )

    def blocks(self, data: Json, path: Path, depth: int = 0) -> Blocks:
        """A list of blocks, one block, or a text of them."""
        if isinstance(data, str):
            return as_text.blocks_of(data, self._line(path), self.said)
        if isinstance(data, dict):
            return self._block(data, path, depth)
        if not isinstance(data, list) or depth > 10:  # noqa: PLR2004 - nobody could read it
            return self._unclear(data, path)
        return tuple(
            block for place, one in enumerate(data) for block in self._block(one, (*path, place), depth)
        )

    def _block(self, data: Json, path: Path, depth: int) -> Blocks:
        if isinstance(data, str):
            return as_text.blocks_of(data, self._line(path), self.said)
        if not isinstance(data, dict):
            return self._unclear(data, path)
        said = text_of(data.get("type") or data.get("kind") or data.get("block"))
        used = {"type", "kind", "block"}
        if not said:
            said = next((one for one in data if _kind(one)), "")
        kind = _kind(said)
        keys = Keys(data, used)
        made = self._made(kind, keys, path, depth)
        if made is None:
            return self._unclear(data, path)
        for key in data:
            if key not in keys.used and key not in _IDLE:
                self._say(
                    (*path, key), f"`{key[:60]}` of a block `{said[:40]}` is not known here and was left out."
                )
        return made

    def _made(self, kind: str, keys: Keys, path: Path, depth: int) -> Blocks | None:
        at: dict[str, Any] = {"line": self._line(path), "text": shown(keys.data)}
        match kind:
            case "instructions":
                words = keys.text("text", "instructions", "instruction", "content", "body", "prompt", "task")
                return as_text.blocks_of(words, at["line"], self.said) if words else None
            case "message":
                words = keys.text("text", "message", "body", "content", "say", "reply")
                return (Message(**at, message=words),) if words else None
            case "action":
                return self._action(keys, at)
            case "collect" | "ask":
                return self._asks(kind, keys, path, at)
            case "condition":
                return self._condition(keys, path, at, depth)
            case "wait_for_webhook":
                return self._webhook(keys, path, at, depth)
            case "wait":
                span = keys.span("duration", "for", "wait", "seconds", "time")
                return (Pause(**at, duration=span),) if span else None
            case "tag" | "tag_contact":
                tags = keys.texts("tags", "tag", "name", "names", "tag_contact")
                return (Tag(**at, tags=tags, of_person=kind == "tag_contact"),) if tags else None
            case "handoff":
                team = keys.text("team", "to", "team_name", "assignee", "handoff", "escalate")
                return (HandOff(**at, team=team_of(team), message=keys.text("message", "text", "reason")),)
            case "set":
                name, value = keys.text("name", "attribute"), keys.get("value", "to")
                return (Assign(**at, name=name, value=value),) if name and value is not None else None
            case "classify":
                labels = labels_of(keys.get("labels", "options", "categories", "classify"))
                into = keys.text("as", "name", "attribute", "store_as", "into")
                return (Classify(**at, labels=labels, into=into or "topic"),) if len(labels) > 1 else None
            case "note":
                words = keys.text("text", "note", "body", "content", "message")
                return (Note(**at, note=words),) if words else None
            case "end":
                keys.get("end", "stop", "finish", "close")
                return (End(**at),)
            case _:
                return None

    def _action(self, keys: Keys, at: dict[str, Any]) -> Blocks | None:
        name = keys.text("name", "action", "action_name", "connector", "use", "run_action", "data_connector")
        given = keys.get("inputs", "with", "parameters", "params", "arguments")
        pairs: list[tuple[str, Json]] = []
        if isinstance(given, dict):
            pairs = [(str(key), value) for key, value in given.items()]
        elif isinstance(given, list):
            for one in given:
                if isinstance(one, str):
                    pairs.append((one, None))
                elif isinstance(one, dict) and text_of(one.get("name")):
                    pairs.append((text_of(one["name"]), one.get("value")))
        into = keys.text("as", "store_as", "save_as", "result", "output", "into")
        return (Action(**at, name=name, inputs=tuple(pairs), into=into),) if name else None

    def _asks(self, kind: str, keys: Keys, path: Path, at: dict[str, Any]) -> Blocks | None:
        many = keys.get("attributes", "fields", "collect", "names", "information")
        if isinstance(many, str):
            many = listed(many)
        if isinstance(many, list | dict) and many:
            fields = self._fields(many, path)
            return (Collect(**at, fields=fields),) if fields else None
        field = Field(
            name=keys.text("name", "attribute", "as", "store_as", "save_as", "identifier"),
            type=keys.text("data_type", "value_type", "attribute_type"),
            ask=keys.text("question", "ask", "text", "prompt", "message", "label"),
            options=keys.texts("options", "buttons", "choices"),
        )
        if kind == "ask" and field.ask:
            return (Ask(**at, field=field),)
        return (Collect(**at, fields=(field,)),) if field.name else None

    def _condition(self, keys: Keys, path: Path, at: dict[str, Any], depth: int) -> Blocks | None:
        branches: list[Branch] = []
        first = keys.text("if", "condition", "when", "expression")
        then = keys.named("then", "steps", "yes", "blocks", "if_true")
        if first and then:
            branches.append(
                Branch(
                    line=at["line"], condition=first, blocks=self.blocks(then[1], (*path, then[0]), depth + 1)
                )
            )
        for key in ("branches", "elif", "else_if"):
            for place, one in enumerate(named(keys.get(key))):
                inner = Keys(one, set())
                words, body = inner.text("if", "condition", "when"), inner.named("then", "steps", "blocks")
                here = (*path, key, place)
                if body is None or (not words and key != "branches"):
                    return None
                blocks = self.blocks(body[1], (*here, body[0]), depth + 1)
                if not words:
                    keys.data = {**keys.data, "else": one[body[0]]}
                    continue
                branches.append(Branch(line=self._line(here), condition=words, blocks=blocks))
        last = keys.named("else", "otherwise", "no", "if_false")
        otherwise = self.blocks(last[1], (*path, last[0]), depth + 1) if last else None
        if not branches or not all(one.blocks for one in branches):
            return None
        return (Condition(**at, branches=tuple(branches), otherwise=otherwise or None),)

    def _webhook(self, keys: Keys, path: Path, at: dict[str, Any], depth: int) -> Blocks:
        late = keys.named("on_timeout", "timeout_steps")
        example = keys.get("example", "example_request", "sample", "body", "payload", "example_body")
        if isinstance(example, str):
            try:
                example, _ = read(example)
            except TaskError as error:
                self._say(path, f"The example of a webhook {error}")
                example = None
        return (
            Webhook(
                **at,
                name=keys.text("name", "webhook", "wait_for_webhook", "title") or "webhook",
                example=example,
                timeout=keys.span("timeout", "wait", "duration"),
                into=keys.text("as", "store_as", "save_as", "into"),
                on_timeout=self.blocks(late[1], (*path, late[0]), depth + 1) if late else None,
            ),
        )

    def _spec(self, one: dict[str, Json]) -> ActionSpec:
        outputs = one.get("outputs") or one.get("returns") or one.get("response")
        return ActionSpec(
            name=text_of(one.get("name")),
            description=text_of(one.get("description")),
            inputs=self._fields(one.get("inputs") or one.get("data_inputs"), ()),
            outputs=tuple(text_of(item.get("name")) for item in named(outputs) if text_of(item.get("name"))),
            method=text_of(one.get("method") or one.get("http_method")),
            url=text_of(one.get("url")),
            mock=one.get("mock_response"),
        )

    def _fields(self, data: Json, path: Path) -> tuple[Field, ...]:
        found = []
        for one in named(data):
            name = text_of(
                one.get("name") or one.get("identifier") or one.get("attribute") or one.get("label")
            )
            if not name:
                self._say(path, "An attribute without a name was left out.")
                continue
            options = [
                text_of(item) if not isinstance(item, dict) else text_of(item.get("label"))
                for item in list_of(one.get("options"))
            ]
            found.append(
                Field(
                    name=name,
                    type=text_of(one.get("type") or one.get("data_type")),
                    ask=text_of(one.get("question") or one.get("ask") or one.get("prompt")),
                    options=tuple(item for item in options if item),
                )
            )
        return tuple(found)

    def _unclear(self, data: Json, path: Path) -> Blocks:
        return (Instruction(line=self._line(path), text=shown(data)),)

    def _line(self, path: Path) -> int:
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def _say(self, path: Path, sentence: str) -> None:
        self.said.append((self._line(path), sentence))


def _kind(word: str) -> str:
    return _KINDS.get(word.strip().lower().replace(" ", "_").replace("-", "_"), "")
