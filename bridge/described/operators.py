"""Routes of operators, help desks, mail and waiting systems, described."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from bridge.api import agent_input, handoff_mode, mail_inbound, outcomes, procedures, trigger
from bridge.api.content_sources import SCOPE as CONTENT
from bridge.api.content_sources import ChangedSource, NewSource
from bridge.api.data_connectors import SCOPE as CONNECTORS
from bridge.api.external_pages import ChangedPage, NewPage
from bridge.described.operation import IDEMPOTENCY, OBJECT, PAGED, Answer, Operation, Param, Text, days


class Pages(Answer):
    """Which page of a list it is."""

    type: Literal["pages"]
    next: str | None = None
    page: int = 1
    per_page: int
    total_pages: int = 1


class Listed(Answer):
    """A list."""

    type: Literal["list"]
    data: list[dict[str, Any]]
    total_count: int = Field(default=0, description="where pages are counted")
    pages: Pages | None = None


class Procedure(Answer):
    """A procedure's texts."""

    id: str
    live: dict[str, str] | None
    draft: str | None
    versions: list[dict[str, Any]]


class Problem(Answer):
    """What is wrong with a text, and how to mend it."""

    line: int
    severity: str
    what: str
    mend: str


class Checked(Answer):
    """What was done to a procedure."""

    id: str
    problems: list[Problem]


class Counted(Answer):
    """How many conversations came to what."""

    type: Literal["outcomes"]
    since: datetime
    outcomes: dict[str, int]
    reopened: int
    resolution_rate: float | None


class Disputed(Answer):
    """It counts as disputed."""

    type: Literal["outcome"]
    conversation_id: str
    outcome: Literal["disputed"]


class Triggered(Answer):
    """Where Fin speaks."""

    conversation_id: str
    procedure_id: str


class Mode(Answer):
    """How people get conversations, and what stands in the way of live chats."""

    type: Literal["handoff_mode"]
    mode: str
    obstacle: str | None


class ImportSource(Answer):
    """Where content comes from."""

    type: Literal["content_import_source"]
    id: int
    last_synced_at: int
    sync_behavior: str
    status: Literal["active", "deactivated"]
    url: str
    created_at: int
    updated_at: int
    audience_ids: list[int]


class Page(Answer):
    """A page of content."""

    type: Literal["external_page"]
    id: str
    title: str
    html: str
    url: str
    ai_agent_availability: bool
    ai_copilot_availability: bool
    ai_sales_agent_availability: bool
    fin_availability: bool
    locale: str
    source_id: int
    external_id: str
    created_at: int
    updated_at: int
    last_ingested_at: int


class Status(Answer):
    """One word, and what is missing."""

    status: str
    missing: str = ""


class Resumed(Answer):
    """What became of a callback."""

    status: Literal["resumed", "kept"]
    conversation_id: str


KIND = {"kind": Param(says="procedure or workflow", schema={"enum": ["procedure", "workflow"]})}
_SOURCES, _SOURCE = "/ai/content_import_sources", "/ai/content_import_sources/{id}"
_PAGES, _PAGE = "/ai/external_pages", "/ai/external_pages/{id}"
_CONNECTOR = "/data_connectors/{id}"

OPERATIONS: Mapping[str, Operation] = {
    "GET /health": Operation(says="alive", answers={200: Status}),
    "GET /ready": Operation(says="able to work", answers={200: Status, 503: Status}),
    "GET /metrics": Operation(says="Prometheus", answers={200: Text(type="text/plain")}),
    "GET /openapi.json": Operation(says="this", answers={200: OBJECT}),
    "POST /zendesk/webhooks": Operation(
        says="a signed webhook of the help desk; kept, then understood",
        by="signature",
        body=OBJECT,
        params={
            "X-Zendesk-Webhook-Signature-Timestamp": Param(says="RFC 3339", place="header", required=True),
        },
        answers={200: OBJECT},
    ),
    "POST /zendesk/conversations/webhooks": Operation(
        says="a webhook of live chats",
        by="webhook",
        body=OBJECT,
        answers={200: OBJECT},
    ),
    "POST /mail/inbound": Operation(
        says="a customer's answer by e-mail",
        by=mail_inbound.SCOPE,
        body=mail_inbound.Mail,
        answers={200: Status},
    ),
    "POST /hooks/{token}": Operation(
        says="resumes a procedure that waits; 202 when it has not come there yet",
        body={},
        body_required=False,
        params={"Idempotency-Key": IDEMPOTENCY},
        answers={200: Resumed, 202: Resumed},
    ),
    "GET /procedures": Operation(
        says="what procedures came to",
        by=procedures.READ,
        params={"days": days(procedures.DAYS_MOST)},
        answers={200: Listed},
    ),
    "GET /procedures/{id}": Operation(
        says="texts and versions", by=procedures.BUILD, params=KIND, answers={200: Procedure}
    ),
    "PUT /procedures/{id}/draft": Operation(
        says="writes a draft",
        by=procedures.BUILD,
        params=KIND,
        body=procedures.DraftGiven,
        answers={200: Checked},
    ),
    "POST /procedures/{id}/deploy": Operation(
        says="puts the draft live", by=procedures.DEPLOY, params=KIND, answers={200: Checked}
    ),
    "POST /procedures/{id}/restore": Operation(
        says="puts an earlier version live",
        by=procedures.DEPLOY,
        params=KIND,
        body=procedures.VersionGiven,
        answers={200: Checked},
    ),
    "GET /simulations/{id}": Operation(
        says="what a shared simulation came to; JSON where that is accepted first",
        answers={200: Text(type="text/html")},
    ),
    "GET /outcomes": Operation(
        says="the ledger", by=outcomes.READ, params={"days": days(outcomes.DAYS_MOST)}, answers={200: Counted}
    ),
    "POST /conversations/{id}/dispute": Operation(
        says="it looked resolved and was not",
        by=outcomes.OPERATE,
        body=outcomes.Disputed,
        answers={200: Disputed},
    ),
    "GET /data_connectors": Operation(says="what there is", by=CONNECTORS, answers={200: Listed}),
    f"GET {_CONNECTOR}": Operation(says="one", by=CONNECTORS, answers={200: OBJECT}),
    f"GET {_CONNECTOR}/execution_results": Operation(
        says="its latest calls",
        by=CONNECTORS,
        params={"per_page": PAGED["per_page"], "success": Param(says="false: failures only")},
        answers={200: Listed},
    ),
    f"GET {_CONNECTOR}/execution_results/{{result}}": Operation(
        says="one call", by=CONNECTORS, answers={200: OBJECT}
    ),
    "POST /procedures/{procedure_id}/trigger": Operation(
        says="Fin speaks first to a user",
        by=trigger.SCOPE,
        params={
            "Intercom-Version": Param(says="such as Unstable", place="header", required=True),
            "Idempotency-Key": IDEMPOTENCY,
        },
        body=trigger.Trigger,
        answers={200: Triggered},
    ),
    "POST /procedures/{conversation_id}/collect_agent_input": Operation(
        says="a teammate's answer to a waiting procedure",
        by=agent_input.SCOPE,
        body=agent_input.Given,
        answers={200: OBJECT},
    ),
    "GET /handoff_mode": Operation(
        says="how people get conversations", by=handoff_mode.SCOPE, answers={200: Mode}
    ),
    "PUT /handoff_mode": Operation(
        says="changes it", by=handoff_mode.SCOPE, body=handoff_mode.Wanted, answers={200: Mode}
    ),
    f"GET {_SOURCES}": Operation(
        says="where content comes from", by=CONTENT, params=PAGED, answers={200: Listed}
    ),
    f"POST {_SOURCES}": Operation(says="a new one", by=CONTENT, body=NewSource, answers={200: ImportSource}),
    f"GET {_SOURCE}": Operation(says="one", by=CONTENT, answers={200: ImportSource}),
    f"PUT {_SOURCE}": Operation(
        says="changes it", by=CONTENT, body=ChangedSource, answers={200: ImportSource}
    ),
    f"DELETE {_SOURCE}": Operation(says="removes it with its pages", by=CONTENT, answers={204: None}),
    f"GET {_PAGES}": Operation(says="pages", by=CONTENT, params=PAGED, answers={200: Listed}),
    f"POST {_PAGES}": Operation(
        says="a new one, or the one of that name", by=CONTENT, body=NewPage, answers={200: Page}
    ),
    f"GET {_PAGE}": Operation(says="one", by=CONTENT, answers={200: Page}),
    f"PUT {_PAGE}": Operation(says="changes it", by=CONTENT, body=ChangedPage, answers={200: Page}),
    f"DELETE {_PAGE}": Operation(says="removes it", by=CONTENT, answers={200: Page}),
}
