"""A file comes back byte by byte."""

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
