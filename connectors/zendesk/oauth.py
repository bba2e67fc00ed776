"""Who we are to Zendesk: an OAuth client whose tokens are renewed in time, or the legacy API token."""

from __future__ import annotations

import base64
import threading
import time

import requests

from connectors.failures import NotSent, Refused
from connectors.zendesk.session import TIMEOUT_S, failure_of

SCOPE = "read write"
LIFE_S = 86_400
RENEW_AT = 0.8
"""Of a token's life: a renewal that fails then has the rest of it to be tried again."""


class ClientCredentials:
    """An OAuth client's tokens. Source: POST /oauth/tokens, grant type client_credentials.

    Args:
        base_url: The account's origin.
        client_id: The client's unique identifier.
        client_secret: Its secret; never shown.
    """

    def __init__(self, base_url: str, client_id: str, client_secret: str) -> None:
        self._url = f"{base_url}/oauth/tokens"
        self._client_id = client_id
        self._client_secret = client_secret
        self._lock = threading.Lock()
        self._token = ""
        self._renew_at = 0.0

    def header(self) -> str:
        """The Authorization header; asks for a token before the old one ends, one thread at a time."""
        with self._lock:
            if not self._token or time.monotonic() >= self._renew_at:
                self._ask()
            return f"Bearer {self._token}"

    def renewed(self, refused: str) -> str | None:
        """A new token, unless another thread already has one."""
        with self._lock:
            if refused == f"Bearer {self._token}":
                self._ask()
            return f"Bearer {self._token}"

    def _ask(self) -> None:
        body = {
            "grant_type": "client_credentials",
            "client_id": self._client_id,
            "client_secret": self._client_secret,
            "scope": SCOPE,
            "expires_in": LIFE_S,
        }
        try:
            with requests.Session() as session:
                session.trust_env = False
                answer = session.post(self._url, json=body, timeout=TIMEOUT_S, allow_redirects=False)
        except requests.RequestException as error:
            raise NotSent(failure_of(error).reason) from error  # asking for a token twice does no harm
        if answer.status_code in (requests.codes.too_many_requests, requests.codes.service_unavailable):
            raise NotSent("Zendesk gives no token now.", retry_after_s=60.0)
        if answer.status_code >= requests.codes.internal_server_error:
            raise NotSent(f"Zendesk gives no token now ({answer.status_code}).")
        if answer.status_code >= requests.codes.multiple_choices:
            raise Refused(
                "Zendesk does not accept the OAuth client: check BRIDGE_ZENDESK__OAUTH_CLIENT_ID and "
                "BRIDGE_ZENDESK__OAUTH_CLIENT_SECRET; the client must be of kind confidential",
                status=answer.status_code,
                code="invalid_client",
            )
        try:
            told = answer.json()
            self._token = str(told["access_token"])
            life = float(told.get("expires_in") or LIFE_S)
        except (ValueError, KeyError, TypeError) as error:
            raise NotSent("Zendesk's answer holds no token.") from error
        self._renew_at = time.monotonic() + life * RENEW_AT


class ApiToken:
    """The legacy way: e-mail and API token. Zendesk ends these tokens on 2027-04-30."""

    def __init__(self, email: str, token: str) -> None:
        self._header = "Basic " + base64.b64encode(f"{email}/token:{token}".encode()).decode()

    def header(self) -> str:
        """Always the same."""
        return self._header

    def renewed(self, refused: str) -> str | None:  # noqa: ARG002 - the protocol's signature
        """There is no other token."""
        return None
