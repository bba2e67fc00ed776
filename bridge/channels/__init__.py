"""What customers write through, by name; a new channel is one module and one entry here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bridge.channels.channel import Channel
from bridge.channels.fin_api.channel import FinApi
from bridge.channels.messenger.channel import Messenger

CHANNELS: Mapping[str, Callable[[Any], Channel]] = {Messenger.name: Messenger, FinApi.name: FinApi}
"""Each is built from what `bridge.app.NEEDS` has for its name."""
