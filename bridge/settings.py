"""What an operator may set: environment, then .env, then config/bridge.yaml; unknown keys are refused."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AnyHttpUrl, BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    YamlConfigSettingsSource,
)

VAR = Path("var")
"""Where embedded data lives: the SQLite file and the keys that were made for the demo."""

_UNPREFIXED = {"PORT": "port", "DATABASE_URL": "database_url"}
_NOT_SETTINGS = {"BRIDGE_TEST_POSTGRES_URL"}
_NOT_BUILT = {"secrets", "connectors", "mail", "events", "conversations"}
"""Sections of later versions: named, so that the error tells the truth about them."""


class SettingsError(Exception):
    """The settings do not fit; the message is one line: which one, what is wrong, how to mend it."""


class Section(BaseModel):
    """A group of settings; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class IdentitySettings(Section):
    """Who may say who he is. Several secrets at once, newest first, so that they can be rotated."""

    secrets: list[SecretStr] = []
    secrets_ios: list[SecretStr] = []
    secrets_android: list[SecretStr] = []
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
    webhook_secrets: list[SecretStr] = []
    webhook_window_s: Annotated[float, Field(ge=30, le=3600)] = 300.0
    reconcile_s: Annotated[float, Field(ge=1, le=3600)] = 60.0

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

    @model_validator(mode="after")
    def _built(self) -> HandoffSettings:
        if self.mode != "ticket":
            raise ValueError(
                f"mode {self.mode!r} is not built in this version: set BRIDGE_HANDOFF__MODE=ticket"
            )
        return self


class TicketSettings(Section):
    """When a ticket is made, and when Fin gets it."""

    create_on: Literal["first_message", "handoff"] = "first_message"
    assign_fin: Literal["on_create", "by_trigger"] = "on_create"


class TagSettings(Section):
    """The names of our tags in Zendesk."""

    channel: str = "intercom-messenger"
    involved: str = "fin-involved"
    resolved: str = "fin-resolved"
    soft_resolution: str = "fin-soft-resolution"
    hard_resolution: str = "fin-hard-resolution"
    routed_to_team: str = "fin-routed-to-team"

    @model_validator(mode="after")
    def _tags(self) -> TagSettings:
        names = list(self.model_dump().values())
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


class BrandSettings(Section):
    """How the Messenger looks and greets."""

    name: str = "Fin"
    team_name: str = "Support"
    greeting: str = "Hi! Ask me anything about your order, or write what you need."
    team_intro: str = "Fin answers at once; our team is right behind."
    action_color: str = "#1f5eff"
    background_color: str = "#1f5eff"
    avatar_url: str | None = None
    logo_url: str | None = None
    privacy_text: str | None = None


class LlmSettings(Section):
    """A model server; absent: the embedded brain answers. The model brain is not a part of this version."""

    base_url: str = ""
    api_key: SecretStr = SecretStr("")
    model: str = ""
    fallbacks: list[dict[str, str]] = []
    timeout: Annotated[float, Field(gt=0, le=60)] = 12.0

    @model_validator(mode="after")
    def _built(self) -> LlmSettings:
        if self.base_url or self.model or self.api_key.get_secret_value() or self.fallbacks:
            raise ValueError(
                "the model brain is not built in this version: unset BRIDGE_LLM__… to use the embedded one"
            )
        return self


class ApiToken(Section):
    """A bearer token of the operators' and Fin APIs."""

    token: SecretStr
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


class Settings(BaseSettings):
    """All settings. Source of every name: README, "Settings"."""

    model_config = SettingsConfigDict(
        env_prefix="BRIDGE_", env_nested_delimiter="__", env_file=".env", extra="forbid", frozen=True
    )

    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    host: str = "127.0.0.1"
    database_url: str = f"sqlite:///{VAR}/bridge.db"
    public_url: str = ""
    app_id: str = "demo"
    secret_keys: list[SecretStr] = []
    config_dir: Path = Path("config")
    allowed_origins: list[AnyHttpUrl] = []
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    uvloop: bool = True
    identity: IdentitySettings = IdentitySettings()
    api_tokens: list[ApiToken] = []
    zendesk: ZendeskSettings = ZendeskSettings()
    handoff: HandoffSettings = HandoffSettings()
    ticket: TicketSettings = TicketSettings()
    tags: TagSettings = TagSettings()
    limits: LimitSettings = LimitSettings()
    brand: BrandSettings = BrandSettings()
    llm: LlmSettings = LlmSettings()

    @property
    def base_url(self) -> str:
        """Where the world reaches us, without a trailing slash."""
        return (self.public_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @model_validator(mode="after")
    def _database(self) -> Settings:
        if not self.database_url.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:")):
            raise ValueError("DATABASE_URL must begin with sqlite:/// or postgresql://")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment, .env, then config/bridge.yaml."""
        config = Path(os.environ.get("BRIDGE_CONFIG_DIR", "config"))
        yaml = YamlConfigSettingsSource(settings_cls, yaml_file=config / "bridge.yaml")
        return (init_settings, _Unprefixed(settings_cls), env_settings, _Dotenv(settings_cls), yaml)


class _Unprefixed(EnvSettingsSource):
    """PORT and DATABASE_URL, which platforms set without our prefix."""

    def __call__(self) -> dict[str, Any]:
        """The two values, where set."""
        return {field: os.environ[name] for name, field in _UNPREFIXED.items() if os.environ.get(name)}


class _Dotenv(DotEnvSettingsSource):
    """`.env`: the same names; other programs' names in it are theirs."""

    def __call__(self) -> dict[str, Any]:
        """Our values of the file."""
        found = {name.upper(): value for name, value in self.env_vars.items()}
        ours = {field: found[name] for name, field in _UNPREFIXED.items() if found.get(name)}
        nested = super().__call__()
        known = {name: value for name, value in nested.items() if name in self.settings_cls.model_fields}
        return {**known, **ours}


def load() -> Settings:
    """Reads the settings.

    Raises:
        SettingsError: One line that names the variable and what is wrong with it.
    """
    _refuse_unknown_variables()
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingsError(
            f"{_variable(first['loc'])}: {first['msg'].removeprefix('Value error, ')}"
        ) from None
    except ValueError as error:  # pydantic-settings' word for a value that should be JSON and is not
        raise SettingsError(
            f'{_not_json(str(error))}: is not valid JSON; a list is written ["a", "b"]'
        ) from None


def secret_keys(settings: Settings, *, make: bool) -> list[str]:
    """The keys for sessions and encryption, newest first; for embedded data they are made and kept in var/.

    Args:
        settings: As loaded.
        make: Make a key when none is set and the database is the embedded SQLite one.

    Raises:
        SettingsError: None is set and none may be made.
    """
    if settings.secret_keys:
        return [key.get_secret_value() for key in settings.secret_keys]
    if not make or not settings.database_url.startswith("sqlite:"):
        raise SettingsError(
            'BRIDGE_SECRET_KEYS: required; a JSON list, e.g. ["a long random text"], newest first'
        )
    return [_kept("secret_key", settings)]


def _kept(name: str, settings: Settings) -> str:
    folder = Path(settings.database_url.removeprefix("sqlite:///")).parent
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(key := secrets.token_urlsafe(32))
    return key


def _refuse_unknown_variables() -> None:
    """pydantic-settings ignores an unknown BRIDGE_… variable; a typing mistake must not pass in silence."""
    for name in sorted(os.environ):
        if not name.startswith("BRIDGE_") or name in _NOT_SETTINGS:
            continue
        model: Any = Settings
        path = name.removeprefix("BRIDGE_").lower().split("__")
        if path[0] in _NOT_BUILT:
            raise SettingsError(f"{name}: belongs to a part that is not built in this version; unset it")
        for place, step in enumerate(path):
            fields = getattr(model, "model_fields", None)
            if fields is None or step not in fields or (place == 0 and step in _UNPREFIXED.values()):
                raise SettingsError(f'{name}: there is no such setting; README, "Settings", lists them all')
            model = fields[step].annotation


def _not_json(message: str) -> str:
    """The first variable of the field that pydantic-settings names whose value is not JSON."""
    field = message.split('"')[1] if '"' in message else ""
    prefix = f"BRIDGE_{field.upper()}"
    for name in sorted(os.environ):
        if name.startswith(prefix) and not _is_json(os.environ[name]):
            return name
    return prefix


def _is_json(value: str) -> bool:
    try:
        json.loads(value)
    except ValueError:
        return False
    return True


def _variable(location: tuple[int | str, ...]) -> str:
    names = [str(step) for step in location if isinstance(step, str)]
    if not names:
        return "settings"
    if names[0] in _UNPREFIXED.values():
        return names[0].upper()
    return "BRIDGE_" + "__".join(name.upper() for name in names)
