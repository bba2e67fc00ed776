"""The one HTTP session that zenpy speaks through: our time-outs, our failures, no retries behind our back."""

from __future__ import annotations

import time
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
import structlog
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError
from urllib3.util.retry import Retry

from connectors.failures import NotSent, Unsure
from connectors.zendesk.answers import failure_of, raise_for
from connectors.zendesk.speaking import LOOKUP, Authorizer, headers_of_call, headers_told, unanswered

ANSWER_S = 60.0
"""For the whole answer: one that drips would else hold a thread for ever."""
ANSWER_BYTES = 16 * 1024 * 1024
CHUNK_BYTES = 64 * 1024

WARN = "x-zendesk-api-warn"
"""Fields that Zendesk did not know or allow, and dropped with a 2xx."""

log = structlog.get_logger(__name__)


class ZendeskAdapter(HTTPAdapter):
    """Sends to the real origin, and turns every answer that is not a 2xx into one of our failures.

    Args:
        origin: What zenpy believes it speaks to, `https://{subdomain}.zendesk.com`.
        base_url: Where it really goes; the sandbox, or the same.
        authorizer: Gives and renews the credentials.
    """

    def __init__(self, origin: str, base_url: str, authorizer: Authorizer) -> None:
        self._origin = origin
        self._base_url = base_url
        self._authorizer = authorizer
        # urllib3 would repeat a PUT: a ticket update with a comment is not idempotent.
        super().__init__(max_retries=Retry(total=0, redirect=0), pool_maxsize=8)

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """One request, once; a 401 is no execution, so it is sent again with renewed credentials."""
        authorization = self._authorizer.header()
        response = self._send(request, authorization, *args, **kwargs)
        if response.status_code == requests.codes.unauthorized:
            renewed = self._authorizer.renewed(authorization)
            if renewed is not None:
                response = self._send(request, renewed, *args, **kwargs)
        _note(request, response)
        raise_for(request, response, self._authorizer.settings)
        # zenpy recognises answers by its own idea of the URL.
        response.request, response.url = request, str(request.url)
        return response

    def _send(
        self, request: requests.PreparedRequest, authorization: str, *args: Any, **kwargs: Any
    ) -> requests.Response:
        real = request.copy()
        real.url = self._base_url + str(request.url)[len(self._origin) :]
        real.headers.update({**headers_of_call.get(), "Authorization": authorization})
        method = str(request.method)
        try:
            response = super().send(real, *args, **kwargs)
        except requests.RequestException as error:
            raise failure_of(error, method) from error
        return read_wholly(response, method)


def session(origin: str, base_url: str, authorizer: Authorizer) -> requests.Session:
    """A session for zenpy; `authorized` keeps zenpy from adding credentials of its own."""
    made = plain_session()
    made.mount(origin, ZendeskAdapter(origin, base_url, authorizer))
    made.authorized = True  # type: ignore[attr-defined]  # zenpy looks for it
    return made


def plain_session() -> requests.Session:
    """A session that takes nothing from its surroundings: no proxy, no .netrc, no cookie."""
    made = requests.Session()
    made.trust_env = False
    made.max_redirects = 0
    made.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # a cookie is a second identity
    made.headers["User-Agent"] = "messenger-bridge"
    return made


def read_wholly(response: requests.Response, method: str, *, within_s: float = ANSWER_S) -> requests.Response:
    """The answer with its content read, bounded in size and time; `method` decides how a failure counts."""
    ends_at = time.monotonic() + within_s
    read = bytearray()
    problem: NotSent | Unsure | None = None
    try:
        while chunk := response.raw.read1(CHUNK_BYTES, decode_content=True):
            read += chunk
            if len(read) > ANSWER_BYTES:
                problem = unanswered(method, "Zendesk's answer is larger than 16 MiB")
            elif time.monotonic() > ends_at:
                problem = unanswered(method, f"Zendesk's answer took longer than {within_s:g} s")
            if problem is not None:
                response.close()
                raise problem
    except (HTTPError, OSError) as error:
        response.close()
        raise unanswered(method, "Zendesk's answer broke off") from error
    response._content = bytes(read)  # noqa: SLF001 - requests would read it without any bound
    response._content_consumed = True  # type: ignore[attr-defined]  # noqa: SLF001 - the same
    return response


def _note(request: requests.PreparedRequest, response: requests.Response) -> None:
    """Keeps what the answer's headers tell; names of fields that Zendesk dropped go to the log."""
    told = headers_told.get()
    for name, value in response.headers.items():
        lower = name.lower()
        if told is not None and (lower == LOOKUP or "ratelimit" in lower.replace("-", "")):
            told[lower] = value[:200]
        elif lower == WARN:
            path = str(request.path_url).partition("?")[0]
            log.warning("zendesk_dropped_fields", method=request.method, path=path, said=value[:200])
