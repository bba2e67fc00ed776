"""What can be chosen when a sandbox is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from connectors.sandbox.clock import wall


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Credentials, clock, tempo and limits of one sandbox.

    Args:
        oauth_client_id: Of the one confidential OAuth client; it acts as Fin.
        oauth_client_secret: Its secret.
        email: Of Fin, for the legacy login `{email}/token`.
        api_token: The legacy token.
        api_token_access: Whether legacy logins work at all; Zendesk ends them in 2027.
        now: Seconds since 1970.
        webhook_delay_s: Between a ticket's save and the first attempt to deliver.
        webhook_timeout_s: For one attempt; Zendesk waits about ten seconds.
        webhook_retry_delays_s: Before the second, third and fourth attempt.
        circuit_breaker: Whether a failing webhook is paused, and what happens meanwhile is lost.
        circuit_pause_s: For how long.
        incremental_lag_s: Exports leave out the newest this many seconds.
        private_attachments: Whether files in tickets are for signed-in readers only.
        account_per_minute: Requests per minute for the account; None is no limit.
        limits: Endpoint limits by their names in `zendesk-ratelimit-…`: (requests, seconds).
        sc_app_id: Of the one app of Sunshine Conversations.
        sc_key_id: Of its API key.
        sc_secret: The key's secret.
        sc_multi_conversation: Whether a user may have several conversations; a new account's may not.
        sc_private_attachments: Whether files in conversations are for signed-in readers only.
        sc_batch_s: How long events for one webhook are gathered before they leave in one request.
        sc_timeout_s: For one attempt to deliver events.
        sc_retry_delays_s: Before the second to the fifth attempt; the real ones take fifteen minutes.
        sc_per_minute: Requests to Sunshine Conversations per minute; None is no limit.
        agents_away: Whether no agent is online.
        default_triggers: Whether the triggers that mail customers, as a new account has them, are seeded.
    """

    oauth_client_id: str = "sandbox-client"
    oauth_client_secret: str = "sandbox-secret"  # noqa: S105 - the sandbox's own, on purpose public
    email: str = "fin@sandbox.test"
    api_token: str = "sandbox-token"  # noqa: S105 - the sandbox's own, on purpose public
    api_token_access: bool = True
    now: Callable[[], float] = wall
    webhook_delay_s: float = 0.0
    webhook_timeout_s: float = 10.0
    webhook_retry_delays_s: tuple[float, ...] = (0.2, 0.5, 1.0)
    circuit_breaker: bool = False
    circuit_pause_s: float = 5.0
    incremental_lag_s: float = 60.0
    private_attachments: bool = False
    account_per_minute: int | None = None
    limits: Mapping[str, tuple[int, float]] = field(default_factory=dict)
    sc_app_id: str = "5f00000000000000000000a1"
    sc_key_id: str = "app_5f00000000000000000000b2"
    sc_secret: str = "sandbox-chats-secret"  # noqa: S105 - the sandbox's own, on purpose public
    sc_multi_conversation: bool = True
    sc_private_attachments: bool = False
    sc_batch_s: float = 0.0
    sc_timeout_s: float = 20.0
    sc_retry_delays_s: tuple[float, ...] = (0.2, 0.5, 1.0, 2.0)
    sc_per_minute: int | None = None
    agents_away: bool = False
    default_triggers: bool = False
