"""Where settings come from besides the environment: names without our prefix, and `.env`."""

from __future__ import annotations

import os
from typing import Any

from pydantic_settings import DotEnvSettingsSource, EnvSettingsSource

UNPREFIXED = {"PORT": "port", "DATABASE_URL": "database_url"}


class Unprefixed(EnvSettingsSource):
    """PORT and DATABASE_URL, which platforms set without our prefix."""

    def __call__(self) -> dict[str, Any]:
        """The two values, where set."""
        return {field: os.environ[name] for name, field in UNPREFIXED.items() if os.environ.get(name)}


class Dotenv(DotEnvSettingsSource):
    """`.env`: the same names; other programs' names in it are theirs."""

    def __call__(self) -> dict[str, Any]:
        """Our values of the file."""
        found = {name.upper(): value for name, value in self.env_vars.items()}
        ours = {field: found[name] for name, field in UNPREFIXED.items() if found.get(name)}
        nested = super().__call__()
        known = {name: value for name, value in nested.items() if name in self.settings_cls.model_fields}
        return {**known, **ours}
