"""The key for a model server: whom it reaches, and that nobody reads it anywhere else."""

from __future__ import annotations

import io
import logging
import time
import traceback

import pytest

from connectors.failures import OutsideFailure, Refused
from connectors.llm import Endpoint, Models
from tests.connectors.test_llm import KEY, asking, replied
from tests.connectors.test_llm_failures import FAILURES
from tests.model_server import Script, fails, hangs, running

PROMPT = "Where is my order?"
ECHOES = [
    fails(401, KEY, f"Incorrect API key provided: {KEY}"),
    fails(400, f"{KEY}", f"Bearer {KEY} asked {PROMPT}"),
    fails(429, "rate", KEY, headers={"Retry-After": KEY}),
    fails(500, KEY, KEY),
    Script(
        body=f'data: {{"error": {{"message": "{KEY}", "code": "{KEY}"}}}}\n\n'.encode(),
        content_type="text/event-stream",
    ),
    Script(body=KEY.encode(), content_type=KEY),
    Script(status=302, headers={"Location": f"http://localhost/{KEY}"}, body=b""),
]


@pytest.mark.parametrize("script", [*ECHOES, *[one[1] for one in FAILURES], hangs()])
async def test_no_failure_and_no_log_line_holds_the_key_or_the_prompt(script):
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        async with running(script) as server, asking(server) as models:
            with pytest.raises(OutsideFailure) as told:
                await replied(models, deadline_s=0.3)
            assert server.asked[0].headers["authorization"] == f"Bearer {KEY}"
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    seen: list[str] = [written.getvalue(), "".join(traceback.format_exception(told.value))]
    error: BaseException | None = told.value
    while error is not None:
        seen += [str(error), repr(error), repr(vars(error))]
        error = error.__cause__ or error.__context__
    for text in seen:
        assert KEY not in text
        assert PROMPT not in text


def test_what_is_printed_of_an_endpoint_is_without_its_key():
    assert KEY not in repr(Endpoint("https://models.example/v1", KEY, "tiny"))


async def test_a_redirect_takes_the_key_nowhere():
    async with running() as other, running() as server, asking(server) as models:
        for status in (301, 302, 303, 307, 308):
            server.answer = Script(
                status=status, headers={"Location": f"{other.url}/chat/completions"}, body=b""
            )
            with pytest.raises(Refused, match="not followed"):
                await replied(models)
        assert other.asked == []
        assert len(server.asked) == 5


FINE = [
    "https://models.example/v1",
    "https://10.0.0.7:8443/v1",
    "http://localhost:11434/v1",
    "http://127.0.0.1/v1",
    "http://[::1]:8000/v1",
    "http://ollama:11434/v1",
    "http://gpu.example/v1",
]
NOT_FINE = {
    "http://models.example/v1": "readably",
    "http://ollama:11435/v1": "readably",
    "http://localhost.evil.example/v1": "readably",
    "http://127.0.0.1.evil.example/v1": "readably",
    "http://2130706433/v1": "readably",
    "ftp://models.example/v1": "not https",
    "models.example/v1": "not https",
    "https:///v1": "not https",
    "": "not https",
    "https://user:word@models.example/v1": "carries",
    "http://localhost@models.example/v1": "carries",
    "https://models.example/v1?key=1": "carries",
    "https://models.example/v1#x": "carries",
    "https://models.example:99999/v1": "cannot be read",
    "https://models.example/v1\r\nX: y": "not https",
}


@pytest.mark.parametrize("url", FINE)
def test_addresses_that_the_key_may_travel_to(url):
    Models([Endpoint(url, KEY, "tiny")], time.monotonic, allow_hosts=["ollama:11434", "gpu.example"])


@pytest.mark.parametrize(("url", "why"), NOT_FINE.items(), ids=NOT_FINE)
def test_addresses_that_it_may_not_travel_to(url, why):
    with pytest.raises(ValueError, match=why) as told:
        Models([Endpoint(url, KEY, "tiny")], time.monotonic, allow_hosts=["ollama:11434", "gpu.example"])
    assert KEY not in str(told.value)
    assert "word" not in str(told.value)


@pytest.mark.parametrize("key", [f"{KEY}\r\nX: y", f"{KEY} ", f"{KEY}é"])
def test_a_key_that_is_no_header_is_refused_unseen(key):
    with pytest.raises(ValueError, match="no header carries") as told:
        Models([Endpoint("https://models.example/v1", key, "tiny")], time.monotonic)
    assert KEY not in str(told.value)


def test_a_model_must_be_named_and_a_server_too():
    with pytest.raises(ValueError, match="name of a model"):
        Models([Endpoint("https://models.example/v1", KEY, "")], time.monotonic)
    with pytest.raises(ValueError, match="no model server"):
        Models([], time.monotonic)
