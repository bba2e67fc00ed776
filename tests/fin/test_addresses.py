"""Nothing leads to a stranger, in whatever dress; what only looks like an address stays."""

import pytest

from bridge.fin.addresses import is_allowed, without_strangers

HOSTS = frozenset({"shop.example"})


@pytest.mark.parametrize(
    "text",
    [
        "See <https://evil.example/x>",
        "See [here][1]\n\n[1]: https://evil.example",
        "See h\u200bttps://evil.example",
        "See [here](https&colon;//evil.example)",
        "See &#104;ttps://evil.example",
        "See [here](https://shop.example@evil.example)",
        "See [here](https://evil.example\\@shop.example)",
        "See evil.example/path",
        "See evil.com now",
        "See ev\u200bil\u3002com",
        "See \uff45\uff56\uff49\uff4c\uff0e\uff43\uff4f\uff4d/x",
        "Mail x@evil.example",
        "See [![x](https://evil.example/x.png)](https://evil.example)",
        "See ![a][b]",
        "See 10.0.0.1/x",
        "See hxxps://evil[.]com",
        "See evil (dot) com",
        "See [here](//evil.com)",
        "See https:\\\\evil.com",
        "See [here]( <https://evil.com> 'title')",
        "See [here\n](\nhttps://evil.com)",
        "See [here](https://shop.example/go?to=https://evil.example)",
        "See https://shop.example/go?to=https%253A%252F%252Fevil.example",
        "See https://shop.example/go?to=evil.com",
        "See https://shop.example/go//evil.example",
        "See [here](https://shop.ex\u0430mple/evil)",
        "See evil.help now",
        "See evil.support",
        "See evil dot com slash pay",
        "See evil punkt com",
        "See evil [dot] help",
        "See evil{.}page",
        "See evil%2Ecom",
        "See evil . com",
        "See evil\u06d4com",
        "See evil\ufe52com",
        "See evil.c\u043em",
        "See https\uff1a\uff0f\uff0fevil.example",
        "See evil.c**om**.",
        "See `evil`.com",
        "See evil\\.com",
        "See evil._com_ now",
        "See [evil].com",
        "See [evil](x).[com](y)",
    ],
)
def test_a_strangers_address_is_taken_out(text: str) -> None:
    kept, refused = without_strangers(text, HOSTS)
    assert refused
    assert "evil" not in kept
    assert "10.0" not in kept
    assert "![" not in kept


@pytest.mark.parametrize(
    "text",
    [
        "See [here](https://shop.example/help) or https://shop.example/a.",
        "Mail help@shop.example, or see shop.example/a",
        "e.g. this and z.B. that. Node.js file.txt 9.30am version 1.2.3 on 12.5.2026",
        "Nice.It works.And more. 9/10 say and/or",
        "https://shop.example/login?next=https%3A%2F%2Fshop.example%2Fcart&v=1.2&f=report.pdf",
        "https://shop.example/a//b and [**bold**](https://shop.example/a_b*c)",
        "`self._store` and utc.zone, my_file.name_x",
        "The dot com bubble; 3 point 5. Mo\u00b7Di\u00b7Fr",
        "**Note.** Open `order.total`, then **save.**Next a *b*.*c* d, v1.2.[3]",
        "\u914d\u9001\u9700\u89812\u5929\u3002Online \u652f\u4ed8\uff1a\u5361\uff0f\u5361\u3002",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u06c1\u06d2\u06d4 \u0627\u0686\u06be\u0627",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f",
    ],
)
def test_what_is_ours_or_no_address_stays(text: str) -> None:
    assert without_strangers(text, HOSTS) == (text, frozenset())


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://shop.example\t.evil.com",
        "https://x@shop.example",
        "https://[",
        "//evil",
    ],
)
def test_a_link_is_read_as_strictly_as_any_browser_may_read_it(url: str) -> None:
    assert not is_allowed(url, HOSTS)


def test_no_message_is_left_in_signs_that_nobody_sees() -> None:
    kept, _ = without_strangers("\u00fc" + "\u200d\u200c" * 40 + "ber \u2764" + "\ufe0f" * 9, HOSTS)
    assert kept == "\u00fcber \u2764"
