"""Who we are to Zendesk: an OAuth client whose tokens are renewed in time, or the legacy API token."""

from __future__ import annotations

import base64
import threading
import time
from http import HTTPStatus
from typing import TYPE_CHECKING

from connectors.failures import NotSent, OutsideFailure, Refused
from connectors.zendesk.speaking import RETRY_AFTER_S, TIMEOUT_S, seconds

if TYPE_CHECKING:
    import requests

SCOPE = "read write"
LIFE_S = 86_400
RENEW_AT = 0.8
"""Of a token's life: a renewal that fails then has the rest of it to be tried again."""
RENEW_AGAIN_S = 30.0
"""Between two tries while the old token is still good."""


class ClientCredentials:
    """An OAuth client's tokens. Source: POST /oauth/tokens, grant type client_credentials.

    Args:
        base_url: The account's origin.
        client_id: The client's unique identifier.
        client_secret: Its secret; never shown.
    """

    settings = "BRIDGE_ZENDESK__OAUTH_CLIENT_ID and BRIDGE_ZENDESK__OAUTH_CLIENT_SECRET"
    is_legacy = False

    def __init__(self, base_url: str, client_id: str, client_secret: str) -> None:
        self._url = f"{base_url.rstrip('/')}/oauth/tokens"
        self._client_id = client_id
        self._client_secret = client_secret
        self._lock = threading.Lock()
        self._token = ""
        self._granted: frozenset[str] | None = None
        self._renew_at = 0.0
        self._ends_at = 0.0

    @property
    def granted(self) -> frozenset[str] | None:
        """The scopes of the token; None before the first, or when Zendesk does not tell."""
        return self._granted

    def header(self) -> str:
        """The Authorization header; asks for a token before the old one ends, one thread at a time."""
        with self._lock:
            now = time.monotonic()
            if not self._token or now >= self._ends_at:
                self._ask()
            elif now >= self._renew_at:
                try:
                    self._ask()
                except OutsideFailure:  # the old token is still good; its end tells what is wrong
                    self._renew_at = now + RENEW_AGAIN_S
            return f"Bearer {self._token}"

    def renewed(self, refused: str) -> str | None:
        """A new token, unless another thread already has one."""
        with self._lock:
            if refused == f"Bearer {self._token}":
                self._token = ""
            if not self._token:
                self._ask()
            return f"Bearer {self._token}"

    def _ask(self) -> None:
        asked_at = time.monotonic()
        answer = self._post()
        status = answer.status_code
        if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            wait_s = seconds(answer.headers.get("Retry-After"))
            if wait_s is None and status == HTTPStatus.TOO_MANY_REQUESTS:
                wait_s = RETRY_AFTER_S
            raise NotSent(f"Zendesk gives no token now ({status}).", retry_after_s=wait_s)
        if status >= HTTPStatus.MULTIPLE_CHOICES:
            raise Refused(
                f"Zendesk does not accept the OAuth client ({status}): check {self.settings}; the "
                "client must be of kind confidential, and the account the right one",
                status=status,
                code="invalid_client",
            )
        try:
            told = answer.json()
            token, life_s = str(told["access_token"]), float(told.get("expires_in") or LIFE_S)
            scope = told.get("scope")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise NotSent("Zendesk's answer holds no token.") from error
        self._token = token
        self._granted = frozenset(scope.split()) if isinstance(scope, str) else None
        self._renew_at, self._ends_at = asked_at + life_s * RENEW_AT, asked_at + life_s

    def _post(self) -> requests.Response:
        import requests

        from connectors.zendesk.answers import failure_of
        from connectors.zendesk.session import plain_session, read_wholly

        body = {
            "grant_type": "client_credentials",
            "client_id": self._client_id,
            "client_secret": self._client_secret,
            "scope": SCOPE,
            "expires_in": LIFE_S,
        }
        with plain_session() as session:
            try:
                answer = session.post(
                    self._url, json=body, timeout=TIMEOUT_S, allow_redirects=False, stream=True
                )
            except requests.RequestException as error:  # asking for a token twice does no harm: as a read
                raise failure_of(error, "GET") from error
            return read_wholly(answer, "GET")


class ApiToken:
    """The legacy way: e-mail and API token. Zendesk ends these tokens on 2027-04-30."""

    settings = "BRIDGE_ZENDESK__EMAIL and BRIDGE_ZENDESK__API_TOKEN"
    is_legacy = True
    granted = None

    def __init__(self, email: str, token: str) -> None:
        self._header = "Basic " + base64.b64encode(f"{email}/token:{token}".encode()).decode()

    def header(self) -> str:
        """Always the same."""
        return self._header

    def renewed(self, refused: str) -> str | None:  # noqa: ARG002 - the protocol's signature
        """There is no other token."""
        return None
