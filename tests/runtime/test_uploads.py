"""A file comes back byte by byte."""

import asyncio
import os

from bridge.runtime.uploads import Upload, keep_upload, upload


async def test_a_file_comes_back_as_it_went(store):
    data = os.urandom(300_000)
    file = Upload(
        id="upl_1", contact_id="con_1", name="a.png", content_type="image/png", size_bytes=300_000, data=data
    )
    await keep_upload(store, file)
    assert await upload(store, "upl_1") == file
    assert await upload(store, "upl_2") is None


async def test_a_file_that_two_fetch_at_once_is_one(store):
    def fetched(data):
        return Upload(
            id="upl_1", contact_id="con_1", name="a", content_type="image/png", size_bytes=1, data=data
        )

    await asyncio.gather(keep_upload(store, fetched(b"a")), keep_upload(store, fetched(b"b")))
    kept = await upload(store, "upl_1")
    assert kept.data in (b"a", b"b")
    await keep_upload(store, fetched(b"c"))
    assert (await upload(store, "upl_1")).data == kept.data
