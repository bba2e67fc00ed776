"""`identity`: the hash checker on a terminal, the enforcement switch, the list of installations."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeVar

import typer

from bridge.channels.messenger.doors import CONNECTED, ENFORCE
from bridge.channels.messenger.identity import Claim, Rejected, VerifiedUser, expected_hash, identify
from bridge.cli import samples
from bridge.cli.opened import opened
from bridge.runtime.clock import SystemClock
from bridge.runtime.installs import Install, installs
from bridge.runtime.store import Store
from bridge.runtime.switches import read_switch, set_switch
from bridge.settings import Settings, SettingsError, load

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Check identity hashes and installations.")

T = TypeVar("T")


class Platform(StrEnum):
    """Each has its own secrets."""

    WEB = "web"
    IOS = "ios"
    ANDROID = "android"


class Switch(StrEnum):
    """What to do with a switch."""

    ON = "on"
    OFF = "off"
    STATUS = "status"


class People(StrEnum):
    """For whom the Messenger may be there."""

    USERS = "users"
    VISITORS = "visitors"


UserId = Annotated[str | None, typer.Option("--user-id", help="wins over --email when both are given")]
Email = Annotated[str | None, typer.Option("--email", help="exactly as the site signs it")]
OnPlatform = Annotated[Platform, typer.Option(help="whose secrets")]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON object, for programs")]


@app.command("hash")
def hash_(
    user_id: UserId = None,
    email: Email = None,
    platform: OnPlatform = Platform.WEB,
    secret_index: Annotated[int, typer.Option(help="which accepted secret; 0 is the newest")] = 0,
    as_json: AsJson = False,
) -> None:
    """Print the user_hash that is expected for this user."""
    secrets = _secrets(load(), platform)
    if not user_id and not email:
        raise typer.BadParameter("give --user-id or --email")
    if not 0 <= secret_index < len(secrets):
        raise typer.BadParameter(
            f"{len(secrets)} secret(s) are set for {platform.value}: there is no number {secret_index}"
        )
    made = expected_hash(secrets[secret_index], user_id=user_id, email=email)
    over = "user_id" if user_id else "email"
    if as_json:
        print(json.dumps({"user_hash": made, "over": over, "secret_index": secret_index}))
    else:
        print(made)


@app.command()
def verify(
    user_id: UserId = None,
    email: Email = None,
    user_hash: Annotated[str | None, typer.Option("--hash", help="the user_hash that the page sends")] = None,
    jwt: Annotated[str | None, typer.Option(help="the intercom_user_jwt that the page sends")] = None,
    platform: OnPlatform = Platform.WEB,
    as_json: AsJson = False,
) -> None:
    """Say whether a boot with this proof would be accepted, and why not. Exit code 1 when it would not."""
    if not user_hash and not jwt:
        raise typer.BadParameter("give --hash or --jwt")
    claim = Claim(user_id=user_id, email=email, user_hash=user_hash, token=jwt)
    secrets = _secrets(load(), platform)
    identity = identify(claim, secrets, enforce=True, now=SystemClock().epoch())
    result: dict[str, Any]
    match identity:
        case VerifiedUser():
            result = {
                "valid": True,
                "user_id": identity.user_id,
                "email": identity.email,
                "secret_index": identity.secret_index,
            }
            shown = identity.user_id or identity.email
            line = f"valid: {shown}, by secret {identity.secret_index} (0 is the newest)"
        case Rejected():
            result = {"valid": False, "code": identity.code, "why": identity.why}
            line = f"not valid ({identity.code}): {identity.why}"
        case _:
            raise AssertionError("with a proof one is verified or rejected")
    print(json.dumps(result) if as_json else line)
    if not result["valid"]:
        raise typer.Exit(1)


@app.command()
def snippet(
    name: Annotated[str, typer.Argument(help=", ".join(samples.names("page")))] = "code",
    visitors: Annotated[bool, typer.Option("--visitors", help="for people without a log-in")] = False,
) -> None:
    """Print what puts the Messenger on your pages, with this workspace's id and address."""
    settings = load()
    print(
        samples.page(
            _known(name, "page"), app_id=settings.app_id, public_url=settings.base_url, visitors=visitors
        )
    )


@app.command()
def code(name: Annotated[str, typer.Argument(help=", ".join(samples.names("identity")))] = "node") -> None:
    """Print the code that makes a user_hash on your server, where the secret is and stays."""
    print(samples.identity(_known(name, "identity")))


@app.command()
def enforce(what: Annotated[Switch, typer.Argument()] = Switch.STATUS, as_json: AsJson = False) -> None:
    """Reject users without a valid proof (on), or let them in unverified (off). In force within 10 s."""
    settings = load()

    async def work(store: Store) -> Any:
        if what is not Switch.STATUS:
            await set_switch(store, ENFORCE, what is Switch.ON, by="terminal")
        return await read_switch(store, ENFORCE)

    value = _with_store(settings, work)
    in_force = settings.identity.enforce if value is None else bool(value)
    source = "the setting" if value is None else "the switch"
    if as_json:
        print(json.dumps({"enforced": in_force, "by": source}))
    else:
        print(f"identity verification is {'enforced' if in_force else 'not enforced'} (by {source})")


@app.command()
def connect(
    who: Annotated[People, typer.Argument(help="users have a log-in, visitors have none")],
    what: Annotated[Switch, typer.Argument()] = Switch.STATUS,
    as_json: AsJson = False,
) -> None:
    """Let users or visitors use the Messenger (on), or refuse them (off). In force within 10 s."""

    async def work(store: Store) -> Any:
        if what is not Switch.STATUS:
            await set_switch(store, CONNECTED[who.value], what is Switch.ON, by="terminal")
        return await read_switch(store, CONNECTED[who.value])

    is_on = _with_store(load(), work) is not False
    if as_json:
        print(json.dumps({who.value: is_on}))
    else:
        print(f"the Messenger is {'connected' if is_on else 'switched off'} for {who.value}")


@app.command("installs")
def installs_(as_json: AsJson = False) -> None:
    """List where the Messenger was seen, and whether its users prove who they are."""
    found = _with_store(load(), installs)
    rows = [_row(install) for install in found]
    if as_json:
        print(json.dumps(rows))
        return
    if not rows:
        print("The Messenger has not been seen anywhere yet: open a page with the snippet.")
        return
    width = max(len(row["domain"]) for row in rows)
    for row in rows:
        mark = "ok  " if row["ok"] else "WARN"
        counts = ", ".join(f"{count} {status}" for status, count in row["counts"].items() if count)
        print(
            f"{mark}  {row['domain']:<{width}}  {row['platform']:<7}  last {row['last_status']}  ({counts})"
        )


def _known(name: str, kind: Literal["page", "identity"]) -> str:
    if name not in samples.names(kind):
        raise typer.BadParameter(f"there is none for {name!r}; there are {', '.join(samples.names(kind))}")
    return name


def _row(install: Install) -> dict[str, Any]:
    return {
        "domain": install.domain,
        "platform": install.platform,
        "ok": install.last_status in ("verified", "visitor"),
        "last_status": install.last_status,
        "counts": dict(install.counts),
        "first_seen": install.first_seen.isoformat(),
        "last_seen": install.last_seen.isoformat(),
    }


def _secrets(settings: Settings, platform: Platform) -> list[str]:
    identity = settings.identity
    chosen = {
        Platform.WEB: identity.secrets,
        Platform.IOS: identity.secrets_ios,
        Platform.ANDROID: identity.secrets_android,
    }[platform]
    if not chosen:
        name = "SECRETS" if platform is Platform.WEB else f"SECRETS_{platform.name}"
        raise SettingsError(
            f'BRIDGE_IDENTITY__{name}: no secret is set; a JSON list, e.g. ["a long random text"]'
        )
    return [secret.get_secret_value() for secret in chosen]


def _with_store(settings: Settings, work: Callable[[Store], Awaitable[T]]) -> T:
    async def run() -> T:
        async with opened(settings) as store:
            return await work(store)

    return asyncio.run(run())
