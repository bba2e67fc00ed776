"""Files: within limits, known by content, harmless when they come back."""

import aiohttp
import pytest

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


async def put(ann, data, name="photo.png", field="file", expect=201, content_type="image/png"):
    form = aiohttp.FormData()
    form.add_field(field, data, filename=name, content_type=content_type)
    return await ann.call("POST", "/messenger/uploads", expect, data=form)


async def got(messenger, url):
    async with messenger.client.get(url) as response:
        return response, await response.read()


async def test_an_image_comes_back_as_it_was(messenger):
    ann = messenger.customer()
    await ann.boot()
    made = await put(ann, PNG)
    assert (made["name"], made["content_type"], made["size"]) == ("photo.png", "image/png", len(PNG))
    response, data = await got(messenger, made["url"])
    assert data == PNG
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Content-Disposition"].startswith("inline;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("data", [HTML, SVG])
async def test_pages_and_drawings_are_downloads_of_text(messenger, data):
    ann = messenger.customer()
    await ann.boot()
    made = await put(ann, data, name="innocent.png")
    assert made["content_type"] == "text/plain"
    assert made["name"] == "innocent.png.txt"
    response, body = await got(messenger, made["url"])
    assert body == data
    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.headers["Content-Disposition"].startswith("attachment;")


async def test_a_kind_that_is_not_on_the_list_is_refused(messenger):
    ann = messenger.customer()
    await ann.boot()
    await put(ann, b"PK\x03\x04" + b"\x00" * 50, expect=415)
    await put(ann, b"MZ\x90\x00\x03\x00", expect=415)


async def test_a_file_that_is_too_large_is_413(messenger):
    ann = messenger.customer()
    await ann.boot()
    await put(ann, PNG + b"\x00" * 200_000, expect=413)


async def test_a_body_without_a_declared_length_is_cut_off_at_the_limit(messenger):
    ann = messenger.customer()
    await ann.boot()
    sent = 0

    async def endless():
        nonlocal sent
        yield (b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.txt"\r\n\r\n')
        for _ in range(2_000):
            sent += 64 * 1024
            yield b"a" * 64 * 1024

    headers = {**ann.auth, "Content-Type": "multipart/form-data; boundary=b"}
    try:
        async with messenger.client.post("/messenger/uploads", data=endless(), headers=headers) as response:
            assert response.status == 413
    except aiohttp.ClientError:
        pass  # noqa: S110 - the server may hang up before it is sent to the end
    assert sent < 64 * 1024 * 2_000


async def test_a_declared_length_that_is_too_large_is_refused_before_a_byte_is_sent(messenger):
    ann = messenger.customer()
    await ann.boot()
    headers = {
        **ann.auth,
        "Content-Type": "multipart/form-data; boundary=b",
        "Content-Length": str(10 * 1024**3),
    }
    async with messenger.client.post("/messenger/uploads", headers=headers) as response:
        assert response.status == 413


def one_part(headers, content, end="--b--"):
    return f"--b\r\n{headers}\r\n\r\n{content}\r\n{end}\r\n".encode()


DISPOSITION = 'Content-Disposition: form-data; name="file"'
MULTIPART = "multipart/form-data; boundary=b"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"--b--\r\n", MULTIPART),
        (b"nothing like it", MULTIPART),
        (b"", MULTIPART),
        (b"x", "multipart/form-data"),
        (b"x", "application/json"),
        (one_part('Content-Disposition: form-data; name="other"', "x"), MULTIPART),
        (one_part(DISPOSITION, ""), MULTIPART),
        (one_part(DISPOSITION, "cut")[:-9], MULTIPART),
        (one_part(DISPOSITION, "cut")[:-4], MULTIPART),
        (one_part(DISPOSITION, "one", end="--b\r\n" + DISPOSITION + "\r\n\r\ntwo\r\n--b--"), MULTIPART),
        (one_part(DISPOSITION + "\r\nContent-Transfer-Encoding: base64", "eHh4"), MULTIPART),
        (one_part(DISPOSITION + "\r\nContent-Transfer-Encoding: nonsense", "x"), MULTIPART),
    ],
)
async def test_what_is_no_upload_is_400(messenger, body, content_type):
    ann = messenger.customer()
    await ann.boot()
    await ann.call("POST", "/messenger/uploads", 400, data=body, headers={"Content-Type": content_type})


async def test_a_packed_file_is_415(messenger):
    ann = messenger.customer()
    await ann.boot()
    headers = {"Content-Type": MULTIPART, "Content-Encoding": "gzip"}
    await ann.call("POST", "/messenger/uploads", 415, data=one_part(DISPOSITION, "x"), headers=headers)


async def test_a_message_carries_ones_own_files(messenger):
    ann = messenger.customer()
    await ann.boot()
    made = await put(ann, PNG)
    begun = await ann.begin("", attachments=[made["id"]])
    assert begun["part"]["attachments"] == [made]


async def test_other_peoples_files_are_404(messenger):
    ann, eve = messenger.customer(), messenger.customer()
    await ann.boot()
    await eve.boot()
    made = await put(ann, PNG)
    answer = await eve.begin("mine", expect=404, attachments=[made["id"]])
    assert answer["errors"][0]["field"] == "attachments.0"
    unknown = await eve.begin("mine", expect=404, attachments=["upl_unknown"])
    assert unknown["errors"] == answer["errors"]
    await eve.call("GET", f"/messenger/uploads/{made['id']}", 404)
    await eve.call("GET", f"/messenger/uploads/{made['id']}/{'0' * 64}", 404)
    assert (await eve.call("GET", "/messenger/conversations", 200))["conversations"] == []
