"""The guarded client against real servers: where it goes, what it sends, and how it fails."""

from __future__ import annotations

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from connectors.failures import NotSent, Refused, Unsure
from connectors.http import HttpClient
from tests.connectors.certificate import certificate
from tests.connectors.outside import Outside, cut, outside, raw_server, says


@pytest.fixture
async def shop() -> AsyncIterator[Outside]:
    async with outside() as made:
        yield made


@pytest.fixture
async def client(shop: Outside) -> AsyncIterator[HttpClient]:
    async with HttpClient(allow_hosts=[shop.host]) as made:
        yield made


def names(**known: Sequence[str]):
    """A resolver that knows some names, and remembers what it was asked."""
    asked: list[str] = []

    async def resolve(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return known[host]

    resolve.asked = asked
    return resolve


async def test_it_sends_what_it_is_told_and_nothing_of_its_own(shop, client, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    shop.answer = says(201, json={"id": 1}, headers={"Set-Cookie": "a=b", "X-Told": "yes"})
    response = await client.request(
        "POST", shop.url("/orders?x=1"), headers={"X-Key": "k"}, body=b'{"a": 1}', touch="idempotent"
    )
    await client.request("GET", shop.url("/again"), touch="read")
    assert response.status == 201
    assert response.body == b'{"id": 1}'
    assert response.headers["x-told"] == "yes"
    [(method, path, body, headers), (_, _, _, second)] = shop.asked
    assert (method, path, body, headers["x-key"]) == ("POST", "/orders?x=1", b'{"a": 1}', "k")
    assert headers["user-agent"] == "messenger-bridge"
    assert "cookie" not in second


async def test_a_private_address_is_refused_before_a_connection(shop):
    async with HttpClient() as client:
        with pytest.raises(Refused, match="this machine's own"):
            await client.request("GET", f"https://{shop.host}/")
        with pytest.raises(Refused, match="only https"):
            await client.request("GET", f"http://localhost:{shop.server.port}/")
        with pytest.raises(Refused, match="this machine's own"):
            await client.request("GET", f"https://localhost:{shop.server.port}/")
    assert shop.asked == []


async def test_a_name_with_one_private_address_is_refused_whole(shop):
    resolve = names(**{"shop.example": ["93.184.216.34", "127.0.0.1"]})
    async with HttpClient(resolve=resolve) as client:
        with pytest.raises(Refused, match=r"127\.0\.0\.1"):
            await client.request("GET", f"https://shop.example:{shop.server.port}/")
    assert shop.asked == []


async def test_what_was_checked_is_what_is_connected_to(shop):
    """A name that changes between check and connection is never asked a second time."""
    answers = [["127.0.0.1"], ["127.0.0.9"]]
    asked = []

    async def resolve(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return answers[len(asked) - 1]

    async with HttpClient(allow_hosts=["shop.example"], resolve=resolve) as client:
        await client.request("GET", f"http://shop.example:{shop.server.port}/", touch="read")
    assert asked == ["shop.example"]
    assert len(shop.asked) == 1
    assert shop.asked[0][3]["host"] == f"shop.example:{shop.server.port}"


async def test_a_name_that_turns_private_later_is_refused_then(shop):
    answers = [["127.0.0.1"], ["10.0.0.7"]]
    calls = 0

    async def resolve(_host: str, _port: int) -> Sequence[str]:
        nonlocal calls
        calls += 1
        return answers[calls - 1]

    port = shop.server.port
    shop.answer = says(302, headers={"Location": f"https://rebound.example:{port}/"})
    async with HttpClient(allow_hosts=[f"shop.example:{port}"], resolve=resolve) as client:
        with pytest.raises(Refused, match=r"rebound.example \(10.0.0.7\)"):
            await client.request("GET", f"http://shop.example:{port}/", touch="read")
    assert len(shop.asked) == 1


@pytest.mark.parametrize(
    "place",
    [
        "https://127.0.0.1:1/",
        "https://[::1]/",
        "http://169.254.169.254/latest",
        "https://inner.example/",
        "https://2130706433/",
        "file:///etc/passwd",
        "http://public.example/",
        "//127.0.0.1:1/x",
        "https://user:pw@public.example/",
    ],
)
async def test_a_redirect_to_where_we_do_not_go_is_refused(shop, place):
    resolve = names(**{"inner.example": ["192.168.0.1"], "public.example": ["93.184.216.34"]})
    shop.answer = says(302, headers={"Location": place})
    async with HttpClient(allow_hosts=[shop.host], resolve=resolve) as client:
        with pytest.raises(Refused):
            await client.request("GET", shop.url(), touch="read")
    assert len(shop.asked) == 1


async def test_a_redirect_is_followed_and_credentials_stay_at_home(shop):
    async with outside() as other:
        shop.answer = says(307, headers={"Location": other.url("/there")})
        async with HttpClient(allow_hosts=[shop.host, other.host]) as client:
            response = await client.request(
                "GET",
                shop.url("/here"),
                headers={"Authorization": "Bearer s", "X-Api-Key": "k", "Accept": "application/json"},
                touch="read",
            )
        assert response.body == b'{"ok": true}'
        headers = other.asked[0][3]
        assert "authorization" not in headers
        assert "x-api-key" not in headers
        assert headers["accept"] == "application/json"


async def test_on_the_same_host_they_go_along(shop, client):
    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path == "/old":
            raise web.HTTPMovedPermanently("/new?x=1")
        return web.json_response({})

    shop.answer = answer
    await client.request("GET", shop.url("/old"), headers={"Authorization": "Bearer s"}, touch="read")
    assert shop.asked[1][1] == "/new?x=1"
    assert shop.asked[1][3]["authorization"] == "Bearer s"


async def test_a_circle_of_redirects_ends(shop, client):
    shop.answer = says(302, headers={"Location": "/"})
    with pytest.raises(Refused, match="more than 3 times"):
        await client.request("GET", shop.url(), touch="read")
    assert len(shop.asked) == 4


async def test_a_write_is_never_redirected(shop, client):
    shop.answer = says(307, headers={"Location": "/elsewhere"})
    with pytest.raises(Refused, match="not followed"):
        await client.request("POST", shop.url(), body=b"{}")
    assert len(shop.asked) == 1


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST"])
async def test_a_connection_cut_after_sending_leaves_us_unsure_and_nothing_is_sent_twice(
    shop, client, method
):
    shop.answer = cut
    with pytest.raises(Unsure):
        await client.request(method, shop.url())
    assert len(shop.asked) == 1


async def test_nobody_listening_is_not_sent(client, shop):
    url = shop.url()
    await shop.server.close()
    with pytest.raises(NotSent, match="no connection"):
        await client.request("POST", url)


async def test_a_name_without_an_address_is_not_sent():
    async with HttpClient(resolve=names()) as client:
        with pytest.raises(NotSent, match="no address"):
            await client.request("POST", "https://nowhere.example/")


async def test_a_resolver_that_hangs_is_not_sent():
    async def resolve(_host: str, _port: int) -> Sequence[str]:
        await asyncio.Event().wait()
        raise AssertionError

    async with HttpClient(resolve=resolve) as client:
        with pytest.raises(NotSent, match=r"within 0\.05 s"):
            await client.request("POST", "https://slow.example/", timeout_s=0.05)


async def test_a_server_that_never_answers_leaves_us_unsure(shop, client):
    async def answer(_request: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    shop.answer = answer
    with pytest.raises(Unsure, match=r"within 0\.1 s"):
        await client.request("POST", shop.url(), timeout_s=0.1)


async def test_a_drip_does_not_outlast_the_time_limit():
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
    loop = asyncio.get_running_loop()
    async with (
        raw_server(head, *[b"x"] * 500, pause_s=0.02) as host,
        HttpClient(allow_hosts=[host]) as client,
    ):
        began = loop.time()
        with pytest.raises(Unsure, match=r"within 0\.3 s"):
            await client.request("GET", f"http://{host}/", touch="read", timeout_s=0.3)
        assert loop.time() - began < 5


@pytest.mark.parametrize(
    "pieces",
    [
        (b"",),
        (b"SSH-2.0-OpenSSH_9\r\n",),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\n\r\nnotgzip",),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 20_000 + b"\r\n\r\n",),
    ],
)
async def test_an_answer_that_is_no_http_leaves_us_unsure(pieces):
    async with raw_server(*pieces) as host, HttpClient(allow_hosts=[host]) as client:
        with pytest.raises(Unsure):
            await client.request("POST", f"http://{host}/", timeout_s=5)


async def test_a_large_answer_is_refused_when_it_only_read(shop, client):
    shop.answer = says(body=b"x" * 5000)
    with pytest.raises(Refused, match="larger than 4096 bytes") as error:
        await client.request("GET", shop.url(), touch="read", size_bytes=4096)
    assert error.value.code == "answer"
    with pytest.raises(Unsure, match="probably been carried out"):
        await client.request("POST", shop.url(), touch="unsafe", size_bytes=4096)


async def test_a_gzip_bomb_is_counted_as_it_is_unpacked(shop, client):
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < 100_000
    shop.answer = says(body=bomb, headers={"Content-Encoding": "gzip"})
    with pytest.raises(Refused, match="larger than"):
        await client.request("GET", shop.url(), touch="read", size_bytes=1_000_000)


async def test_a_packed_answer_is_unpacked(shop, client):
    shop.answer = says(body=gzip.compress(b"{}"), headers={"Content-Encoding": "gzip"})
    assert (await client.request("GET", shop.url(), touch="read")).body == b"{}"


async def test_the_body_of_an_error_is_cut_and_the_status_decides(shop, client):
    shop.answer = says(404, body=b"x" * 5000)
    response = await client.exchange("GET", shop.url(), size_bytes=100)
    assert (response.status, len(response.body)) == (404, 100)
    with pytest.raises(Refused) as error:
        await client.request("GET", shop.url(), size_bytes=100)
    assert error.value.status == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"X-A": "a\r\nX-B: b"},
        {"X-A\r\nX-B": "b"},
        {"X-A": "a\0"},
        {"Host": "inner"},
        {"Content-Length": "0"},
        {"Transfer-Encoding": "chunked"},
        {"": "x"},
    ],
)
async def test_a_header_that_smuggles_is_refused(shop, client, headers):
    with pytest.raises(Refused) as error:
        await client.request("GET", shop.url(), headers=headers)
    assert error.value.code == "header"
    assert shop.asked == []


async def test_a_certificate_that_nobody_signed_is_not_sent(tmp_path):
    async with tls_server(tmp_path) as host, HttpClient(allow_hosts=[host]) as client:
        with pytest.raises(NotSent, match="certificate"):
            await client.request("POST", f"https://{host}/", timeout_s=5)


@asynccontextmanager
async def tls_server(folder) -> AsyncIterator[str]:
    context, _client = certificate(folder)

    async def talk(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=context)
    yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()
    await server.wait_closed()
