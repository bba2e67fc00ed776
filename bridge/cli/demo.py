"""`demo`: bridge, Zendesk sandbox and a demo shop, started together and stopped together."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import shutil
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

if TYPE_CHECKING:
    from bridge.cli.postbox import Postbox
    from bridge.cli.shop_api import ShopApi

from bridge.cli.ports import chosen

app = typer.Typer(add_completion=False)

FOLDER = Path("var/demo")
CONFIG = Path("config")
PASSED_ON = (
    "BRIDGE_HANDOFF__MODE",
    "BRIDGE_HANDOFF__CHAT_TIMEOUT",
    "BRIDGE_HANDOFF__PENDING_TIMEOUT",
    "BRIDGE_MAIL__UNREAD_AFTER",
)
START_S = 30.0
STOP_S = 12.0


@app.command()
def demo(
    port: Annotated[int | None, typer.Option(help="port of the bridge; 8080, or a free one after it")] = None,
    sandbox_port: Annotated[int | None, typer.Option(help="of the Zendesk sandbox; from 8090 on")] = None,
    shop_port: Annotated[int | None, typer.Option(help="of the demo shop; from 8000 on")] = None,
) -> None:
    """Run everything here: no account, no key, no network. Ctrl-C stops all; a new start forgets all."""
    bridge_at = chosen(port, 8080, "--port")
    sandbox_at = chosen(sandbox_port, 8090, "--sandbox-port")
    shop_at = chosen(shop_port, 8000, "--shop-port")
    shutil.rmtree(
        FOLDER, ignore_errors=True
    )  # the sandbox forgets its tickets, so the bridge begins anew too
    FOLDER.mkdir(parents=True)
    asyncio.run(_demo(bridge_at, sandbox_at, shop_at))


async def _demo(port: int, sandbox_port: int, shop_port: int) -> None:
    from bridge.catalog.folder import read_folder
    from bridge.cli.postbox import Postbox, received
    from bridge.cli.shop_api import ShopApi

    secret = secrets.token_urlsafe(32)
    token = secrets.token_urlsafe(32)
    env = _environment(port, sandbox_port, secret) | {
        "BRIDGE_SECRETS__SHOP_URL": f"http://127.0.0.1:{shop_port}",
        "BRIDGE_SECRETS__SHOP_TOKEN": token,
        "BRIDGE_CONNECTORS__ALLOW_HOSTS": json.dumps([f"127.0.0.1:{shop_port}"]),
    }
    api = ShopApi(token, read_folder(CONFIG).catalog.connectors)
    postbox = Postbox(f"http://127.0.0.1:{port}", mail_token := secrets.token_urlsafe(32))
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    started: list[asyncio.subprocess.Process] = []
    async with received(postbox) as mail_port:
        env |= _mail(mail_port, mail_token)
        await _all(env, stop, started, secret, port, sandbox_port, shop_port, api, postbox)


async def _all(
    env: dict[str, str],
    stop: asyncio.Event,
    started: list[asyncio.subprocess.Process],
    secret: str,
    port: int,
    sandbox_port: int,
    shop_port: int,
    api: ShopApi,
    postbox: Postbox,
) -> None:
    from bridge.cli.shop import served

    try:
        started.append(await _started(env, "sandbox", "--port", str(sandbox_port)))
        await _answers(f"http://127.0.0.1:{sandbox_port}/agent", started, "sandbox", sandbox_port)
        setup = await _started(env, "zendesk", "setup")
        if await setup.wait() != 0:
            raise SystemExit("demo: the sandbox could not be set up; see above")
        started.append(await _started(env, "serve"))
        bridge = f"http://127.0.0.1:{port}"
        await _answers(f"{bridge}/ready", started, "bridge", port)
        async with served(shop_port, bridge=bridge, secret=secret, api=api, postbox=postbox):
            typer.echo("")
            typer.echo(f"  Demo shop with the Messenger   http://127.0.0.1:{shop_port}/")
            typer.echo(f"  Zendesk sandbox, agent's page  http://127.0.0.1:{sandbox_port}/agent")
            typer.echo(f"  The customers' mailbox         http://127.0.0.1:{shop_port}/mail")
            typer.echo(f"  The bridge                     {bridge}/health")
            typer.echo("")
            typer.echo(
                "  What Fin saw and decided, in another terminal (DATABASE_URL names the demo's data):"
            )
            typer.echo(f"  DATABASE_URL={env['DATABASE_URL']} {_python()} -m bridge chat --show last")
            typer.echo("")
            typer.echo("  Ctrl-C stops all of them.")
            await _until_one_ends(stop, started)
    finally:
        await _stopped(started)


def _mail(port: int, token: str) -> dict[str, str]:
    """Mail goes to the demo's own mailbox, and answers come back; without the extra `mail` there is none."""
    from connectors.mail import is_installed

    if not is_installed():
        return {}
    return {
        "BRIDGE_MAIL__SMTP_URL": f"smtp://127.0.0.1:{port}",
        "BRIDGE_MAIL__FROM": "Lumen & Loom <help@shop.example>",
        "BRIDGE_MAIL__REPLY_TO": "reply@shop.example",
        "BRIDGE_API_TOKENS": json.dumps(
            [{"token": token, "name": "demo mailbox", "scopes": ["write_conversations"]}]
        ),
    }


def _python() -> str:
    """How this Python is called from here."""
    with suppress(ValueError):
        return str(Path(sys.executable).relative_to(Path.cwd()))
    return sys.executable


async def _until_one_ends(stop: asyncio.Event, started: list[asyncio.subprocess.Process]) -> None:
    while not stop.is_set():
        if any(process.returncode is not None for process in started):
            raise SystemExit("demo: one of the processes ended by itself; see above")
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), 0.5)


def _environment(port: int, sandbox_port: int, secret: str) -> dict[str, str]:
    base = {name: value for name, value in os.environ.items() if not name.startswith("BRIDGE_")}
    return (
        base
        | {
            "PORT": str(port),
            "DATABASE_URL": f"sqlite:///{FOLDER}/bridge.db",
            "BRIDGE_IDENTITY__SECRETS": json.dumps([secret]),
            "BRIDGE_ZENDESK__BASE_URL": f"http://127.0.0.1:{sandbox_port}",
            "BRIDGE_ZENDESK__OAUTH_CLIENT_ID": "sandbox-client",
            "BRIDGE_ZENDESK__OAUTH_CLIENT_SECRET": "sandbox-secret",
            "BRIDGE_ZENDESK__RECONCILE_S": "5",
            "BRIDGE_CONVERSATIONS__APP_ID": "5f00000000000000000000a1",
            "BRIDGE_CONVERSATIONS__KEY_ID": "app_5f00000000000000000000b2",
            "BRIDGE_CONVERSATIONS__SECRET": "sandbox-chats-secret",
            "BRIDGE_LOG_LEVEL": os.environ.get("BRIDGE_LOG_LEVEL", "warning"),
        }
        | {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    )


async def _started(env: dict[str, str], *arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bridge", *arguments, env=env, start_new_session=True
    )


async def _answers(url: str, started: list[asyncio.subprocess.Process], what: str, port: int) -> None:
    """Waits until `url` is answered; a process that ended before says why itself."""
    parts = urlsplit(url)
    async with asyncio.timeout(START_S):
        while True:
            if started[-1].returncode is not None:
                raise SystemExit(f"demo: the {what} did not start; is port {port} taken? See above")
            with suppress(OSError):
                reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
                writer.write(f"GET {parts.path} HTTP/1.0\r\nHost: {parts.netloc}\r\n\r\n".encode())
                line = await reader.readline()
                writer.close()
                if b" 200 " in line:
                    return
            await asyncio.sleep(0.1)


async def _stopped(started: list[asyncio.subprocess.Process]) -> None:
    for process in reversed(started):
        if process.returncode is None:
            process.terminate()
    for process in started:
        try:
            await asyncio.wait_for(process.wait(), STOP_S)
        except TimeoutError:
            process.kill()
            await process.wait()
