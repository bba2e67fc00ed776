"""Actions of a task as data connectors: the ones that are there, and skeletons for the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pydantic import ValidationError

from bridge.catalog.fin_task.blocks import Action, ActionSpec
from bridge.catalog.fin_task.names import Names
from bridge.catalog.fin_task.phrases import quoted, type_of
from bridge.catalog.fin_task.templates import bare_text, template
from bridge.catalog.fin_task.written import plain, written
from bridge.core.procedures.connector import Connector
from bridge.core.words.values import Json

_READS = re.compile(
    r"(?:get|fetch|look|lookup|check|find|retrieve|list|read|search|load|show|query|view)(?:_up)?(?:_|$)"
)
_FILL_IN = (
    "Only simulations can use it: they take mock_response.",
    "A person must fill in:",
    "- url, headers and body as the outside system wants them; keys as {{ secrets.NAME }};",
    "- inputs that must belong to the customer: {from: contact.external_id};",
    "- effect: read, idempotent (it may be sent again) or unsafe (it never is);",
    "- outputs: names and where they stand in the answer; without any the whole answer is the result.",
)
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """How a step calls one.

    Args:
        wanted: Inputs that nobody gives, to be asked for.
        inputs: Name → template.
        into: Where the answer is kept.
    """

    connector: str
    inputs: dict[str, object]
    wanted: tuple[str, ...]
    into: str
    remarks: tuple[str, ...]


@dataclass(slots=True)
class Actions:
    """All actions of a task.

    Args:
        names: All names of the task.
        connectors: What there is already.
        specs: What the task says about its actions, by connector.
        results: Connector → where its answer is kept unless a block says otherwise.
        skeletons: Connector → its inputs, for those that are not there yet.
    """

    names: Names
    connectors: Mapping[str, Connector]
    specs: dict[str, ActionSpec] = field(default_factory=dict[str, ActionSpec])
    results: dict[str, str] = field(default_factory=dict[str, str])
    skeletons: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    titles: dict[str, str] = field(default_factory=dict[str, str])
    kept: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    _called: list[tuple[int, str, str]] = field(default_factory=list[tuple[int, str, str]])

    def meet(self, actions: Sequence[Action], specs: Sequence[ActionSpec], text: str) -> None:
        """Decides where each answer is kept, before any step is made.

        Args:
            actions: All that are run.
            specs: What the task says about them.
            text: The whole task: `order.total` in it means that an answer is called order.
        """
        self.specs = {self.names.name(one.name): one for one in specs}
        read = dict.fromkeys(
            self.names.name(one) for one in re.findall(r"([A-Za-z_]\w*)\.[A-Za-z_]\w*", text)
        )
        for one in actions:
            id_ = self.names.name(one.name)
            if id_ not in self.results:
                self.results[id_] = self._result(id_, read)
            into = self.names.name(one.into) if one.into else self.results[id_]
            self.kept.setdefault(id_, set()).add(into)
            self.names.known.add(into)
            self.names.results.add(into)
            if id_ not in self.names.known:
                self.names.aliases.setdefault(id_, into)
            outputs = self.specs[id_].outputs if id_ in self.specs else tuple(self._outputs(id_))
            for name in outputs:
                if self.names.name(name) not in self.names.known:
                    self.names.aliases.setdefault(self.names.name(name), f"{into}.{self.names.name(name)}")

    def use(self, block: Action, say: Callable[[str], None]) -> Use:
        """One call of it."""
        id_ = self.names.name(block.name)
        into = self.names.name(block.into) if block.into else self.results[id_]
        given: dict[str, object] = {}
        for name, raw in block.inputs:
            key = name if name in self._inputs(id_) else self.names.name(name)
            given[key] = self.value(raw, say) if raw is not None else self._same_named(name)
        connector = self.connectors.get(id_)
        if connector is None:
            return self._skeleton(id_, block, given, into, say)
        for name in [one for one in given if one not in connector.inputs or connector.inputs[one].bound]:
            say(f"The data connector `{id_}` takes no input `{name}`; it was left out.")
            del given[name]
        self._called.append((block.line, id_, into))
        needed = [
            name
            for name, one in connector.inputs.items()
            if one.required and one.default is None and not one.bound and name not in given
        ]
        return self._completed(id_, given, needed, into, ())

    def value(self, raw: object, say: Callable[[str], None]) -> object:
        """What an input or an attribute is set to: a hole, a text or a plain value."""
        if not isinstance(raw, str):
            return raw if isinstance(raw, bool | int | float) else bare_text(str(raw))
        bare = raw.strip()
        if quoted(bare) != bare:
            return template(quoted(bare), self.names, say)
        read = self.names.read(bare)
        if read is not None:
            return f"{{{{ {self.names.use(read)} }}}}"
        if re.fullmatch(r"-?\d{1,12}(?:\.\d{1,6})?", bare):
            return float(bare) if "." in bare else int(bare)
        if bare.lower() in ("true", "false"):
            return bare.lower() == "true"
        if "{" not in bare and "@" not in bare:
            say(f"`{bare[:60]}` is taken as the text itself: nothing of that name is known.")
        return template(bare, self.names, say)

    def late(self) -> list[tuple[int, str]]:
        """Line and sentence of what can be said only when all steps are made."""
        return [
            (line, f"`{into}.{parts[0]}` is read, and the data connector `{id_}` has no such output.")
            for line, id_, into in self._called
            for parts in self.names.fields.get(into, {})
            if self.connectors[id_].outputs and parts[0] not in self.connectors[id_].outputs
        ]

    def files(self) -> dict[str, str]:
        """The skeletons as files, by connector."""
        return {id_: self._file(id_) for id_ in self.skeletons}

    def _skeleton(
        self, id_: str, block: Action, given: dict[str, object], into: str, say: Callable[[str], None]
    ) -> Use:
        is_new = id_ not in self.skeletons
        inputs = self.skeletons.setdefault(id_, {})
        spec = self.specs.get(id_)
        self.titles.setdefault(id_, block.name)
        for one in spec.inputs if spec else ():
            inputs.setdefault(self.names.name(one.name), _input_type(one.type))
        for name in given:
            inputs.setdefault(name, "string")
        if is_new:
            say(f"There is no data connector `{id_}`: fill in the skeleton config/connectors/{id_}.yaml.")
        needed = (
            [self.names.name(one.name) for one in spec.inputs if self.names.name(one.name) not in given]
            if spec
            else []
        )
        remarks = (f"A skeleton: see config/connectors/{id_}.yaml.",) if is_new else ()
        return self._completed(id_, given, needed, into, remarks)

    def _completed(
        self, id_: str, given: dict[str, object], needed: Sequence[str], into: str, remarks: tuple[str, ...]
    ) -> Use:
        """What nobody gives is taken from the attribute of that name, which Fin asks for."""
        wanted = []
        for name in needed:
            asked = (
                name if name in self.names.known and name not in self.names.results else self.names.name(name)
            )
            if asked not in self.names.known or asked in self.names.results:
                asked = self.names.free(asked)
                wanted.append(asked)
            self.names.used.setdefault(asked, self.names.line)
            given[name] = f"{{{{ {asked} }}}}"
        return Use(connector=id_, inputs=given, wanted=tuple(wanted), into=into, remarks=remarks)

    def _same_named(self, name: str) -> str:
        read = self.names.read(name, is_sure=True)
        return bare_text(name) if read is None else f"{{{{ {self.names.use(read)} }}}}"

    def _result(self, id_: str, read: Mapping[str, None]) -> str:
        """What the answer is called: as the task reads it, else the action's name without its verb."""
        free = [one for one in read if one not in self.names.known]
        words = id_.split("_")
        for one in free:
            if one == id_ or one in words:
                return one
        without = "_".join(words[1:]) if len(words) > 1 and _READS.match(id_) else f"{id_}_result"
        wanted = self.names.name(without)
        return wanted if wanted not in self.names.known else self.names.free(f"{id_}_result")

    def _inputs(self, id_: str) -> Mapping[str, object]:
        return self.connectors[id_].inputs if id_ in self.connectors else {}

    def _outputs(self, id_: str) -> Mapping[str, object]:
        return self.connectors[id_].outputs if id_ in self.connectors else {}

    def _file(self, id_: str) -> str:
        spec = self.specs.get(id_) or ActionSpec(name=self.titles[id_])
        is_read = bool(_READS.match(id_))
        method = spec.method.upper() if spec.method.upper() in _METHODS else "GET" if is_read else "POST"
        inputs = self.skeletons[id_]
        data: dict[str, object] = {"description": spec.description or f"{spec.name}."}
        data["method"] = method
        url, query = f"https://fill-in.invalid/{id_}", "&".join(f"{one}={{{{ {one} }}}}" for one in inputs)
        data["url"] = f"{url}?{query}" if method == "GET" and inputs else url
        if inputs:
            data["inputs"] = {name: {"type": kind, "required": True} for name, kind in inputs.items()}
        if inputs and method != "GET":
            data["body"] = {name: f"{{{{ {name} }}}}" for name in inputs}
        data["effect"] = "read" if method == "GET" else "unsafe"
        data["mock_response"] = self._mock(id_, spec)
        remarks = [f'A skeleton for the Fin action "{spec.name}". {_FILL_IN[0]}', *_FILL_IN[1:]]
        if _is_address(spec.url):
            remarks.append(f"- The task calls {spec.url}")
        for address in (*([spec.url] if _is_address(spec.url) else []), data["url"]):
            made = {**data, "url": address}
            try:
                Connector.model_validate(plain(made))
            except ValidationError:
                continue  # what the task has in braces is no input of ours; the remark keeps it
            return written(made, remarks)
        return written({**data, "mock_response": {"ok": True}}, remarks)

    def _mock(self, id_: str, spec: ActionSpec) -> Json:
        mock: Json = spec.mock if isinstance(spec.mock, dict) else {}
        for name in spec.outputs:
            mock.setdefault(self.names.name(name), "example")
        for into in self.kept[id_]:
            for parts, value in self.names.fields.get(into, {}).items():
                mock = _with(mock, parts, value)
        return mock or {"ok": True}


def _with(whole: Json, parts: tuple[str | int, ...], value: Json) -> Json:
    """`whole` with this value at this place, unless something stands there."""
    if not parts:
        return whole if whole is not None else ("example" if value is None else value)
    part, *rest = parts
    if isinstance(part, int):
        made = list(whole) if isinstance(whole, list) else []
        made += [None] * (min(part, 20) + 1 - len(made))
        at = min(part, 20)
        made[at] = _with(made[at], tuple(rest), value)
        return made
    kept = dict(whole) if isinstance(whole, dict) else {}
    return {**kept, part: _with(kept.get(part), tuple(rest), value)}


def _input_type(word: str) -> str:
    kind = type_of(word) or "string"
    return kind if kind in ("integer", "decimal", "boolean") else "string"


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and url.isprintable() and " " not in url
