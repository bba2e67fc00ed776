"""Looks at everything that the bridge needs on an account, changes nothing, and says how to mend it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from connectors.failures import OutsideFailure, Refused
from connectors.zendesk.oauth import ClientCredentials
from connectors.zendesk.objects import User
from connectors.zendesk.ours import (
    Raw,
    is_our_trigger,
    secret_of,
    trigger_is_right,
    triggers_of_account,
    triggers_wanted,
    webhook_is_right,
    webhooks_of,
)
from connectors.zendesk.support import Support

SETUP = "Run: python -m bridge zendesk setup"
CLIENT = "Admin Center > Apps and integrations > APIs > OAuth clients"
WRITES = ("tickets", "users", "triggers", "webhooks")
LOST = frozenset({"terminated", "throttled", "circuit broken", "failed"})
"""What an invocation of a webhook is called that was not delivered, when it has no status code."""
FEW = 0.1
"""Of the account's requests a minute: less than this is too little for a busy bridge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of the doctor: `fix` says how to mend what is not ok, or advises although it is."""

    name: str
    ok: bool
    detail: str
    fix: str = ""


async def doctor(
    support: Support,
    *,
    target_url: str,
    tag: str,
    name: str,
    waits: bool = False,
    fin_agent_id: int | None = None,
    secrets: Sequence[str] = (),
) -> Sequence[Check]:
    """The checks, in the order in which one would mend them; the first arguments are those of `setup`.

    Args:
        support: The client.
        target_url: Where webhooks go.
        tag: Of the bridge's tickets.
        name: This installation's.
        waits: Fin waits until a trigger assigns a ticket to it.
        fin_agent_id: The agent that Fin answers as; None is the credentials' own user.
        secrets: With which webhooks may be signed; none are compared when there are none.
    """
    try:
        me = await support.me()
    except OutsideFailure as failure:
        settings = support.credentials.settings
        where = "BRIDGE_ZENDESK__SUBDOMAIN, BRIDGE_ZENDESK__BASE_URL and the way there"
        fix = f"Check {settings if isinstance(failure, Refused) else where} first."
        return [Check(name="credentials", ok=False, detail=str(failure), fix=fix)]
    reads = {
        "tickets:read": "/api/v2/tickets.json?external_id=messenger-bridge-doctor",
        "users:read": f"/api/v2/users/{me.id}.json",
        "triggers:read": "/api/v2/triggers.json?page[size]=1",
        "webhooks:read": "/api/v2/webhooks?page[size]=1",
        "tickets:read, changed tickets": "/api/v2/incremental/tickets/cursor.json?start_time=1&per_page=1",
    }
    checks = [*_identity(support, me), *[await _readable(support, *read) for read in reads.items()]]
    granted = support.credentials.granted
    if granted is not None:
        checks += [_tells_saves(granted), _writable(granted)]
    checks.append(await _account(support))
    if all(check.ok for check in checks):
        checks += await _standing(support, target_url=target_url, tag=tag, name=name, secrets=secrets)
        if waits:
            checks.append(await _assigned(support, fin_agent_id or me.id, tag))
    if (limit := _limit(support)) is not None:
        checks.append(limit)
    return checks


def _identity(support: Support, me: User) -> list[Check]:
    fix = "" if me.role == "admin" else "setup and the poll of changed tickets need an admin's credentials."
    checks = [
        Check(name="credentials", ok=True, detail=f"user {me.id}, role {me.role}"),
        Check(name="role", ok=me.role in ("admin", "agent"), detail=me.role, fix=fix),
    ]
    if support.credentials.is_legacy:
        advice = f"Make a confidential OAuth client ({CLIENT}) and set {ClientCredentials.settings}."
        told = "an API token: Zendesk ends all of them on 2027-04-30"
        return [*checks, Check(name="kind of credentials", ok=True, detail=told, fix=advice)]
    return [*checks, Check(name="kind of credentials", ok=True, detail="OAuth client")]


async def _readable(support: Support, scope: str, path: str) -> Check:
    try:
        await support.get(path)
    except Refused as refused:
        fix = f"Give the OAuth client the scope {scope.partition(',')[0]}, or its user the right to it."
        return Check(name=scope, ok=False, detail=str(refused), fix=fix)
    except OutsideFailure as failure:
        return Check(name=scope, ok=False, detail=str(failure), fix="Try again in a minute.")
    return Check(name=scope, ok=True, detail="readable")


def _tells_saves(granted: frozenset[str]) -> Check:
    """Replies of agents are read from audits. Source: "Ticket Audits": no narrower scope opens them."""
    ok = "read" in granted
    detail = "readable" if ok else f"granted: {' '.join(sorted(granted)) or 'nothing'}"
    fix = "" if ok else "Give the OAuth client the scope read: tickets:read does not open ticket audits."
    return Check(name="read, ticket audits", ok=ok, detail=detail, fix=fix)


def _writable(granted: frozenset[str]) -> Check:
    missing = [f"{one}:write" for one in WRITES if not granted & {"write", f"{one}:write"}]
    detail = f"granted: {' '.join(sorted(granted)) or 'nothing'}"
    fix = f"Give the OAuth client the scopes {' '.join(missing)}." if missing else ""
    return Check(name="scopes to write", ok=not missing, detail=detail, fix=fix)


async def _account(support: Support) -> Check:
    """Advice only: nothing of it stops the bridge."""
    try:
        settings = await support.account_settings()
    except OutsideFailure as failure:
        return Check(name="account", ok=True, detail=f"its settings could not be read: {failure}")
    if settings.private_attachments:
        told = "attachments are private: customers get agents' files from the bridge"
        return Check(name="account", ok=True, detail=told)
    return Check(name="account", ok=True, detail="its settings are fine")


async def _standing(
    support: Support, *, target_url: str, tag: str, name: str, secrets: Sequence[str]
) -> list[Check]:
    try:
        webhooks = await webhooks_of(support, name)
        triggers = await triggers_of_account(support)
        if not webhooks:
            return [Check(name="webhook", ok=False, detail="there is none of ours", fix=SETUP)]
        webhook_id = str(webhooks[0]["id"])
        invocations = await support.get(
            f"/api/v2/webhooks/{webhook_id}/invocations", told=lambda raw: list(raw["invocations"])
        )
        secret = await secret_of(support, webhook_id) if secrets else ""
    except OutsideFailure as failure:
        return [Check(name="webhook", ok=False, detail=str(failure), fix="Try again in a minute.")]
    right = len(webhooks) == 1 and webhook_is_right(webhooks[0], target_url, name)
    detail = f"{webhook_id} → {webhooks[0].get('endpoint')}, {webhooks[0].get('status')}"
    if len(webhooks) > 1:
        detail += f", and {len(webhooks) - 1} more of ours"
    return [
        Check(name="webhook", ok=right, detail=detail, fix="" if right else SETUP),
        *([_signed(secret in secrets)] if secrets else []),
        *_our_triggers(triggers, webhook_id, tag, name),
        _delivered(invocations, target_url),
        *_mails(triggers, tag, name),
    ]


def _signed(ok: bool) -> Check:  # noqa: FBT001 - its one word
    detail = "the bridge knows it" if ok else "another than the bridge knows: every webhook is refused"
    fix = "" if ok else f"{SETUP}, or correct BRIDGE_ZENDESK__WEBHOOK_SECRETS"
    return Check(name="the webhook's secret", ok=ok, detail=detail, fix=fix)


def _our_triggers(triggers: Sequence[Raw], webhook_id: str, tag: str, name: str) -> list[Check]:
    ours = {str(one["title"]): one for one in triggers if is_our_trigger(one, name)}
    checks = []
    for wanted in triggers_wanted(webhook_id, tag, name):
        there = ours.get(wanted["title"])
        ok = there is not None and trigger_is_right(there, wanted)
        told = "as we made it" if ok else "missing" if there is None else "changed or switched off"
        checks.append(Check(name=f"trigger {wanted['title']}", ok=ok, detail=told, fix="" if ok else SETUP))
    return checks


async def _assigned(support: Support, fin_id: int, tag: str) -> Check:
    """Advice: agents may assign tickets to Fin by hand, but then it is silent until they do."""
    triggers = await triggers_of_account(support)
    there = [str(one.get("title")) for one in triggers if one.get("active") and _assigns(one, fin_id)]
    if there:
        return Check(name="triggers that assign Fin", ok=True, detail="; ".join(there))
    fix = (
        f"BRIDGE_TICKET__ASSIGN_FIN is by_trigger: make a trigger (ticket is created, tags contain {tag}, "
        f"your conditions) that sets the assignee to agent {fin_id}."
    )
    return Check(name="triggers that assign Fin", ok=True, detail="there is none: Fin stays silent", fix=fix)


def _assigns(trigger: Raw, fin_id: int) -> bool:
    return any(
        action.get("field") == "assignee_id" and str(action.get("value")) in (str(fin_id), "current_user")
        for action in trigger.get("actions") or ()
    )


def _delivered(invocations: Sequence[Raw], target_url: str) -> Check:
    """The last page of the webhook's invocations, newest first. Source: GET webhooks/{id}/invocations."""
    newest = sorted(invocations, key=lambda one: str(one.get("latest_completed_at") or ""), reverse=True)
    lost = Counter(str(one.get("status_code") or one.get("status")) for one in newest if _is_lost(one))
    detail = f"{len(newest)} seen"
    if not lost:
        return Check(name="deliveries", ok=True, detail=f"{detail}, none lost")
    detail += ", not delivered: " + ", ".join(f"{what} ({count})" for what, count in lost.most_common())
    if _is_lost(newest[0]):
        fix = (
            f"Zendesk must reach {target_url} and get 200: check BRIDGE_PUBLIC_URL; at 401 run setup, which "
            "keeps the secret. Then let an agent comment, to try."
        )
        return Check(name="deliveries", ok=False, detail=detail, fix=fix)
    return Check(name="deliveries", ok=True, detail=f"{detail}; the newest arrived")


def _is_lost(invocation: Raw) -> bool:
    code = invocation.get("status_code")
    return not 200 <= code < 300 if isinstance(code, int) else invocation.get("status") in LOST  # noqa: PLR2004 - HTTP's 2xx


def _mails(triggers: Sequence[Raw], tag: str, name: str) -> list[Check]:
    """Triggers of others that mail the customer at every public comment, as a new account has them."""
    told = [
        str(one.get("title"))
        for one in triggers
        if not is_our_trigger(one, name) and _mails_customer(one, tag)
    ]
    if not told:
        return [Check(name="mails to customers", ok=True, detail="no trigger mails what the Messenger shows")]
    fix = f"If you do not want that, add to each: Tags > Contains none of the following > {tag}"
    return [
        Check(
            name="mails to customers",
            ok=True,
            detail=f"these triggers also mail the customer what the Messenger shows: {'; '.join(told)}",
            fix=fix,
        )
    ]


def _mails_customer(trigger: Raw, tag: str) -> bool:
    conditions: list[Any] = (trigger.get("conditions") or {}).get("all") or []
    said = {(one.get("field"), one.get("operator"), str(one.get("value"))) for one in conditions}
    # The API's user is an agent: what asks for an end user's doing does not fire at ours.
    if not trigger.get("active") or ("role", "is", "end_user") in said:
        return False
    if any(f == "current_tags" and o == "not_includes" and tag in v.split() for f, o, v in said):
        return False
    return any(
        action.get("field") == "notification_user"
        and str((action.get("value") or [""])[0]) in ("requester_id", "requester_and_ccs")
        for action in trigger.get("actions") or ()
    )


def _limit(support: Support) -> Check | None:
    """How much of the account's limit is left now; None when the answers did not tell."""
    told = support.limits
    most, left = told.get("x-rate-limit", ""), told.get("x-rate-limit-remaining", "")
    if not (most.isdecimal() and left.isdecimal()):
        return None
    few = int(left) < int(most) * FEW
    fix = "Other integrations use up the account's limit; the bridge waits when it is reached." if few else ""
    return Check(name="rate limit", ok=True, detail=f"{left} of {most} requests left this minute", fix=fix)
