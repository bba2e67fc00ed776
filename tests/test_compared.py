"""No secret is compared in a time that depends on it: read from the code, and (`make sweep`) measured.

Both, as each sees what the other may miss: `==` stops early by nanoseconds only, a loop of ours has no `==`.
"""

from __future__ import annotations

import ast
import gc
import os
import random
import re
import time
from pathlib import Path
from statistics import fmean, variance

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from bridge.channels.messenger.identity import Claim, Rejected, expected_hash, identify
from connectors.zendesk import signatures
from connectors.zendesk.conversation_events import HEADER, is_known

ROOT = Path(__file__).parent.parent
SECRET_WORDS = re.compile(
    r"secret|token|signature|mac\b|digest(?!ed)|hash|passw|jwt|\botp|api_key|proof", re.IGNORECASE
)
ALLOWED = {
    "bridge/api/hooks.py: first != digest": "of two bodies under one Idempotency-Key; nobody guesses it",
    "bridge/channels/fin_api/stream.py: "
    "request.query.get('channels') != self._tokens.channel(token.external_id)": "its token is verified",
    "bridge/cli/zendesk.py: one != secret": "an operator's own terminal, to leave out a double",
    "bridge/runtime/people.py: _S.token_hash == bindparam('token_hash')": "SQL; an index over SHA-256 of it",
    "bridge/runtime/people.py: _V.token_hash == bindparam('token_hash')": "SQL; an index over SHA-256 of it",
    "bridge/runtime/strangers.py: t.visitors.c.token_hash == bindparam('b_token_hash')": "SQL, of a row read",
    "bridge/settings/sections.py: token[0] != token[1]": "two truth values",
    "connectors/zendesk/oauth.py: refused == f'Bearer {self._token}'": "both are our own",
}


def _compared() -> set[str]:
    found = set()
    for room in ("bridge", "connectors", "handoff"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                match node:
                    case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq()], comparators=[right]):
                        with_constant = isinstance(left, ast.Constant) or isinstance(right, ast.Constant)
                        if not with_constant and SECRET_WORDS.search(ast.unparse(node)):
                            found.add(f"{path.relative_to(ROOT)}: {ast.unparse(node)}")
    return found


def test_no_secret_is_compared_with_equals():
    found = _compared()
    assert found - set(ALLOWED) == set(), "use hmac.compare_digest, or say here why not"
    assert set(ALLOWED) - found == set(), "these are gone: take their lines out"


# --- measured

SECRET = "the secret that nobody outside knows"
NOW = 1_800_000_000.0
ROUNDS = 150_000
LEAKS = 10.0
"""Welch's t beyond which two kinds of calls differ. Source: Reparaz, Balasch, Verbauwhede, "dudect"."""
MEASURED = [
    pytest.mark.sweep,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not os.environ.get("SWEEP"), reason="measures for minutes: `make sweep`"),
]


def _wrong_at(text: str, place: int) -> str:
    return f"{text[:place]}{'a' if text[place] != 'a' else 'b'}{text[place + 1 :]}"


def _t(first, last) -> float:
    """How surely the times of the two calls differ; what other processes do to single calls is cut off."""
    chance = random.Random(7)
    took: dict[bool, list[int]] = {True: [], False: []}
    gc.disable()
    try:
        for _ in range(ROUNDS):
            is_first = chance.random() < 0.5
            call = first if is_first else last
            began = time.perf_counter_ns()
            call()
            took[is_first].append(time.perf_counter_ns() - began)
    finally:
        gc.enable()
    whole = sorted(took[True] + took[False])
    most = whole[int(len(whole) * 0.8)]
    one, other = ([ns for ns in took[kind] if ns <= most] for kind in (True, False))
    spread = (variance(one) / len(one) + variance(other) / len(other)) ** 0.5
    return abs(fmean(one) - fmean(other)) / spread


def _least_t(first, last) -> float:
    """Of three: a leak shows each time, a busy machine does not."""
    return min(_t(first, last) for _ in range(3))


def _naive(given: str, wanted: str) -> bool:
    return all(a == b for a, b in zip(given, wanted, strict=True))


def _hash_of(user_hash: str):
    claim = Claim(user_id="42", user_hash=user_hash)

    def call():
        assert isinstance(identify(claim, [SECRET, "another"], enforce=True, now=NOW), Rejected)

    return call


def _token_of(token: str):
    claim = Claim(token=token)

    def call():
        assert isinstance(identify(claim, [SECRET], enforce=True, now=NOW), Rejected)

    return call


def _webhook_of(signature: str):
    headers = {signatures.SIGNATURE: signature, signatures.TIMESTAMP: "2027-01-15T08:00:00Z"}

    def call():
        assert signatures.verify(headers, b"{}", [SECRET, "another"], now=NOW) == "bad"

    return call


def _key_of(key: str):
    def call():
        assert not is_known({HEADER: key}, [SECRET, "another"])

    return call


def _pairs():
    right = expected_hash(SECRET, user_id="42", email=None)
    yield "user_hash", _hash_of(_wrong_at(right, 0)), _hash_of(_wrong_at(right, 63))
    token = jwt.encode({"alg": "HS256"}, {"user_id": "42", "exp": NOW + 60}, OctKey.import_key(SECRET))
    head, mac = token.rsplit(".", 1)
    yield "jwt", _token_of(f"{head}.{_wrong_at(mac, 0)}"), _token_of(f"{head}.{_wrong_at(mac, 40)}")
    made = signatures.sign("2027-01-15T08:00:00Z", b"{}", SECRET)
    yield "webhook", _webhook_of(_wrong_at(made, 0)), _webhook_of(_wrong_at(made, 42))
    yield "chat webhook", _key_of(_wrong_at(SECRET, 0)), _key_of(_wrong_at(SECRET, len(SECRET) - 1))


class TestMeasured:
    pytestmark = MEASURED

    def test_the_measure_sees_a_compare_that_stops_at_the_first_difference(self):
        right = expected_hash(SECRET, user_id="42", email=None)
        early, late = _wrong_at(right, 0), _wrong_at(right, 63)
        assert _least_t(lambda: _naive(early, right), lambda: _naive(late, right)) > LEAKS

    @pytest.mark.parametrize(("first", "last"), [pair[1:] for pair in _pairs()], ids=[p[0] for p in _pairs()])
    def test_how_far_a_guess_is_right_does_not_show_in_the_time(self, first, last):
        assert _least_t(first, last) < LEAKS
