"""What customers write through, by name; a new channel is one module and one entry here."""

from __future__ import annotations

from collections.abc import Mapping

from bridge.channels.channel import Channel
from bridge.channels.messenger.channel import Messenger

CHANNELS: Mapping[str, type[Channel]] = {Messenger.name: Messenger}
