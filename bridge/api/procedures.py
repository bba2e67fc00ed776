"""Procedures by API: what they came to, and drafts, deployment and restoring for those who may.

With `?kind=workflow` the same of workflows.

Building and deploying are two rights: who writes a draft need not be who puts it live.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import structlog
from aiohttp import web
from pydantic import Field

from bridge.catalog import drafts
from bridge.catalog.folder import Folder
from bridge.core.procedures.definition import Kind
from bridge.core.procedures.source import Problem
from bridge.runtime.definitions import history
from bridge.runtime.runs import Counted, counted
from bridge.runtime.store import Store
from bridge.web.answers import json_answer
from bridge.web.bodies import Body, json_body
from bridge.web.errors import EdgeError, not_found
from bridge.web.tokens import Tokens

READ, BUILD, DEPLOY = "read_conversations", "build_procedures", "deploy_procedures"
DAYS, DAYS_MOST = 30, 3650
BODY_BYTES = 512 * 1024

log = structlog.get_logger(__name__)


class DraftGiven(Body):
    """A draft's whole text, YAML."""

    text: Annotated[str, Field(min_length=1, max_length=drafts.LONGEST)]


class VersionGiven(Body):
    """A version that was live once."""

    version: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]


class Procedures:
    """The routes.

    Args:
        root: The configuration folder.
        folder: What is live now.
        store: Runs and versions.
        tokens: Who may.
        now: The time, aware UTC.
        has_model: Whether `instruct` steps can be followed.
    """

    def __init__(
        self,
        root: Path,
        folder: Callable[[], Folder],
        store: Store,
        tokens: Tokens,
        now: Callable[[], datetime],
        *,
        has_model: bool = False,
    ) -> None:
        self._has_model = has_model
        self._root = root
        self._folder = folder
        self._store = store
        self._tokens = tokens
        self._now = now

    def add_routes(self, app: web.Application) -> None:
        """Its routes."""
        app.router.add_get("/procedures", self.listed)
        app.router.add_get("/procedures/{id}", self.shown)
        app.router.add_put("/procedures/{id}/draft", self.drafted)
        app.router.add_post("/procedures/{id}/deploy", self.deployed)
        app.router.add_post("/procedures/{id}/restore", self.restored)

    async def listed(self, request: web.Request) -> web.StreamResponse:
        """`GET /procedures?days=30`: every procedure and workflow with the runs that began since then."""
        self._tokens.allow(request, READ)
        since = self._now() - timedelta(days=_days(request))
        counts = {(one.kind, one.definition): one for one in await counted(self._store, since)}
        rows: list[dict[str, Any]] = [
            {
                "id": id_,
                "kind": kind,
                "title": written.definition.title,
                "status": written.definition.head.status,
                "version": written.definition.version,
                "counts": _counts(counts.pop((kind, id_), None)),
            }
            for (kind, id_), written in sorted(self._folder().written.items())
        ]
        rows += [  # gone from the folder, but there were runs
            {"id": id_, "kind": kind, "title": id_, "status": "gone", "version": None, "counts": _counts(one)}
            for (kind, id_), one in sorted(counts.items())
        ]
        return json_answer({"type": "list", "data": rows})

    async def shown(self, request: web.Request) -> web.StreamResponse:
        """`GET /procedures/{id}`: the live text, the draft's, and the versions that were live here."""
        self._tokens.allow(request, BUILD)
        id_ = request.match_info["id"]
        kind = _kind(request)
        written = self._folder().written.get((kind, id_))
        kept = await history(self._store, kind, id_)
        draft = await asyncio.to_thread(_text, self._path(id_, kind))
        if written is None and not kept and draft is None:
            raise not_found("procedure")
        versions = [{"version": one.version, "seen_at": one.seen_at} for one in kept]
        live = None if written is None else {"version": written.definition.version, "text": written.text}
        return json_answer({"id": id_, "live": live, "draft": draft, "versions": versions})

    async def drafted(self, request: web.Request) -> web.StreamResponse:
        """`PUT /procedures/{id}/draft` `{text}`: writes the draft and says what is wrong with it."""
        by = self._tokens.allow(request, BUILD)
        id_ = request.match_info["id"]
        given = await json_body(request, DraftGiven, limit_bytes=BODY_BYTES)
        kind = _kind(request)
        problems = await _files(
            partial(drafts.save_draft, has_model=self._has_model), self._root, id_, given.text, kind
        )
        log.info("draft_written", procedure=id_, by=by, problems=len(problems))
        return json_answer({"id": id_, "problems": _problems(problems)})

    async def deployed(self, request: web.Request) -> web.StreamResponse:
        """`POST /procedures/{id}/deploy`: the draft becomes live, if it has no errors."""
        by = self._tokens.allow(request, DEPLOY)
        id_ = request.match_info["id"]
        deploy = partial(drafts.deploy, has_model=self._has_model)
        problems = await _files(deploy, self._root, id_, _kind(request))
        log.info("procedure_deployed", procedure=id_, by=by)
        return json_answer({"id": id_, "problems": _problems(problems)})

    async def restored(self, request: web.Request) -> web.StreamResponse:
        """`POST /procedures/{id}/restore` `{version}`: an earlier version becomes live again."""
        by = self._tokens.allow(request, DEPLOY)
        id_ = request.match_info["id"]
        given = await json_body(request, VersionGiven)
        kind = _kind(request)
        kept = await history(self._store, kind, id_)
        found = next((one for one in kept if one.version == given.version), None)
        if found is None:
            raise not_found("version")
        problems = await _files(drafts.restore, self._root, id_, found.text, kind)
        log.info("procedure_restored", procedure=id_, by=by, version=given.version)
        return json_answer({"id": id_, "problems": _problems(problems)})

    def _path(self, id_: str, kind: Kind) -> Path:
        try:
            return drafts.draft_path(self._root, id_, kind)
        except drafts.NotDeployable:
            raise not_found("procedure") from None


async def _files(work: Callable[..., tuple[Problem, ...]], *arguments: Any) -> tuple[Problem, ...]:
    """Work on files, in a thread; what is wrong in the words of the edge."""
    try:
        return await asyncio.to_thread(work, *arguments)
    except drafts.NotDeployable as error:
        raise EdgeError(422, "not_deployable", str(error)) from None
    except OSError:
        raise EdgeError(
            409, "read_only", "The configuration folder cannot be written here; deploy the file itself."
        ) from None


def _counts(one: Counted | None) -> dict[str, Any]:
    counted = one if one is not None else Counted(kind="", definition="")
    return {
        "began": counted.began,
        "under_way": counted.under_way,
        "ended": counted.ended,
        "conversations": counted.conversations,
        "outcomes": counted.outcomes,
        "resolution_rate": None if counted.resolution_rate is None else round(counted.resolution_rate, 4),
    }


def _problems(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    return [
        {"line": one.line, "severity": one.severity, "what": one.what, "mend": one.mend} for one in problems
    ]


def _kind(request: web.Request) -> Kind:
    match request.query.get("kind", "procedure"):
        case "procedure":
            return "procedure"
        case "workflow":
            return "workflow"
        case _:
            raise EdgeError(400, "parameter_invalid", "kind is procedure or workflow.", field="kind")


def _days(request: web.Request) -> int:
    given = request.query.get("days", str(DAYS))
    if not (given.isascii() and given.isdecimal() and 1 <= int(given[:6]) <= DAYS_MOST):
        raise EdgeError(400, "parameter_invalid", f"days is a number from 1 to {DAYS_MOST}.", field="days")
    return int(given)


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
