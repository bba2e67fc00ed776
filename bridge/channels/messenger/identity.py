"""Who the caller is, as far as he can prove it: an HMAC of his id, a signed token, or nothing.

Pure: secrets, claims and the time are handed in.
Source: Intercom, "Identity verification" (`user_hash`) and "Messenger JWT" (`intercom_user_jwt`).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import orjson

from bridge.web.bodies import clean_line

Code: TypeAlias = Literal["hmac_mismatch", "jwt_invalid"]

HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
JWT_CHARS = 8 * 1024
JWT_HEADERS = frozenset({"alg", "typ", "kid", "cty"})
"""A header that brings the sender's own key (jku, jwk, x5u, x5c) is an attack; others mean nothing here."""
CLOCK_SKEW_S = 5.0
ID_CHARS = 255
_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f<>,;]{1,64}@[^@\s\x00-\x1f\x7f<>,;]{1,190}")
_NO_ATTRIBUTES = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "user_id", "email", "name"})
_ABSENT = "0" * 64
_LATEST = 1e12


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What the page says about its user; nothing of it is proven yet."""

    user_id: str | None = None
    email: str | None = None
    name: str | None = None
    user_hash: str | None = None
    token: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedUser:
    """The site's server vouches for him.

    Args:
        user_id: Proven, when given.
        email: Proven: signed in the token, or the identifier that the hash is over. Else None.
        secret_index: Which of the accepted secrets it was, 0 is the newest.
        attributes: What the token says besides; it overrides what the page says.
    """

    user_id: str | None
    email: str | None
    name: str | None
    secret_index: int
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnverifiedUser:
    """He names an id or an e-mail and proves nothing."""

    user_id: str | None
    email: str | None
    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """He names nothing."""

    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A proof that is wrong, or one that is missing where it is enforced.

    Args:
        code: For the caller; the same for every cause.
        why: For the operator's checker, never for the caller.
    """

    code: Code
    why: str


Identity: TypeAlias = VerifiedUser | UnverifiedUser | Visitor | Rejected


def expected_hash(secret: str, *, user_id: str | None, email: str | None) -> str:
    """The `user_hash` of this user: hex HMAC-SHA256 over user_id, else over e-mail; user_id wins.

    Raises:
        ValueError: Neither is given.
    """
    signed = user_id or email
    if not signed:
        raise ValueError("a hash needs a user_id or an email")
    return hmac.new(secret.encode(), signed.encode(), hashlib.sha256).hexdigest()


def normalised_email(email: str) -> str | None:
    """The e-mail as a key: ASCII letters lower-case, nothing else changed; None when it is none.

    Only ASCII: the lower case of the Kelvin sign is an ordinary k, and look-alikes must never meet.
    """
    trimmed = email.strip()
    if not _EMAIL.fullmatch(trimmed) or not trimmed.isprintable():
        return None
    return "".join(c.lower() if c.isascii() else c for c in trimmed)


def identify(claim: Claim, secrets: Sequence[str], *, enforce: bool, now: float) -> Identity:
    """Who `claim` is about, as far as it is proven.

    A wrong proof is refused always; a missing one only where it is enforced. Visitors are always welcome.

    Args:
        claim: What the page sent; empty texts count as not sent.
        secrets: Of the caller's platform, newest first; each is accepted.
        enforce: Users must prove who they are.
        now: Seconds since the epoch.
    """
    if claim.token:
        return _by_token(claim, secrets, now)
    if claim.user_hash:
        return _by_hash(claim, secrets)
    if not claim.user_id and not claim.email:
        return Visitor(name=claim.name or None)
    if enforce:
        return Rejected(code="hmac_mismatch", why="no user_hash and no JWT, and verification is enforced")
    return UnverifiedUser(user_id=claim.user_id or None, email=claim.email or None, name=claim.name or None)


def _by_hash(claim: Claim, secrets: Sequence[str]) -> Identity:
    if not claim.user_id and not claim.email:
        return Rejected(code="hmac_mismatch", why="a user_hash without user_id and email proves nothing")
    index = _hash_index(claim, secrets)
    if index is None:
        return Rejected(code="hmac_mismatch", why=_why_no_match(claim, secrets))
    return VerifiedUser(
        user_id=claim.user_id or None,
        email=None if claim.user_id else claim.email,  # the hash is over user_id alone; the e-mail is hearsay
        name=claim.name or None,
        secret_index=index,
    )


def _hash_index(claim: Claim, secrets: Sequence[str]) -> int | None:
    given = claim.user_hash or ""
    is_hash = HASH.fullmatch(given) is not None
    compared = (given if is_hash else _ABSENT).encode()
    found: int | None = None
    for index, secret in enumerate(secrets):  # all of them: the time must not say which one it was
        expected = expected_hash(secret, user_id=claim.user_id, email=claim.email).encode()
        if hmac.compare_digest(expected, compared) and is_hash and secret and found is None:
            found = index
    return found


def _why_no_match(claim: Claim, secrets: Sequence[str]) -> str:
    given = claim.user_hash or ""
    if not secrets:
        return "no identity secret is set for this platform"
    if not HASH.fullmatch(given):
        return "a user_hash is 64 lower-case hexadecimal digits"
    if claim.user_id and claim.email:
        by_email = Claim(email=claim.email, user_hash=given)
        if _hash_index(by_email, secrets) is not None:
            return "the hash is over email; when user_id is sent too it must be over user_id"
    return "no accepted secret gives this hash"


def _by_token(claim: Claim, secrets: Sequence[str], now: float) -> Identity:
    claims: dict[str, Any] | None = None
    index = -1
    for place, secret in enumerate(secrets):
        found = _verified_claims(claim.token or "", secret)
        if found is not None and claims is None:
            claims, index = found, place
    if claims is None:
        why = "no accepted secret verifies it as HS256" if secrets else "no identity secret is set"
        return Rejected(code="jwt_invalid", why=why)
    if (why_not := _why_not_now(claims, now)) is not None:
        return Rejected(code="jwt_invalid", why=why_not)
    user_id = _id(claims.get("user_id"))
    if user_id is None:
        return Rejected(code="jwt_invalid", why="the claim user_id is missing, empty or no text")
    email, name = claims.get("email"), claims.get("name")
    if email is not None and (not isinstance(email, str) or normalised_email(email) is None):
        return Rejected(code="jwt_invalid", why="the claim email is no e-mail address")
    if claim.user_hash and _hash_index(Claim(user_id=user_id, user_hash=claim.user_hash), secrets) is None:
        return Rejected(code="jwt_invalid", why="the user_hash beside it is of somebody else")
    attributes = _plain({key: value for key, value in claims.items() if key not in _NO_ATTRIBUTES})
    if attributes is None:
        return Rejected(code="jwt_invalid", why="a claim is nested too deeply, too large a number or no text")
    return VerifiedUser(
        user_id=user_id,
        email=email,
        name=(clean_line(name)[:ID_CHARS] if isinstance(name, str) else "") or claim.name,
        secret_index=index,
        attributes=attributes,
    )


def _verified_claims(token: str, secret: str) -> dict[str, Any] | None:
    if not secret or len(token) > JWT_CHARS or not token.isascii():
        return None
    from joserfc import jwt  # with cryptography 8 MB, for those who use tokens
    from joserfc.errors import JoseError, SecurityWarning
    from joserfc.jwk import OctKey

    try:
        with (
            warnings.catch_warnings()
        ):  # a short secret is for the operator's doctor to say, not for each boot
            warnings.simplefilter("ignore", SecurityWarning)
            key = OctKey.import_key(secret)
        decoded = jwt.decode(token, key, algorithms=["HS256"])
    except (JoseError, ValueError, TypeError, RecursionError):  # it is read before it is verified
        return None
    header = decoded.header
    if not JWT_HEADERS.issuperset(header):
        return None
    kid = header.get("kid", "")
    if not isinstance(kid, str) or not re.fullmatch(r"[\w.:=-]{0,128}", kid, re.ASCII):
        return None
    return dict(decoded.claims)


def _plain(claims: dict[str, Any]) -> dict[str, Any] | None:
    """The claims as plain as a body is; None when they cannot be kept: what signs may quote customers."""
    try:
        plain: dict[str, Any] = orjson.loads(orjson.dumps(claims))
    except (ValueError, TypeError):
        return None
    return plain


def _why_not_now(claims: Mapping[str, Any], now: float) -> str | None:
    expires, begins = _time(claims.get("exp")), _time(claims.get("nbf", 0))
    if expires is None:
        return "the claim exp is missing or no number"
    if expires <= now:
        return "it has expired"
    if begins is None or begins > now + CLOCK_SKEW_S:
        return "its time has not come (nbf)"
    return None


def _time(value: Any) -> float | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value) if abs(value) < _LATEST else None  # also what NaN and the infinities fail


def _id(value: Any) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value or len(value) > ID_CHARS or not value.isprintable():
        return None
    return value
