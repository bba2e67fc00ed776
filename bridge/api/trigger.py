"""`POST /procedures/{procedure_id}/trigger`: another system has Fin begin a conversation.

Source: Intercom help centre, "Proactive procedure triggers". Its errors are not public; these are those
of the nearest documented route: Intercom API, Preview, `/fin/procedures/{procedure_id}/run`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

import structlog
from aiohttp import web
from pydantic import BeforeValidator, ConfigDict, Field, JsonValue, StringConstraints

from bridge.core.conversation.rules import Rules
from bridge.core.procedures.definition import Definition
from bridge.core.words.values import Channel
from bridge.runtime import people
from bridge.runtime.store import Store
from bridge.runtime.triggering import Triggering, TriggerRefused
from bridge.web.answers import json_answer
from bridge.web.bodies import Body, Line, json_body
from bridge.web.errors import EdgeError
from bridge.web.tokens import Tokens

SCOPE = "write_conversations"
VERSIONS = frozenset({"Preview", "Unstable", "2.14", "2.15", "2.16"})
"""Source: Intercom API, `Intercom-Version`; the proactive trigger is documented with `Unstable`."""
ATTRIBUTES = 10
"""Source: Intercom API, "Cannot update more than 10 attributes at once."."""
KEY_CHARS = 255

log = structlog.get_logger(__name__)


def _id_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class _Lenient(Body):
    """What else Intercom's clients send is ignored."""

    model_config = ConfigDict(strict=True, extra="ignore", allow_inf_nan=False, frozen=True)


class User(_Lenient):
    """The operator's own id of the customer, as in `user_id` at the Messenger's boot."""

    id: Annotated[
        str,
        BeforeValidator(_id_text),
        StringConstraints(min_length=1, max_length=255, pattern=r"^[^\x00-\x1f]+$"),
    ]
    name: Annotated[Line, Field(max_length=255)] | None = None
    email: Annotated[str, StringConstraints(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = (
        None
    )


class Metadata(_Lenient):
    """What is known about the matter."""

    attributes: Annotated[dict[str, JsonValue], Field(default_factory=dict, max_length=ATTRIBUTES)]


class Trigger(_Lenient):
    """The body; only `user.id` is required."""

    user: User
    channel: Literal["web", "email"] = "web"
    conversation_metadata: Metadata = Metadata(attributes={})


class ProactiveTrigger:
    """The route.

    Args:
        triggering: Where triggers go.
        rules: With what is live now.
        written: Every procedure by id, drafts among them.
        store: Contacts.
        tokens: Who may.
    """

    def __init__(
        self,
        triggering: Triggering,
        rules: Callable[[], Rules],
        written: Callable[[], Mapping[str, Definition]],
        store: Store,
        tokens: Tokens,
    ) -> None:
        self._triggering = triggering
        self._rules = rules
        self._written = written
        self._store = store
        self._tokens = tokens

    def add_routes(self, app: web.Application) -> None:
        """Its one route."""
        app.router.add_post("/procedures/{procedure_id}/trigger", self.post)

    async def post(self, request: web.Request) -> web.StreamResponse:
        """Fin's first message goes to the user; 200 with the conversation, for the same trigger again too."""
        by = self._tokens.allow(request, SCOPE)
        _versioned(request)
        id_ = request.match_info["procedure_id"]
        given = await json_body(request, Trigger)
        self._can_be_triggered(id_)
        email = given.user.email.strip().lower() if given.user.email else None
        key, make = people.proven(user_id=given.user.id, email=email, name=given.user.name)
        contact = await people.find_or_make_contact(self._store, key, make, {})
        try:
            made = await self._triggering(
                contact,
                id_,
                by="api",
                channel=Channel(given.channel),
                values=given.conversation_metadata.attributes,
                key=_key(request, by),
            )
        except TriggerRefused as refused:
            raise _invalid(refused.sentence) from None
        if made is None:
            raise LookupError("only page events are too soon")
        log.info(
            "procedure_triggered", procedure=id_, by=by, conversation=made.conversation.id, new=made.is_new
        )
        return json_answer({"conversation_id": made.conversation.id, "procedure_id": id_})

    def _can_be_triggered(self, id_: str) -> None:
        """Before a contact is made of the user.

        Raises:
            EdgeError: 400, in Intercom's words.
        """
        if id_ not in self._written():
            raise _invalid("Procedure not found")
        live = self._rules().catalog.procedures.get(id_)
        if live is None:
            raise _invalid("Procedure is not live")
        if live.head.proactive is None or "api" not in live.head.proactive.on:
            raise _invalid("Procedure does not have an API trigger")


def _versioned(request: web.Request) -> None:
    version = request.headers.get("Intercom-Version", "")
    if version not in VERSIONS:
        what = f"'{version[:20]}' is none of them" if version else "it is missing"
        raise EdgeError(
            400,
            "intercom_version_invalid",
            f"The header Intercom-Version is required, such as Unstable: {what}. Known are "
            f"{', '.join(sorted(VERSIONS))}.",
        )


def _key(request: web.Request, by: str) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > KEY_CHARS or not key.isascii() or not (key.isprintable() or not key):
        raise EdgeError(
            400, "parameter_invalid", f"Idempotency-Key has {KEY_CHARS} visible ASCII characters at most."
        )
    return f"{by}:{key}" if key else ""


def _invalid(sentence: str) -> EdgeError:
    return EdgeError(400, "parameter_invalid", sentence)
