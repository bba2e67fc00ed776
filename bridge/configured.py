"""What the operator's settings mean to each part: rules, account, desk, content, Messenger."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import orjson
import structlog
from pydantic import SecretStr

from bridge.channels.fin_api.callers import CALLS_AT_ONCE, CALLS_PER_MINUTE
from bridge.channels.fin_api.needs import FinApiParts
from bridge.channels.messenger.needs import IdentityNeeds, Limits, MessengerParts, Platform
from bridge.core.conversation.rules import Rules, TagNames
from bridge.core.procedures.definition import Definition
from bridge.core.words.values import Author
from bridge.runtime.clock import Clock, SystemClock
from bridge.runtime.limits import RateLimit
from bridge.runtime.live import Live
from bridge.runtime.retention import Policy
from bridge.runtime.store import Store
from bridge.runtime.switches import Switches
from bridge.runtime.turn import Turns
from bridge.runtime.vault import Vault
from bridge.settings import Settings, SettingsError
from bridge.web.hook_tokens import HookTokens
from bridge.web.tokens import Token, Tokens
from handoff.desk import HelpDesk
from handoff.desks.none import NoDesk

if TYPE_CHECKING:
    from bridge.knowledge.library import Library
    from connectors.http import HttpClient
    from connectors.mail import Mailer, Tls
    from connectors.zendesk.guide import GuideArticle
    from connectors.zendesk.oauth import ApiToken, ClientCredentials
    from connectors.zendesk.support import Support

WEBHOOK_SECRETS = "zendesk.webhook_secrets"
"""Where `zendesk setup` keeps the signing secrets in the vault: a JSON list, newest first."""

PATIENCE_S = 12.0
"""How long Fin may think before people take over; a model gets its own time and a second."""

SECRET = "secret:"  # noqa: S105 - a prefix, no secret
"""Before the names of the secrets that `python -m bridge secrets set` keeps in the vault."""

_MAIL: dict[str, tuple[Tls, int]] = {
    "smtps": ("tls", 465),
    "smtp+starttls": ("starttls", 587),
    "smtp": ("none", 25),
}
"""Scheme of the mail server's address → how it is encrypted, usual port."""

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a channel stands on.

    Args:
        keys: `BRIDGE_SECRET_KEYS`, newest first.
        written: Every procedure by id, drafts among them.
        fetch: Gets the files that agents sent.
    """

    settings: Settings
    keys: Sequence[str]
    store: Store
    turns: Turns
    live: Live
    clock: SystemClock
    written: Callable[[], Mapping[str, Definition]]
    fetch: Callable[[str, int], Awaitable[bytes]] | None = None


def rules_of(settings: Settings, keys: Sequence[str]) -> Rules:
    """The operator's choices as the core wants them; the catalog is added at each turn."""
    tokens = HookTokens(keys)

    def hook_url(conversation_id: str, run_id: str, name: str) -> str:
        return f"{settings.base_url}/hooks/{tokens.make(conversation_id, run_id, name)}"

    patience_s = max(PATIENCE_S, settings.llm.timeout + 1) if settings.llm.is_on else PATIENCE_S
    return Rules(
        think_patience_s=patience_s,
        mail_delay_s=settings.mail.unread_after,
        mails_replies=bool(settings.mail.smtp_url.get_secret_value()),
        hook_url=hook_url,
        email_code=tokens.code,
        summarises=settings.llm.is_on,
        create_on=settings.ticket.create_on,
        for_api=settings.ticket.for_api,
        asks_rating=settings.events.ask_rating,
        assign_fin=settings.ticket.assign_fin,
        pending_timeout_s=settings.handoff.pending_timeout,
        chat_patience_s=settings.handoff.chat_timeout,
        resolution_window_s=settings.resolution.window,
        tags=TagNames(**settings.tags.model_dump()),
        fin=Author(type="fin", name=settings.brand.name, avatar_url=settings.brand.avatar_url),
        system=Author(type="system", name=settings.brand.team_name),
    )


def policy_of(settings: Settings) -> Policy:
    """How long things are kept."""
    kept = settings.retention
    return Policy(
        conversations=timedelta(days=kept.conversations) if kept.conversations else None,
        model_records=timedelta(days=kept.model_records) if kept.model_records else None,
    )


def support_of(settings: Settings) -> Support | None:
    """The client of the configured account; None when there is none."""
    zendesk = settings.zendesk
    if not zendesk.origin:
        return None
    from connectors.zendesk.oauth import ApiToken, ClientCredentials  # only where there is an account
    from connectors.zendesk.support import Support

    authorizer: ClientCredentials | ApiToken
    if zendesk.oauth_client_id:
        secret = zendesk.oauth_client_secret.get_secret_value()
        authorizer = ClientCredentials(zendesk.origin, zendesk.oauth_client_id, secret)
    else:
        authorizer = ApiToken(zendesk.email, zendesk.api_token.get_secret_value())
    return Support(base_url=zendesk.origin, subdomain=zendesk.subdomain, authorizer=authorizer)


def guide_of(settings: Settings, support: Support) -> tuple[str, Callable[[], AsyncIterator[GuideArticle]]]:
    """The help centre's address, and what reads all of its articles in all of its languages."""
    from connectors.zendesk import guide  # only where a help centre is read

    async def articles() -> AsyncIterator[GuideArticle]:
        for locale in await guide.locales(support):
            async for one in guide.articles(support, locale):
                yield one

    return f"{settings.zendesk.origin}/hc", articles


async def webhook_secrets(settings: Settings, vault: Vault) -> list[str]:
    """All signing secrets that are valid now: the settings' and those that `setup` kept."""
    kept = await vault.get(WEBHOOK_SECRETS)
    stored = orjson.loads(kept) if kept else []
    return [*(one.get_secret_value() for one in settings.zendesk.webhook_secrets), *stored]


def desk_of(
    settings: Settings, support: Support | None, secrets: Sequence[str], clock: SystemClock
) -> HelpDesk:
    """The help desk behind the configured account; without one everything waits."""
    if support is None:
        logger.warning("no_zendesk", mend="set BRIDGE_ZENDESK__SUBDOMAIN and its credentials; tickets wait")
        return NoDesk()
    from handoff.desks import DESKS  # only where there is an account

    return DESKS["zendesk"](
        support,
        webhook_secrets=lambda: secrets,
        now=clock.epoch,
        window_s=settings.zendesk.webhook_window_s,
        fin_agent_id=settings.zendesk.fin_agent_id,
    )


def secret_of(settings: Settings, vault: Vault) -> Callable[[str], Awaitable[str | None]]:
    """Finds what `{{ secrets.NAME }}` means: the setting first, then what `secrets set` kept."""
    named = {name.upper(): value for name, value in settings.secrets.items()}

    async def secret(name: str) -> str | None:
        if name.upper() in named:
            return named[name.upper()].get_secret_value()
        return await vault.get(SECRET + name.upper())

    return secret


def http_of(settings: Settings) -> HttpClient:
    """The guarded client of connectors and of our events; to be opened.

    The operator's own listener may be at a private address: it is no stranger who named it.
    """
    from connectors.http import HttpClient  # workers and commands call out, the web role does not

    listener = urlsplit(settings.events.webhook_url)
    own = [listener.netloc.rpartition("@")[2]] if listener.netloc else []
    return HttpClient(allow_hosts=[*settings.connectors.allow_hosts, *own])


def post_of(settings: Settings, clock: Clock) -> Mailer | None:
    """The mail server; None where none is configured.

    Raises:
        SettingsError: It cannot be used as it is configured.
    """
    url = settings.mail.smtp_url.get_secret_value()
    if not url:
        return None
    from connectors.mail import Mailer, is_installed  # only where there is a mail server

    if not is_installed():
        raise SettingsError(
            'BRIDGE_MAIL__SMTP_URL: the extra mail is not installed (pip install "messenger-bridge[mail]")'
        )
    parts = urlsplit(url)
    tls, port = _MAIL[parts.scheme]
    try:
        return Mailer(
            parts.hostname or "",
            parts.port or port,
            sender=settings.mail.sender,
            now=clock.now,
            username=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            tls=tls,
        )
    except ValueError as error:
        raise SettingsError(f"BRIDGE_MAIL__SMTP_URL: {error}") from None


def tokens_of(settings: Settings) -> Tokens:
    """Who may use the APIs."""
    return Tokens(
        Token(token=one.token.get_secret_value(), name=one.name, scopes=frozenset(one.scopes))
        for one in settings.api_tokens
    )


def library_of(settings: Settings, store: Store | None = None) -> Library:
    """The team's content. Blocks.

    Args:
        settings: Name the folder.
        store: Where pages are that were sent to us; without one there are none. Who has one serves: a file
            that does not fit is left out then, and does not keep the service from starting.

    Raises:
        SettingsError: A file does not fit.
    """
    from bridge.knowledge.article import ContentError  # workers and commands read it, the web role does not
    from bridge.knowledge.library import Library
    from bridge.knowledge.pages import no_pages, stored_pages

    pages = no_pages if store is None else stored_pages(store)
    try:
        return Library(settings.config_dir / "content", pages=pages, is_strict=store is None)
    except ContentError as error:
        raise SettingsError(str(error)) from None


def messenger_of(ground: Ground) -> MessengerParts:
    """All that the Messenger needs."""
    settings, store, clock = ground.settings, ground.store, ground.clock
    identity, limits, brand = settings.identity, settings.limits, settings.brand
    secrets: dict[Platform, list[SecretStr]] = {
        "web": identity.secrets,
        "ios": identity.secrets_ios,
        "android": identity.secrets_android,
    }
    return MessengerParts(
        store=store,
        turns=ground.turns,
        live=ground.live,
        clock=clock,
        switches=Switches(store, clock),
        identity=IdentityNeeds(
            secrets={name: tuple(one.get_secret_value() for one in ones) for name, ones in secrets.items()},
            enforce=identity.enforce,
            session_hours=identity.session_hours,
        ),
        limits=Limits(
            boots=RateLimit(clock, limits.boots_per_minute),
            messages=RateLimit(clock, limits.messages_per_minute),
            upload_bytes=limits.upload_bytes,
            trusted_proxies=limits.trusted_proxies,
        ),
        app_id=settings.app_id,
        base_url=settings.base_url,
        keys=tuple(ground.keys),
        brand={
            "name": brand.name,
            "team_name": brand.team_name,
            "greeting": brand.greeting,
            "team_intro": brand.team_intro,
            "privacy_text": brand.privacy_text,
            "brand": {
                "action_color": brand.action_color,
                "background_color": brand.background_color,
                "logo_url": brand.logo_url,
                "avatar_url": brand.avatar_url,
            },
        },
        allowed_origins=frozenset(str(origin).rstrip("/") for origin in settings.allowed_origins),
        fetch=ground.fetch,
    )


def fin_api_of(ground: Ground) -> FinApiParts:
    """What the channel of Fin's API is built from."""
    settings = ground.settings
    return FinApiParts(
        store=ground.store,
        turns=ground.turns,
        live=ground.live,
        clock=ground.clock,
        tokens=tokens_of(settings),
        written=ground.written,
        app_id=settings.app_id,
        base_url=settings.base_url,
        keys=tuple(ground.keys),
        fin_name=settings.brand.name,
        calls=RateLimit(ground.clock, CALLS_PER_MINUTE, at_once=CALLS_AT_ONCE),
        upload_bytes=settings.limits.upload_bytes,
        user_attributes=dict(settings.attributes.user),
        conversation_attributes=dict(settings.attributes.conversation),
    )
