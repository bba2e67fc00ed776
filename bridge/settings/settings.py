"""What an operator may set: environment, then .env, then config/bridge.yaml; unknown keys are refused."""

from __future__ import annotations

import json
import os
import re
import secrets
from pathlib import Path
from typing import Annotated, Any, Literal, get_origin

from pydantic import AnyHttpUrl, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    YamlConfigSettingsSource,
)

from bridge.settings.sections import (
    ApiToken,
    AttributeSettings,
    BrandSettings,
    ConnectorSettings,
    ConversationSettings,
    EventSettings,
    HandoffSettings,
    IdentitySettings,
    LimitSettings,
    LlmSettings,
    MailSettings,
    PrivacySettings,
    ResolutionSettings,
    RetentionSettings,
    Secret,
    SemanticSettings,
    TagSettings,
    TicketSettings,
    ZendeskSettings,
)
from bridge.settings.sources import UNPREFIXED, Dotenv, Unprefixed

VAR = Path("var")
"""Where embedded data lives: the SQLite file and the keys that were made for the demo."""
CONFIG = Path("config")
SECRET_CHARS = 16

_NOT_SETTINGS = {"BRIDGE_TEST_POSTGRES_URL"}


class SettingsError(Exception):
    """The settings do not fit; the message is one line: which one, what is wrong, how to mend it."""


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
    secret_keys: list[Secret] = []
    config_dir: Path = CONFIG
    allowed_origins: list[AnyHttpUrl] = []
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    uvloop: bool = True
    identity: IdentitySettings = IdentitySettings()
    api_tokens: list[ApiToken] = []
    zendesk: ZendeskSettings = ZendeskSettings()
    conversations: ConversationSettings = ConversationSettings()
    handoff: HandoffSettings = HandoffSettings()
    resolution: ResolutionSettings = ResolutionSettings()
    ticket: TicketSettings = TicketSettings()
    tags: TagSettings = TagSettings()
    limits: LimitSettings = LimitSettings()
    brand: BrandSettings = BrandSettings()
    llm: LlmSettings = LlmSettings()
    privacy: PrivacySettings = PrivacySettings()
    retention: RetentionSettings = RetentionSettings()
    secrets: dict[str, SecretStr] = {}
    connectors: ConnectorSettings = ConnectorSettings()
    mail: MailSettings = MailSettings()
    semantic: SemanticSettings = SemanticSettings()
    events: EventSettings = EventSettings()
    attributes: AttributeSettings = AttributeSettings()

    @property
    def base_url(self) -> str:
        """Where the world reaches us, without a trailing slash."""
        return (self.public_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @model_validator(mode="after")
    def _account(self) -> Settings:
        if self.conversations.app_id and not self.zendesk.origin:
            raise ValueError(
                "BRIDGE_CONVERSATIONS__APP_ID without an account: set BRIDGE_ZENDESK__SUBDOMAIN too"
            )
        return self

    @model_validator(mode="after")
    def _database(self) -> Settings:
        if not self.database_url.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:")):
            raise ValueError("DATABASE_URL must begin with sqlite:/// or postgresql://")
        return self

    @field_validator("app_id")
    @classmethod
    def _is_id(cls, app_id: str) -> str:
        if not re.fullmatch(r"[\w.-]{1,64}", app_id, re.ASCII):  # it stands in addresses and on pages
            raise ValueError(f"letters, digits, dots, - and _, 1 to 64 of them, not {app_id[:40]!r}")
        return app_id

    @field_validator("public_url")
    @classmethod
    def _is_address(cls, url: str) -> str:
        if url and not url.startswith(("http://", "https://")):
            raise ValueError(f"begins with https:// or http://, not {url[:40]!r}")
        return url

    @field_validator("config_dir")
    @classmethod
    def _is_there(cls, folder: Path) -> Path:
        if not folder.is_dir() and folder != CONFIG:  # who named none may have none
            raise ValueError(f"there is no folder {folder}")
        return folder

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
        yaml = YamlConfigSettingsSource(settings_cls, yaml_file=_yaml())
        return (init_settings, Unprefixed(settings_cls), env_settings, Dotenv(settings_cls), yaml)


def load() -> Settings:
    """Reads the settings.

    Raises:
        SettingsError: One line that names the variable and what is wrong with it.
    """
    _refuse_unknown_variables()
    _refuse_broken_yaml(_yaml())
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


def short_secrets(settings: Settings) -> list[str]:
    """The settings that hold a secret with fewer than 16 characters, which can be guessed."""
    held = {
        "BRIDGE_SECRET_KEYS": settings.secret_keys,
        "BRIDGE_IDENTITY__SECRETS": settings.identity.secrets,
        "BRIDGE_IDENTITY__SECRETS_IOS": settings.identity.secrets_ios,
        "BRIDGE_IDENTITY__SECRETS_ANDROID": settings.identity.secrets_android,
        "BRIDGE_ZENDESK__WEBHOOK_SECRETS": settings.zendesk.webhook_secrets,
        "BRIDGE_CONVERSATIONS__WEBHOOK_SECRETS": settings.conversations.webhook_secrets,
        "BRIDGE_API_TOKENS": [one.token for one in settings.api_tokens],
    }
    return [
        name
        for name, secrets in held.items()
        if any(len(one.get_secret_value()) < SECRET_CHARS for one in secrets)
    ]


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
    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        if path.is_file():  # made before, or by another process a moment ago
            return path.read_text().strip()
        raise SettingsError(f"DATABASE_URL: {folder} cannot be written: {error.strerror}") from None
    with os.fdopen(descriptor, "w") as file:
        file.write(key := secrets.token_urlsafe(32))
    return key


def _yaml() -> Path:
    return Path(os.environ.get("BRIDGE_CONFIG_DIR", "config")) / "bridge.yaml"


def _refuse_broken_yaml(path: Path) -> None:
    """pydantic-settings lets the parser's own errors through, or takes them for something else."""
    if not path.is_file():
        return
    import yaml  # type: ignore[import-untyped]  # PyYAML ships no types

    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark is not None else ""
        raise SettingsError(f"{path}{line}: no YAML: {getattr(error, 'problem', None) or error}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: is not UTF-8") from None
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from None
    if found is not None and not isinstance(found, dict):
        raise SettingsError(f"{path}: holds no settings; they are written `name: value`")


def _refuse_unknown_variables() -> None:
    """pydantic-settings ignores an unknown BRIDGE_… variable; a typing mistake must not pass in silence."""
    try:
        in_file = {name.upper() for name in Dotenv(Settings).env_vars}
    except UnicodeDecodeError:
        raise SettingsError(".env: is not UTF-8") from None
    for name in sorted({*os.environ, *in_file}):
        if not name.startswith("BRIDGE_") or name in _NOT_SETTINGS:
            continue
        model: Any = Settings
        path = name.removeprefix("BRIDGE_").lower().split("__")
        for place, step in enumerate(path):
            if get_origin(model) is dict:  # its names are the operator's own
                break
            fields = {
                field.alias or known: field for known, field in getattr(model, "model_fields", {}).items()
            }
            if step not in fields or (place == 0 and step in UNPREFIXED.values()):
                where = name if name in os.environ else f"{name} (.env)"
                raise SettingsError(f'{where}: there is no such setting; README, "Settings", lists them all')
            model = fields[step].annotation


def _not_json(message: str) -> str:
    """The first variable of the field that pydantic-settings names whose value should be JSON and is not."""
    field = message.split('"')[1] if '"' in message else ""
    prefix = f"BRIDGE_{field.upper()}"
    section: Any = getattr(Settings.model_fields.get(field), "annotation", None)
    fields = getattr(section, "model_fields", {})
    plain = {
        f"{prefix}__{name.upper()}"
        for name, one in fields.items()
        if get_origin(one.annotation) not in (list, dict)
    }
    for name in sorted(os.environ):
        if name.startswith(prefix) and name not in plain and not _is_json(os.environ[name]):
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
    if names[0] in UNPREFIXED.values():
        return names[0].upper()
    return "BRIDGE_" + "__".join(name.upper() for name in names)
