"""How people are asked from outside: the event that listeners of our Fin API get."""

from __future__ import annotations

from collections.abc import Mapping

from bridge.core.procedures.attributes import Attribute
from bridge.core.procedures.run import Wait
from bridge.core.procedures.step import Frame
from bridge.core.words.effects import SendEvent
from bridge.core.words.values import Json

TOPIC = "procedure.hitl_notification.created"
_DATA_TYPES = {"date": "datetime", "email": "string"}


def ask_people(frame: Frame, wait: Wait, question: str, attributes: Mapping[str, Attribute]) -> SendEvent:
    """The order to tell listeners what is wanted from a teammate.

    Source: Intercom API, Preview, webhook topic `procedure.hitl_notification.created`.
    """
    return SendEvent(
        conversation_id=frame.scene.conversation_id,
        topic=TOPIC,
        item={
            "type": "procedure.hitl_notification",
            "conversation_id": frame.scene.conversation_id,
            "step_id": wait.key,
            "procedure_name": frame.run.procedure,
            "hitl_question": question,
            "attributes_to_collect": [_wanted(name, one) for name, one in attributes.items()],
            "created_at": int(frame.at.timestamp()),
            "expires_at": int(wait.until.timestamp()) if wait.until is not None else None,
            "priority": "not_priority",
            "assign_to": None,
        },
    )


def _wanted(name: str, attribute: Attribute) -> Json:
    wanted: dict[str, Json] = {
        "type": "data_attribute",
        "identifier": name,
        "name": name,
        "label": attribute.description or name.replace("_", " "),
        "data_type": _DATA_TYPES.get(attribute.type, attribute.type),
    }
    if attribute.options:
        wanted["options"] = [{"id": option, "label": option} for option in attribute.options]
    return wanted
