"""Which addresses and URLs are refused, however they are spelled."""

from __future__ import annotations

import pytest

from connectors.addresses import Guard, forbidden
from connectors.failures import Refused


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.0.9",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "169.254.1.1",
        "168.63.129.16",
        "100.64.0.1",
        "100.100.100.200",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "nonsense",
    ],
)
def test_an_address_that_is_not_public_is_forbidden(address):
    assert forbidden(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "64:ff9b::808:808"])
def test_a_public_address_is_not(address):
    assert forbidden(address) == ""


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://0/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://0x7f000001/",
        "https://127.1/",
        "https://0177.0.0.1/",
        "https://127.0.0.1./",
        "https://①②⑦.⓪.⓪.①/",
        "http://shop.example/",
        "ftp://shop.example/",
        "file:///etc/passwd",
        "gopher://shop.example/",
        "//shop.example/",
        "shop.example",
        "https://",
        "https://user:pass@shop.example/",
        "https://shop.example@127.0.0.1/",
        "https://shop.example\\@127.0.0.1/",
        "https://shop.example/orders/../admin",
        "https://shop.example/orders/%2e%2E/admin",
        "https://shop.example/a\r\nHost: x",
        "https://shop.example/a b",
        "https://shop.example:99999/",
        "https://shop.example/" + "a" * 9000,
    ],
)
def test_a_url_that_goes_elsewhere_is_refused(url):
    with pytest.raises(Refused) as error:
        Guard().url(url)
    assert error.value.status == 0


def test_a_name_passes_and_is_checked_when_it_is_resolved():
    guard = Guard()
    assert str(guard.url("https://shop.example/orders/1?a=b%20c")) == "https://shop.example/orders/1?a=b%20c"
    guard.check("shop.example", 443, ["93.184.216.34"])
    with pytest.raises(Refused, match=r"shop\.example \(10\.0\.0\.1\) is a private"):
        guard.check("shop.example", 443, ["93.184.216.34", "10.0.0.1"])


@pytest.mark.parametrize(
    ("allowed", "url", "goes"),
    [
        ("127.0.0.1:8000", "http://127.0.0.1:8000/api", True),
        ("127.0.0.1:8000", "http://127.0.0.1:8001/api", False),
        ("shop.internal", "http://shop.internal/api", True),
        ("Shop.Internal", "http://shop.internal:81/api", True),
        ("shop.internal", "http://evil.shop.internal/", False),
        ("[::1]:8000", "http://[::1]:8000/", True),
        ("::1", "https://[::1]/", True),
        ("127.0.0.1", "http://127.1/", False),
    ],
)
def test_an_operator_can_allow_a_host(allowed, url, goes):
    guard = Guard([allowed])
    if goes:
        assert guard.url(url)
    else:
        with pytest.raises(Refused):
            guard.url(url)
