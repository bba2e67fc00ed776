"""The groups of settings; each checks what belongs together."""

from __future__ import annotations

import re
from typing import Annotated, Literal, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator


class Section(BaseModel):
    """A group of settings; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _not_empty(secret: SecretStr) -> SecretStr:
    """With an empty one, as a deployment makes it of a variable that is not set, anybody could sign."""
    if not secret.get_secret_value().strip():
        raise ValueError(
            "it is empty; python -c 'import secrets; print(secrets.token_urlsafe(32))' prints a good one"
        )
    return secret


Secret: TypeAlias = Annotated[SecretStr, AfterValidator(_not_empty)]
"""What somebody proves with who he is."""


class IdentitySettings(Section):
    """Who may say who he is. Several secrets at once, newest first, so that they can be rotated."""

    secrets: list[Secret] = []
    secrets_ios: list[Secret] = []
    secrets_android: list[Secret] = []
    enforce: bool = False
    session_hours: Annotated[float, Field(gt=0, le=24 * 30)] = 24 * 7


class ZendeskSettings(Section):
    """The account and how to enter it: OAuth first, the legacy token second."""

    subdomain: str = ""
    base_url: str = ""
    oauth_client_id: str = ""
    oauth_client_secret: SecretStr = SecretStr("")
    email: str = ""
    api_token: SecretStr = SecretStr("")
    fin_agent_id: int | None = None
    webhook_secrets: list[Secret] = []
    webhook_window_s: Annotated[float, Field(ge=30, le=3600)] = 300.0
    reconcile_s: Annotated[float, Field(ge=1, le=3600)] = 60.0
    guide_sync_s: Annotated[float, Field(ge=60, le=86_400)] | None = None

    @property
    def origin(self) -> str:
        """The Support API's origin, without a trailing slash; empty when no account is named."""
        if self.base_url:
            return self.base_url.rstrip("/")
        return f"https://{self.subdomain}.zendesk.com" if self.subdomain else ""

    @model_validator(mode="after")
    def _whole(self) -> ZendeskSettings:
        oauth = bool(self.oauth_client_id), bool(self.oauth_client_secret.get_secret_value())
        token = bool(self.email), bool(self.api_token.get_secret_value())
        if oauth[0] != oauth[1]:
            missing = "OAUTH_CLIENT_SECRET" if oauth[0] else "OAUTH_CLIENT_ID"
            raise ValueError(f"half an OAuth client: set BRIDGE_ZENDESK__{missing} too")
        if token[0] != token[1]:
            missing = "API_TOKEN" if token[0] else "EMAIL"
            raise ValueError(f"half a legacy token: set BRIDGE_ZENDESK__{missing} too")
        if self.origin and not (oauth[0] or token[0]):
            raise ValueError(
                "an account without credentials: set BRIDGE_ZENDESK__OAUTH_CLIENT_ID and "
                "BRIDGE_ZENDESK__OAUTH_CLIENT_SECRET (or the legacy __EMAIL and __API_TOKEN)"
            )
        if not self.origin and (oauth[0] or token[0]):
            raise ValueError("credentials without an account: set BRIDGE_ZENDESK__SUBDOMAIN")
        return self


class HandoffSettings(Section):
    """How Fin hands over."""

    mode: Literal["ticket", "live_chat", "situation"] = "ticket"
    pending_timeout: Annotated[float, Field(ge=1, le=7 * 86400)] = 180.0
    chat_timeout: Annotated[float, Field(ge=1, le=3600)] = 180.0


class ResolutionSettings(Section):
    """When a resolution is one for good.

    Args:
        window: Seconds after Fin's last word within which a customer's return takes it back; None: always.
    """

    window: Annotated[float, Field(ge=60, le=365 * 86_400)] | None = None


class ConversationSettings(Section):
    """Sunshine Conversations, for live chats."""

    app_id: str = ""
    key_id: str = ""
    secret: SecretStr = SecretStr("")
    base_url: str = ""
    webhook_secrets: list[Secret] = []

    @model_validator(mode="after")
    def _whole(self) -> ConversationSettings:
        given = {"APP_ID": self.app_id, "KEY_ID": self.key_id, "SECRET": self.secret.get_secret_value()}
        missing = [name for name, value in given.items() if not value]
        if missing and len(missing) < len(given):
            raise ValueError(f"half an app: set BRIDGE_CONVERSATIONS__{missing[0]} too")
        if self.base_url.rstrip("/").endswith("/v2"):
            raise ValueError("BRIDGE_CONVERSATIONS__BASE_URL: leave out the /v2 at its end")
        return self


class TicketSettings(Section):
    """When a ticket is made, and when Fin gets it."""

    create_on: Literal["first_message", "handoff"] = "first_message"
    assign_fin: Literal["on_create", "by_trigger"] = "on_create"
    for_api: Literal["first_message", "handoff", "never"] = "handoff"
    procedure_field: Annotated[int, Field(gt=0)] | None = None


class TagSettings(Section):
    """The names of our tags in Zendesk."""

    channel: str = "intercom-messenger"
    involved: str = "fin-involved"
    resolved: str = "fin-resolved"
    soft_resolution: str = "fin-soft-resolution"
    hard_resolution: str = "fin-hard-resolution"
    routed_to_team: str = "fin-routed-to-team"
    procedure: str = ""

    @model_validator(mode="after")
    def _tags(self) -> TagSettings:
        names = [name for key, name in self.model_dump().items() if name or key != "procedure"]
        for name in names:
            if not name or any(c.isspace() or c in ',"' for c in name):
                raise ValueError(f"{name!r} is not a Zendesk tag: no spaces, commas or quotes, not empty")
        if len(set(names)) != len(names):
            raise ValueError("two tags have the same name")
        return self


class LimitSettings(Section):
    """What strangers may send; 0 switches a rate off."""

    messages_per_minute: Annotated[int, Field(ge=0)] = 30
    boots_per_minute: Annotated[int, Field(ge=0)] = 60
    upload_bytes: Annotated[int, Field(ge=0, le=50_000_000)] = 10_000_000
    trusted_proxies: Annotated[int, Field(ge=0, le=5)] = 0


def _colour(text: str) -> str:
    if re.fullmatch(r"#[0-9a-fA-F]{3}", text):
        return "#" + "".join(digit * 2 for digit in text[1:])
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise ValueError(f"a colour is written #1f5eff, not {text[:20]!r}")
    return text


def _picture(address: str) -> str:
    if urlsplit(address).scheme not in ("http", "https"):
        raise ValueError(f"begins with https:// or http://, not {address[:40]!r}")
    return address


Colour: TypeAlias = Annotated[str, AfterValidator(_colour)]
Picture: TypeAlias = Annotated[str, AfterValidator(_picture)]


class BrandSettings(Section):
    """How the Messenger looks and greets; words that are not set it says in the visitor's language."""

    name: str = "Fin"
    team_name: str = "Support"
    greeting: str | None = None
    team_intro: str | None = None
    action_color: Colour = "#1f5eff"
    background_color: Colour = "#1f5eff"
    avatar_url: Picture | None = None
    logo_url: Picture | None = None
    privacy_text: str | None = None


Dialect: TypeAlias = Literal["chat", "responses"]
"""Of OpenAI's protocol: chat completions, which every server speaks, or responses."""


class FallbackSettings(Section):
    """Another model server, asked when the ones before it do not answer."""

    base_url: Annotated[str, Field(min_length=1)]
    api_key: SecretStr
    model: Annotated[str, Field(min_length=1)]
    api: Dialect = "chat"


def _expression(value: str) -> str:
    try:
        made = re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is not a regular expression: {error}") from None
    if made.search(""):
        raise ValueError(f"{value!r} fits every text")
    return value


class PrivacySettings(Section):
    """What models and records of what they said are not to see, besides cards, account numbers and secrets.

    Args:
        patterns: Regular expressions.
    """

    patterns: list[Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_expression)]] = []

    @property
    def compiled(self) -> tuple[re.Pattern[str], ...]:
        """The patterns, ready to be looked for."""
        return tuple(re.compile(one) for one in self.patterns)


class RetentionSettings(Section):
    """How many days things are kept; 0 is for ever.

    Args:
        conversations: Since the last event of one that is over.
        model_records: The same, for what a model said in it.
    """

    conversations: Annotated[int, Field(ge=0, le=36_500)] = 0
    model_records: Annotated[int, Field(ge=0, le=36_500)] = 30


class LlmSettings(Section):
    """A model server; absent: the embedded brain answers.

    Args:
        api: How the first server is spoken to.
        embeddings: The model on the first server that articles are also searched by; empty for none.
    """

    base_url: str = ""
    api_key: SecretStr = SecretStr("")
    model: str = ""
    api: Dialect = "chat"
    fallbacks: list[FallbackSettings] = []
    timeout: Annotated[float, Field(gt=0, le=13)] = 12.0
    embeddings: str = ""

    @property
    def is_on(self) -> bool:
        """Whether there is a model."""
        return bool(self.base_url)

    @model_validator(mode="after")
    def _whole(self) -> LlmSettings:
        given = {
            "BASE_URL": self.base_url,
            "API_KEY": self.api_key.get_secret_value(),
            "MODEL": self.model,
        }
        missing = [name for name, value in given.items() if not value]
        if missing and len(missing) < len(given):
            names = " and ".join(f"BRIDGE_LLM__{name}" for name in missing)
            raise ValueError(f"half a model server: set {names} too (any API_KEY where none is wanted)")
        if self.fallbacks and missing:
            raise ValueError("fallbacks without a first server: set BRIDGE_LLM__BASE_URL too")
        if self.embeddings and missing:
            raise ValueError("an embedding model without a server: set BRIDGE_LLM__BASE_URL too")
        return self


class ConnectorSettings(Section):
    """What data connectors may reach.

    Args:
        allow_hosts: `host` or `host:port` that may be asked although the address is private.
    """

    allow_hosts: list[str] = []


class MailSettings(Section):
    """Where mail goes out: `smtp://`, `smtp+starttls://` or `smtps://`, user and password in the address."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    smtp_url: SecretStr = SecretStr("")
    sender: str = Field(default="", alias="from")
    reply_to: str = ""
    unread_after: Annotated[float, Field(ge=1, le=86_400)] = 60.0

    @model_validator(mode="after")
    def _whole(self) -> MailSettings:
        url = self.smtp_url.get_secret_value()
        if bool(url) != bool(self.sender):
            missing = "FROM" if url else "SMTP_URL"
            raise ValueError(f"half a mail server: set BRIDGE_MAIL__{missing} too")
        if self.reply_to and ("@" not in self.reply_to or "+" in self.reply_to):
            raise ValueError("BRIDGE_MAIL__REPLY_TO: write an address without +, such as reply@mail.example")
        if not url:
            return self
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtp+starttls", "smtps") or not parts.hostname:
            raise ValueError("BRIDGE_MAIL__SMTP_URL: write smtps://user:password@mail.example:465")
        if "@" not in self.sender or any(sign in self.sender for sign in "\r\n"):
            raise ValueError("BRIDGE_MAIL__FROM: write an address, such as Support <support@shop.example>")
        return self


class SemanticSettings(Section):
    """A folder with the weights that embed messages, and their pinned hash.

    Args:
        path: Holds model.safetensors, vocab.txt and config.json.
        sha256: Of model.safetensors, in hex.
        content: Whether articles are searched by it, too.
    """

    path: str = ""
    sha256: Annotated[str, Field(pattern=r"^([0-9a-fA-F]{64})?$")] = ""
    content: bool = False

    @model_validator(mode="after")
    def _whole(self) -> SemanticSettings:
        if self.content and not self.path:
            raise ValueError("articles cannot be searched without a model: set BRIDGE_SEMANTIC__PATH too")
        if bool(self.path) != bool(self.sha256):
            missing = "SHA256" if self.path else "PATH"
            raise ValueError(f"half a model: set BRIDGE_SEMANTIC__{missing} too")
        return self


class EventSettings(Section):
    """Who listens to our Fin Agent API events, and whether he is asked for ratings."""

    webhook_url: str = ""
    signing_secret: SecretStr = SecretStr("")
    ask_rating: bool = False

    @model_validator(mode="after")
    def _whole(self) -> EventSettings:
        if self.webhook_url and not self.signing_secret.get_secret_value():
            raise ValueError("a listener without a secret: set BRIDGE_EVENTS__SIGNING_SECRET too")
        return self


AttributeType: TypeAlias = Literal["string", "integer", "decimal", "boolean", "datetime"]


class AttributeSettings(Section):
    """Custom attributes that Fin's API knows, by name; empty: any."""

    user: dict[str, AttributeType] = {}
    conversation: dict[str, AttributeType] = {}


class ApiToken(Section):
    """A bearer token of the operators' and Fin APIs."""

    token: Secret
    name: str
    scopes: list[
        Literal[
            "read_conversations",
            "write_conversations",
            "content",
            "custom_objects",
            "build_procedures",
            "deploy_procedures",
            "operate",
        ]
    ]
