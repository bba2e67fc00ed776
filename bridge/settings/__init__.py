"""What an operator may set, and how it is read."""

from bridge.settings.sections import (
    IdentitySettings,
    LimitSettings,
    TicketSettings,
    ZendeskSettings,
)
from bridge.settings.settings import VAR, Settings, SettingsError, load, secret_keys

__all__ = [
    "VAR",
    "IdentitySettings",
    "LimitSettings",
    "Settings",
    "SettingsError",
    "TicketSettings",
    "ZendeskSettings",
    "load",
    "secret_keys",
]
