"""The e-mail with agents' replies: what stands in it, its thread, and the way back."""

from dataclasses import replace

from bridge.core.words.body import from_html, from_plain
from bridge.core.words.effects import MailReplies
from bridge.core.words.entries import Line, Part
from bridge.core.words.values import Attachment, Author, Meaning, ReplyOption
from bridge.web.mail_tokens import MailTokens
from connectors.mail import Mailer
from handoff.mail_replies import ReplyMailer
from tests.actions.attempts import attempt, now
from tests.connectors.mail_server import mail_server
from tests.play import START

ORDER = MailReplies(
    conversation_id="cnv_abcdefgh2345",
    to="ada@example.com",
    name="Ada",
    subject="I need help\nBcc: eve@evil.example",
    from_seq=4,
    to_seq=6,
)


OFFER = Attachment(
    id="upl_1", name="offer <1>.pdf", content_type="application/pdf", size_bytes=9, url="/messenger/files/x"
)


def part(seq, who, body, *files):
    entry = Part(at=START, author=Author(type=who, name="Bo <b>x</b>"), body=body, attachments=files)
    return Line(id=f"prt_{seq}", seq=seq, conversation_id=ORDER.conversation_id, entry=entry)


ANSWERED = part(8, "fin", from_plain("Shall I?"))
YES_OR_NO = tuple(ReplyOption(uuid=f"u{n}", text=n, meaning=Meaning.TEXT) for n in ("Yes", "No <x>"))
LINES = [
    part(4, "agent", from_html("<p>Hello <b>Ada</b><script>x</script></p>")),
    part(5, "fin", from_plain("Fin says this")),
    part(6, "agent", from_plain("and this"), OFFER, replace(OFFER, url="https://acme.zendesk.com/closed")),
    part(7, "agent", from_plain("later")),
    replace(ANSWERED, entry=replace(ANSWERED.entry, reply_options=YES_OR_NO)),
    part(9, "user", from_plain("my own words")),
]


async def lines(_conversation_id, after):
    return [one for one in LINES if one.seq > after]


async def test_one_mail_says_what_agents_said_and_answers_come_back() -> None:
    tokens = MailTokens(["a key"], "reply@messenger.example")
    async with mail_server() as server:
        post = Mailer("127.0.0.1", server.port, sender="help@shop.example", now=now, tls="none")
        sends = ReplyMailer(post, lines, "messenger.example", tokens.make, "https://messenger.example")
        assert await sends(attempt(ORDER)) == ()
        await sends(attempt(ORDER, number=2))
    first, second = server.taken
    assert first["Message-ID"] == second["Message-ID"] == "<eff_1@messenger.example>"
    assert first["References"] == "<cnv_abcdefgh2345@messenger.example>"
    assert first["Bcc"] is None
    text = first.get_body(("plain",)).get_content()
    assert "Hello Ada" in text
    assert "and this" in text
    assert "Fin says" not in text
    assert "later" not in text
    shown = first.get_body(("html",)).get_content()
    assert "<script" not in shown
    assert "Bo &lt;b&gt;" in shown
    assert "[offer <1>.pdf] https://messenger.example/messenger/files/x" in text
    assert '<a href="https://messenger.example/messenger/files/x">offer &lt;1&gt;.pdf</a>' in shown
    assert "acme.zendesk.com" not in text + shown
    assert tokens.read([first["Reply-To"]]) == "cnv_abcdefgh2345"
    assert MailTokens(["new", "a key"], "x@y.example").read([first["Reply-To"].upper()]) == "cnv_abcdefgh2345"
    assert MailTokens(["other"], "x@y.example").read([first["Reply-To"]]) is None


async def test_in_a_conversation_by_mail_all_is_said_but_the_customers_own_words() -> None:
    tokens = MailTokens(["a key"], "reply@messenger.example")
    async with mail_server() as server:
        post = Mailer("127.0.0.1", server.port, sender="help@shop.example", now=now, tls="none")
        sends = ReplyMailer(post, lines, "messenger.example", tokens.make, "https://messenger.example")
        await sends(attempt(replace(ORDER, from_seq=5, to_seq=9, whose="all")))
    [mail] = server.taken
    text = mail.get_body(("plain",)).get_content()
    assert "Fin says this" in text
    assert "Shall I?\n\n(Yes / No <x>)" in text.replace("\r\n", "\n")
    assert "(Yes / No &lt;x&gt;)" in mail.get_body(("html",)).get_content()
    assert "my own words" not in text
