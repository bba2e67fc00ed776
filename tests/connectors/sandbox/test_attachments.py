from tests.connectors.sandbox.client import Api


async def test_a_file_is_uploaded_named_and_served(api: Api) -> None:
    ticket_id = await api.ticket()
    answer = await api(
        "POST", "/uploads?filename=a%20b.png", data=b"\x89PNG", headers={"Content-Type": "image/png"}
    )
    assert (answer.status, answer.headers["Content-Type"].split(";")[0]) == (201, "text/plain")
    upload = answer.json["upload"]
    comment = {"body": "see", "uploads": [upload["token"]]}
    await api("PUT", f"/tickets/{ticket_id}", {"ticket": {"comment": comment}})
    (file,) = api.zd.comments(ticket_id)[-1]["attachments"]
    assert (file["file_name"], file["content_type"], file["size"]) == ("a b.png", "image/png", 4)
    served = await api.raw("GET", file["content_url"].removeprefix(api.zd.base_url))
    assert served.raw == b"\x89PNG"
    assert served.headers["Content-Disposition"].startswith("attachment")
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    used_again = await api("PUT", f"/tickets/{ticket_id}", {"ticket": {"comment": comment}})
    assert used_again.status == 422


async def test_an_upload_lives_an_hour_and_can_be_forgotten(api: Api) -> None:
    ticket_id = await api.ticket()
    token = (await api("POST", "/uploads?filename=a.txt", data=b"a")).json["upload"]["token"]
    other = (await api("POST", "/uploads?filename=b.txt", data=b"b")).json["upload"]["token"]
    assert (await api("DELETE", f"/uploads/{other}")).status == 204
    assert (await api("DELETE", f"/uploads/{other}")).status == 404
    api.zd.advance(3601)
    await api.login()
    body = {"ticket": {"comment": {"body": "late", "uploads": [token]}}}
    assert (await api("PUT", f"/tickets/{ticket_id}", body)).status == 422


async def test_a_file_without_a_name_is_refused(api: Api) -> None:
    assert (await api("POST", "/uploads", data=b"a")).status == 400
