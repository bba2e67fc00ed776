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
