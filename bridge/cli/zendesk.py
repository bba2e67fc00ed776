"""`zendesk setup|doctor|teardown`: the connection to the account, made, checked and taken down."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

if TYPE_CHECKING:
    from bridge.runtime.vault import Vault
    from bridge.settings import Settings
    from connectors.zendesk.provisioning import Check, Provisioned
    from connectors.zendesk.support import Support

T = TypeVar("T")

app = typer.Typer(add_completion=False, help="Set up, check and take down the connection to Zendesk.")

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
    """Remove our webhook and triggers from the account; nothing of others is touched."""
    removed = asyncio.run(_with_account(_teardown))
    if as_json:
        typer.echo(json.dumps({"removed": list(removed)}))
        return
    for line in removed or ("There was nothing of ours.",):
        typer.echo(f"removed {line}" if removed else line)


async def _setup(settings: Settings, support: Support, vault: Vault) -> Provisioned:
    from bridge.configured import WEBHOOK_SECRETS
    from connectors.zendesk import provisioning

    made = await provisioning.setup(
        support, target_url=_target(settings), tag=settings.tags.channel, name=installation(settings)
    )
    kept = json.loads(await vault.get(WEBHOOK_SECRETS) or "[]")
    newest = [made.signing_secret, *(one for one in kept if one != made.signing_secret)]
    await vault.put(WEBHOOK_SECRETS, json.dumps(newest[:3]))  # two older ones stay good while they rotate
    return made


async def _doctor(settings: Settings, support: Support, vault: Vault) -> Sequence[Check]:
    from bridge.configured import webhook_secrets
    from connectors.zendesk import provisioning

    checks = list(
        await provisioning.doctor(
            support, target_url=_target(settings), tag=settings.tags.channel, name=installation(settings)
        )
    )
    known = await webhook_secrets(settings, vault)
    fix = "" if known else "Run: python -m bridge zendesk setup"
    detail = f"{len(known)} known" if known else "none known: every webhook would be refused"
    checks.append(provisioning.Check(name="signing secret", ok=bool(known), detail=detail, fix=fix))
    return checks


async def _teardown(settings: Settings, support: Support, vault: Vault) -> Sequence[str]:
    from bridge.configured import WEBHOOK_SECRETS
    from connectors.zendesk import provisioning

    removed = await provisioning.teardown(support, name=installation(settings))
    await vault.put(WEBHOOK_SECRETS, "[]")
    return removed


async def _with_account(work: Callable[[Settings, Support, Vault], Awaitable[T]]) -> T:
    from bridge.configured import support_of
    from bridge.runtime import schema
    from bridge.runtime.store import Store
    from bridge.runtime.vault import Vault
    from bridge.settings import SettingsError, load, secret_keys
    from connectors.failures import OutsideFailure

    settings = load()
    support = support_of(settings)
    if support is None:
        raise SettingsError(
            "BRIDGE_ZENDESK__SUBDOMAIN: no account is configured; README, Connect a real Zendesk"
        )
    store = await Store.open(settings.database_url)
    try:
        await schema.ensure(store)
        return await work(settings, support, Vault(store, secret_keys(settings, make=True)))
    except OutsideFailure as failure:
        raise SettingsError(f"zendesk: {failure}") from None
    finally:
        await support.close()
        await store.close()


def _target(settings: Settings) -> str:
    return f"{settings.base_url}/zendesk/webhooks"


def installation(settings: Settings) -> str:
    """This installation's name on the account: its workspace, and where it is reached."""
    where = hashlib.sha256(settings.base_url.encode()).hexdigest()[:8]
    return f"{settings.app_id}-{where}"
