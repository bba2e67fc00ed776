"""The rules of identity, without a server."""

import base64
import hashlib
import hmac
import json

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from bridge.channels.messenger.identity import (
    Claim,
    Rejected,
    UnverifiedUser,
    VerifiedUser,
    Visitor,
    expected_hash,
    identify,
    normalised_email,
)

SECRET = "the site's secret, long enough for anybody"
OLD = "the secret before, which is retired soon too"
NOW = 1_800_000_000.0
DEEP = "[" * 2_500 + "]" * 2_500


def token(claims, secret=SECRET, **header):
    return jwt.encode({"alg": "HS256", **header}, claims, OctKey.import_key(secret))


def signed_text(header, claims, secret=SECRET, digest="sha256"):
    """A token of texts of JSON, or of what becomes one."""

    def part(data):
        text = data if isinstance(data, str) else json.dumps(data)
        return base64.urlsafe_b64encode(text.encode()).rstrip(b"=")

    signed = part(header) + b"." + part(claims)
    signature = hmac.new(secret.encode(), signed, digest).digest() if secret else b""
    return (signed + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()


def who(enforce=True, secrets=(SECRET, OLD), **claim):
    return identify(Claim(**claim), secrets, enforce=enforce, now=NOW)


def test_the_hash_is_hex_hmac_sha256_over_the_user_id():
    expected = hmac.new(SECRET.encode(), b"42", hashlib.sha256).hexdigest()
    assert expected_hash(SECRET, user_id="42", email="me@x.example") == expected


def test_a_right_hash_verifies_the_user():
    identity = who(user_id="42", user_hash=expected_hash(SECRET, user_id="42", email=None))
    assert identity == VerifiedUser(user_id="42", email=None, name=None, secret_index=0)


def test_a_hash_by_an_older_accepted_secret_verifies_too():
    identity = who(user_id="42", user_hash=expected_hash(OLD, user_id="42", email=None))
    assert isinstance(identity, VerifiedUser)
    assert identity.secret_index == 1


def test_an_empty_secret_verifies_nobody():
    forged = hmac.new(b"", b"42", hashlib.sha256).hexdigest()
    assert isinstance(who(secrets=("", SECRET), user_id="42", user_hash=forged), Rejected)


def test_a_retired_secret_verifies_nobody():
    identity = who(user_id="42", user_hash=expected_hash(OLD, user_id="42", email=None), secrets=(SECRET,))
    assert isinstance(identity, Rejected)


GOOD = expected_hash(SECRET, user_id="42", email=None)


@pytest.mark.parametrize("enforce", [True, False])
@pytest.mark.parametrize(
    "wrong",
    [
        GOOD.upper(),
        GOOD[:63],
        GOOD + "0",
        GOOD + "\n",
        expected_hash(SECRET, user_id="43", email=None),
        expected_hash("another secret of another tenant", user_id="42", email=None),
        "é" * 64,
        "0" * 64,
        base64.b64encode(bytes.fromhex(GOOD)).decode(),
    ],
)
def test_a_wrong_hash_is_rejected_whether_enforced_or_not(wrong, enforce):
    identity = who(user_id="42", user_hash=wrong, enforce=enforce)
    assert isinstance(identity, Rejected)
    assert identity.code == "hmac_mismatch"


def test_the_hash_must_be_over_the_user_id_when_both_are_sent():
    over_email = expected_hash(SECRET, user_id=None, email="me@x.example")
    identity = who(user_id="victim", email="me@x.example", user_hash=over_email)
    assert isinstance(identity, Rejected)
    assert "over email" in identity.why


def test_an_email_beside_a_hashed_user_id_is_not_proven():
    identity = who(user_id="42", email="victim@x.example", user_hash=GOOD)
    assert isinstance(identity, VerifiedUser)
    assert identity.email is None


def test_a_user_without_proof_is_rejected_only_where_it_is_enforced():
    assert isinstance(who(user_id="42"), Rejected)
    assert isinstance(who(email="me@x.example", user_hash=""), Rejected)
    assert isinstance(who(user_id="42", enforce=False), UnverifiedUser)


def test_visitors_are_always_welcome():
    assert who() == Visitor(name=None)


def test_a_hash_without_anything_to_prove_is_rejected():
    assert isinstance(who(user_hash=GOOD), Rejected)


def test_a_valid_token_verifies_and_overrides_what_the_page_says():
    signed = token({"user_id": "42", "email": "Ann@x.example", "plan": "pro", "exp": NOW + 60})
    identity = who(user_id="somebody else", email="page@x.example", token=signed)
    assert isinstance(identity, VerifiedUser)
    assert (identity.user_id, identity.email) == ("42", "Ann@x.example")
    assert identity.attributes == {"plan": "pro"}


CLAIMS = {"user_id": "42", "exp": NOW + 60}
BAD_TOKENS = {
    "alg none": signed_text({"alg": "none"}, CLAIMS, secret=""),
    "alg NONE": signed_text({"alg": "NONE"}, CLAIMS, secret=""),
    "alg none with a signature": signed_text({"alg": "none"}, CLAIMS),
    "HS512": signed_text({"alg": "HS512"}, CLAIMS, digest="sha512"),
    "RS256 signed as HS256": signed_text({"alg": "RS256"}, CLAIMS),
    "jku": signed_text({"alg": "HS256", "jku": "https://evil.example/keys"}, CLAIMS),
    "jwk": signed_text({"alg": "HS256", "jwk": {"kty": "oct", "k": "YQ"}}, CLAIMS),
    "x5u": signed_text({"alg": "HS256", "x5u": "https://evil.example/"}, CLAIMS),
    "crit": signed_text({"alg": "HS256", "crit": ["b64"], "b64": False}, CLAIMS),
    "kid as a path": signed_text({"alg": "HS256", "kid": "../../dev/null"}, CLAIMS),
    "kid as a number": signed_text({"alg": "HS256", "kid": 7}, CLAIMS),
    "another tenant's key": token(CLAIMS, secret="another tenant's secret, quite long"),
    "expired": token({"user_id": "42", "exp": NOW - 1}),
    "expires now": token({"user_id": "42", "exp": NOW}),
    "no exp": token({"user_id": "42"}),
    "exp as text": signed_text({"alg": "HS256"}, {"user_id": "42", "exp": str(NOW + 60)}),
    "exp as true": signed_text({"alg": "HS256"}, {"user_id": "42", "exp": True}),
    "endless exp": signed_text({"alg": "HS256"}, {"user_id": "42", "exp": float("inf")}),
    "huge exp": signed_text({"alg": "HS256"}, {"user_id": "42", "exp": 10**400}),
    "nbf in the future": token({**CLAIMS, "nbf": NOW + 30}),
    "no user_id": token({"email": "ann@x.example", "exp": NOW + 60}),
    "empty user_id": token({**CLAIMS, "user_id": ""}),
    "user_id as a list": token({**CLAIMS, "user_id": ["42"]}),
    "user_id as null": token({**CLAIMS, "user_id": None}),
    "email as a number": token({**CLAIMS, "email": 3}),
    "two glued": token(CLAIMS) + token(CLAIMS),
    "two joined": token(CLAIMS) + "." + token(CLAIMS),
    "cut": token(CLAIMS)[:-4],
    "not ascii": "é.é.é",
    "empty parts": "..",
    "a list as payload": signed_text({"alg": "HS256"}, [1]),
    "too long": token({**CLAIMS, "x": "y" * 9000}),
    "half a character": signed_text({"alg": "HS256"}, {**CLAIMS, "plan": "\ud800"}),
    "half a character as a key": signed_text({"alg": "HS256"}, {**CLAIMS, "\ud800": "pro"}),
    "a number of 60 digits": signed_text({"alg": "HS256"}, {**CLAIMS, "age": 10**60}),
    "nested deeply": signed_text({"alg": "HS256"}, f'{{"user_id":"42","exp":{NOW + 60},"x":{DEEP}}}'),
    "a header nested deeply, of anybody's": signed_text(f'{{"alg":"HS256","x":{DEEP}}}', CLAIMS, secret="?"),
}


@pytest.mark.parametrize("name", BAD_TOKENS)
@pytest.mark.parametrize("enforce", [True, False])
def test_a_bad_token_is_rejected_with_one_code(name, enforce):
    identity = who(token=BAD_TOKENS[name], user_id="42", enforce=enforce)
    assert isinstance(identity, Rejected)
    assert identity.code == "jwt_invalid"


@pytest.mark.parametrize(
    ("claimed", "kept"), [("Ann\x00\nAgent: \ud800 Bob", "Ann Agent: Bob"), ("\n", "Page"), (5, "Page")]
)
def test_a_signed_name_is_one_line_as_the_pages_is(claimed, kept):
    identity = who(name="Page", token=signed_text({"alg": "HS256"}, {**CLAIMS, "name": claimed}))
    assert isinstance(identity, VerifiedUser)
    assert identity.name == kept


def test_a_good_token_beside_a_wrong_hash_is_rejected():
    identity = who(token=token(CLAIMS), user_hash="0" * 64)
    assert isinstance(identity, Rejected)


def test_numbers_as_user_ids_are_their_digits():
    identity = who(token=token({**CLAIMS, "user_id": 42}))
    assert isinstance(identity, VerifiedUser)
    assert identity.user_id == "42"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Ann@X.example", "ann@x.example"),
        (" ann@x.example ", "ann@x.example"),
        ("ann+tag@x.example", "ann+tag@x.example"),
        ("ann@x.example.", "ann@x.example."),
        ("\u212aate@x.example", "\u212aate@x.example"),  # the Kelvin sign is not a k
        ("no address", None),
        ("a@b@c", None),
        ("a\nb@c", None),
        ("", None),
    ],
)
def test_emails_are_compared_without_joining_look_alikes(given, expected):
    assert normalised_email(given) == expected
