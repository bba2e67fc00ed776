"""Who calls: only our own proxies are believed."""

import pytest
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from bridge.web.caller import bearer, client_address


def request(*forwarded, peer="198.51.100.7", **headers):
    named = CIMultiDict([("X-Forwarded-For", value) for value in forwarded])
    named.extend(headers)
    made = make_mocked_request("GET", "/", headers=named)
    return made.clone(remote=peer)


@pytest.mark.parametrize(
    ("forwarded", "trusted", "expected"),
    [
        ((), 0, "198.51.100.7"),
        (("192.0.2.1",), 0, "198.51.100.7"),
        ((), 1, "198.51.100.7"),
        (("192.0.2.1",), 1, "192.0.2.1"),
        (("spoofed, 192.0.2.1",), 1, "192.0.2.1"),
        (("spoofed", "192.0.2.1"), 1, "192.0.2.1"),
        (("1.1.1.1, 192.0.2.1, 10.0.0.1",), 2, "192.0.2.1"),
        (("192.0.2.1",), 2, "192.0.2.1"),
        (("not an address",), 1, "unknown"),
        (("2001:db8:1:2:3::4",), 1, "2001:db8:1:2::/64"),
        (("::ffff:192.0.2.1",), 1, "192.0.2.1"),
    ],
)
def test_only_as_many_hops_are_believed_as_are_ours(forwarded, trusted, expected):
    assert client_address(request(*forwarded), trusted) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Bearer abc", "abc"),
        ("bearer abc", "abc"),
        ("Basic abc", None),
        ("Bearer ", None),
        ("abc", None),
        ("Bearer " + "x" * 600, None),
    ],
)
def test_a_bearer_token_is_read(header, expected):
    assert bearer(request(Authorization=header)) == expected
