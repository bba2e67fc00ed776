"""What a procedure's steps and conditions can see of the conversation."""

from __future__ import annotations

from collections.abc import Mapping

from bridge.core.conversation.draft import Draft
from bridge.core.procedures import engine
from bridge.core.procedures.definition import Definition
from bridge.core.procedures.step import Frame, Scene, Words
from bridge.core.words.values import Json


def scene(draft: Draft, definition: Definition) -> Scene:
    """The surroundings of a run of `definition` in this conversation."""
    c, rules, texts = draft.c, draft.rules, draft.texts

    def hook_url(run_id: str, name: str) -> str:
        return rules.hook_url(c.id, run_id, name)

    return Scene(
        conversation_id=c.id,
        contact=c.contact,
        channel=c.channel,
        language=c.speaks,
        guidance=definition.head.guidance,
        spent=c.cost.calls,
        connectors=rules.catalog.connectors,
        attributes=definition.head.attributes,
        hooks=definition.hooks,
        contact_fields=definition.contact_fields,
        hook_url=hook_url,
        email_code=rules.email_code,
        words=Words(
            retry=texts.retry,
            yes=texts.yes_button,
            no=texts.no_button,
            shall_i=texts.shall_i,
            what_is=texts.what_is,
            waits=texts.still_working,
        ),
    )


def known_before(
    draft: Draft, definition: Definition, values: Mapping[str, Json] | None = None
) -> Mapping[str, Json]:
    """What expressions can name before a run of `definition` has begun."""
    blank = engine.begin(definition, run_id="", at=draft.at, heard="", values=values)
    return Frame(run=blank, scene=scene(draft, definition), at=draft.at).known
