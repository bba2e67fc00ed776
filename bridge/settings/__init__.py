"""What an operator may set, and how it is read."""

from bridge.settings.sections import (
    FallbackSettings,
    IdentitySettings,
    LimitSettings,
    LlmSettings,
    TicketSettings,
    ZendeskSettings,
)
from bridge.settings.settings import VAR, Settings, SettingsError, load, secret_keys, short_secrets

__all__ = [
    "VAR",
    "FallbackSettings",
    "IdentitySettings",
    "LimitSettings",
    "LlmSettings",
    "Settings",
    "SettingsError",
    "TicketSettings",
    "ZendeskSettings",
    "load",
    "secret_keys",
    "short_secrets",
]
