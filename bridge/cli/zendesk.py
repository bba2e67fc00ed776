"""`zendesk setup|doctor|teardown`: the connection to the account, made, checked and taken down."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

if TYPE_CHECKING:
    from bridge.runtime.vault import Vault
    from bridge.settings import Settings
    from connectors.zendesk.provisioning import Check, Provisioned
    from connectors.zendesk.requester import Requester
    from connectors.zendesk.support import Support

T = TypeVar("T")

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Set up, check and take down the connection to Zendesk.",
)

AsJson = Annotated[bool, typer.Option("--json", help="one JSON object instead of text")]


@app.command()
def setup(as_json: AsJson = False) -> None:
    """Make or mend our webhook and triggers, and keep the signing secret; safe to run twice."""
    made = asyncio.run(_with_account(_setup))
    if as_json:
        told = {"webhook_id": made.webhook_id, "trigger_ids": made.trigger_ids, "changed": made.changed}
        typer.echo(json.dumps(told))
        return
    for line in made.changed or ("Everything is as it should be; nothing was changed.",):
        typer.echo(line)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Look at everything that the bridge needs on the account; exit code 1 when something is missing."""
    checks = asyncio.run(_with_account(_doctor))
    if as_json:
        told = [{"name": c.name, "ok": c.ok, "detail": c.detail, "fix": c.fix} for c in checks]
        typer.echo(json.dumps({"ok": all(c.ok for c in checks), "checks": told}))
    else:
        for check in checks:
            typer.echo(f"{'ok  ' if check.ok else 'FAIL'}  {check.name}: {check.detail}")
            if check.fix:
                typer.echo(f"      → {check.fix}")
    if not all(check.ok for check in checks):
        raise typer.Exit(1)


@app.command()
def teardown(as_json: AsJson = False) -> None:
    """Remove our webhooks, triggers and integration from the account; nothing of others is touched."""
    removed = asyncio.run(_with_account(_teardown))
    if as_json:
        typer.echo(json.dumps({"removed": list(removed)}))
        return
    for line in removed or ("There was nothing of ours.",):
        typer.echo(f"removed {line}" if removed else line)


@app.command()
def requester(
    user_id: Annotated[str, typer.Option("--user-id", help="as your site sends it")],
    email: Annotated[str | None, typer.Option("--email", help="his address, if your site knows it")] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="set the external_id where that alone is missing")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say whose tickets a customer's would be: user_id against external_id; exit code 1 if they disagree."""

    async def work(_settings: Settings, support: Support, _vault: Vault) -> Requester:
        from connectors.zendesk import requester as requesters

        found = await requesters.requester(support, external_id=user_id, email=email)
        if fix and found.lacks_id is not None:
            await requesters.set_external_id(support, found.lacks_id, user_id)
            return await requesters.requester(support, external_id=user_id, email=email)
        return found

    found = asyncio.run(_with_account(work))
    if as_json:
        typer.echo(json.dumps({"ok": not found.fix, "detail": found.detail, "fix": found.fix}))
    else:
        typer.echo(f"{'FAIL' if found.fix else 'ok  '}  {found.detail}")
        if found.fix:
            typer.echo(f"      → {found.fix}")
    if found.fix:
        raise typer.Exit(1)


async def _setup(settings: Settings, support: Support, vault: Vault) -> Provisioned:
    from bridge.chatting import CHAT_SECRETS, conversations_of, installation, place_of
    from bridge.configured import WEBHOOK_SECRETS
    from connectors.zendesk import conversation_provisioning, provisioning

    made = await provisioning.setup(
        support, target_url=_target(settings), tag=settings.tags.channel, name=installation(settings)
    )
    await _keep(vault, WEBHOOK_SECRETS, made.signing_secret)
    client = conversations_of(settings)
    if client is None:
        return made
    async with client:
        chats = await conversation_provisioning.setup(
            client, target_url=_chat_target(settings), name=place_of(settings)
        )
    await _keep(vault, CHAT_SECRETS, chats.webhook_secret)
    return replace(made, changed=(*made.changed, *chats.changed))


async def _keep(vault: Vault, name: str, secret: str) -> None:
    """The newest secret first; two older ones stay good while they rotate."""
    kept = json.loads(await vault.get(name) or "[]")
    newest = [secret, *(one for one in kept if one != secret)]
    await vault.put(name, json.dumps(newest[:3]))


async def _doctor(settings: Settings, support: Support, vault: Vault) -> Sequence[Check]:
    from bridge.chatting import installation
    from bridge.configured import webhook_secrets
    from connectors.zendesk import provisioning

    secrets = await webhook_secrets(settings, vault)
    checks = list(
        await provisioning.doctor(
            support,
            target_url=_target(settings),
            tag=settings.tags.channel,
            name=installation(settings),
            waits=settings.ticket.assign_fin == "by_trigger",
            fin_agent_id=settings.zendesk.fin_agent_id,
            secrets=secrets,
        )
    )
    checks.append(_known("signing secret", secrets))
    return [*checks, *await _chat_doctor(settings, vault)]


async def _chat_doctor(settings: Settings, vault: Vault) -> Sequence[Check]:
    from bridge.chatting import chat_secrets, conversations_of, place_of
    from connectors.zendesk import conversation_provisioning
    from connectors.zendesk.provisioning import Check

    client = conversations_of(settings)
    if client is None:
        if settings.handoff.mode == "ticket":
            return []
        return [
            Check(
                name="live chats",
                ok=False,
                detail="not configured: every hand-off is a ticket",
                fix="Set BRIDGE_CONVERSATIONS__APP_ID, __KEY_ID and __SECRET; "
                f"keys are made in {conversation_provisioning.KEYS}.",
            )
        ]
    async with client:
        checks = await conversation_provisioning.doctor(
            client, target_url=_chat_target(settings), name=place_of(settings)
        )
    return [*checks, _known("chat webhook secret", await chat_secrets(settings, vault))]


def _known(name: str, secrets: Sequence[str]) -> Check:
    from connectors.zendesk.provisioning import Check

    fix = "" if secrets else "Run: python -m bridge zendesk setup"
    detail = f"{len(secrets)} known" if secrets else "none known: every webhook would be refused"
    return Check(name=name, ok=bool(secrets), detail=detail, fix=fix)


async def _teardown(settings: Settings, support: Support, vault: Vault) -> Sequence[str]:
    from bridge.chatting import CHAT_SECRETS, conversations_of, installation, place_of
    from bridge.configured import WEBHOOK_SECRETS
    from connectors.zendesk import conversation_provisioning, provisioning

    removed = list(await provisioning.teardown(support, name=installation(settings)))
    await vault.put(WEBHOOK_SECRETS, "[]")
    client = conversations_of(settings)
    if client is not None:
        async with client:
            removed += await conversation_provisioning.teardown(client, name=place_of(settings))
        await vault.put(CHAT_SECRETS, "[]")
    return removed


async def _with_account(work: Callable[[Settings, Support, Vault], Awaitable[T]]) -> T:
    from bridge.cli.opened import opened
    from bridge.configured import support_of
    from bridge.runtime.vault import Vault
    from bridge.settings import SettingsError, load, secret_keys
    from connectors.failures import OutsideFailure

    settings = load()
    support = support_of(settings)
    if support is None:
        raise SettingsError(
            "BRIDGE_ZENDESK__SUBDOMAIN: no account is configured; README, Connect a real Zendesk"
        )
    try:
        async with opened(settings) as store:
            return await work(settings, support, Vault(store, secret_keys(settings, make=True)))
    except OutsideFailure as failure:
        raise SettingsError(f"zendesk: {failure}") from None
    finally:
        await support.close()


def _target(settings: Settings) -> str:
    return f"{settings.base_url}/zendesk/webhooks"


def _chat_target(settings: Settings) -> str:
    return f"{settings.base_url}/zendesk/conversations/webhooks"
