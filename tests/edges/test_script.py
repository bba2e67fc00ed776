"""The widget's files: the right type, cached by content, and nothing but them."""

import pytest
from aiohttp import web

from bridge.channels.messenger.script import Script


class Workspace:
    app_id = "demo"


@pytest.fixture
async def client(aiohttp_client, tmp_path):
    folder = tmp_path / "widget"
    (folder / "views").mkdir(parents=True)
    (folder / "messenger.js").write_text("export const one = 1;\n" * 50)
    (folder / "views" / "launcher.js").write_text("// launcher\n")
    (folder / "style.css").write_text("p {}\n")
    (folder / "LICENSE").write_text("MIT\n")
    (folder / ".hidden").write_text("x\n")
    (tmp_path / "secret.js").write_text("// not yours\n")
    (folder / "link.js").symlink_to(tmp_path / "secret.js")
    script = Script(Workspace(), folder)
    app = web.Application()
    app.router.add_get("/messenger.js", script.loader)
    app.router.add_get("/widget/{app_id}", script.loader_of)
    app.router.add_get("/messenger/widget/{path:.+}", script.module)

    @web.middleware
    async def plain_errors(request, handler):
        from bridge.web.errors import EdgeError, error_answer

        try:
            return await handler(request)
        except EdgeError as error:
            return error_answer(error, "req_test")

    app.middlewares.append(plain_errors)
    return await aiohttp_client(app)


@pytest.mark.parametrize("path", ["/messenger.js", "/widget/demo", "/messenger/widget/messenger.js"])
async def test_the_loader_has_three_addresses(client, path):
    async with client.get(path) as response:
        assert response.status == 200
        assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
        assert response.headers["Content-Encoding"] == "gzip"
        assert "max-age" in response.headers["Cache-Control"]
        assert (await response.text()).startswith("export const one")


async def test_a_file_that_did_not_change_is_304(client):
    async with client.get("/messenger.js") as response:
        etag = response.headers["ETag"]
    async with client.get("/messenger.js", headers={"If-None-Match": etag}) as response:
        assert response.status == 304
        assert response.headers["ETag"] == etag


async def test_modules_and_styles_have_their_types(client):
    async with client.get("/messenger/widget/views/launcher.js") as response:
        assert response.headers["Content-Type"].startswith("text/javascript")
    async with client.get("/messenger/widget/style.css") as response:
        assert response.headers["Content-Type"].startswith("text/css")


@pytest.mark.parametrize(
    "path",
    [
        "/widget/another",
        "/messenger/widget/nothing.js",
        "/messenger/widget/views",
        "/messenger/widget/LICENSE",
        "/messenger/widget/.hidden",
        "/messenger/widget/link.js",
        "/messenger/widget/..%2fsecret.js",
        "/messenger/widget/views/..%2f..%2fsecret.js",
        "/messenger/widget/%2fetc%2fpasswd",
        "/messenger/widget/a%00.js",
        "/messenger/widget/..%5csecret.js",
        f"/messenger/widget/{'a' * 300}.js",
        f"/messenger/widget/{'a/' * 2500}.js",
    ],
)
async def test_nothing_else_is_served(client, path):
    from yarl import URL

    async with client.get(URL(path, encoded=True)) as response:
        assert response.status == 404
