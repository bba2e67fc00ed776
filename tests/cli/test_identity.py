"""`python -m bridge identity`: what an operator sees on his terminal."""

import json

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from typer.testing import CliRunner

from bridge.channels.messenger.identity import expected_hash
from bridge.cli.identity import app
from bridge.settings import SettingsError

NEW, OLD = "the newest secret of the shop", "the secret of the shop before"


@pytest.fixture
def terminal(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIDGE_IDENTITY__SECRETS", json.dumps([NEW, OLD]))
    monkeypatch.setenv("BRIDGE_IDENTITY__SECRETS_IOS", json.dumps(["the secret of the ios app"]))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/bridge.db")

    def run(*arguments, code=0):
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == code, result.output
        for secret in (NEW, OLD):
            assert secret not in result.output
        return result.output

    return run


def test_the_expected_hash_is_printed(terminal):
    assert terminal("hash", "--user-id", "42").strip() == expected_hash(NEW, user_id="42", email=None)
    older = terminal("hash", "--email", "a@b.example", "--secret-index", "1").strip()
    assert older == expected_hash(OLD, user_id=None, email="a@b.example")
    both = json.loads(terminal("hash", "--user-id", "42", "--email", "a@b.example", "--json"))
    assert both["over"] == "user_id"


def test_a_right_hash_is_valid_by_the_secret_that_made_it(terminal):
    by_old = expected_hash(OLD, user_id="42", email=None)
    assert "valid: 42, by secret 1" in terminal("verify", "--user-id", "42", "--hash", by_old)
    assert json.loads(terminal("verify", "--user-id", "42", "--hash", by_old, "--json"))["secret_index"] == 1


def test_a_wrong_hash_is_explained(terminal):
    over_email = expected_hash(NEW, user_id=None, email="a@b.example")
    output = terminal("verify", "--user-id", "42", "--email", "a@b.example", "--hash", over_email, code=1)
    assert "over email" in output
    answer = json.loads(terminal("verify", "--user-id", "42", "--hash", "AB", "--json", code=1))
    assert answer["code"] == "hmac_mismatch"


def test_a_jwt_is_checked(terminal):
    good = jwt.encode({"alg": "HS256"}, {"user_id": "42", "exp": 4_000_000_000}, OctKey.import_key(NEW))
    assert "valid: 42" in terminal("verify", "--jwt", good)
    late = jwt.encode({"alg": "HS256"}, {"user_id": "42", "exp": 1}, OctKey.import_key(NEW))
    assert "expired" in terminal("verify", "--jwt", late, code=1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("hash",),
        ("hash", "--user-id", "42", "--secret-index", "2"),
        ("verify", "--user-id", "42"),
        ("enforce", "perhaps"),
    ],
)
def test_bad_usage_exits_with_2(terminal, arguments):
    terminal(*arguments, code=2)


def test_a_platform_without_a_secret_is_named_with_its_setting(terminal):
    result = CliRunner().invoke(app, ["hash", "--user-id", "42", "--platform", "android"])
    assert isinstance(result.exception, SettingsError)
    assert "BRIDGE_IDENTITY__SECRETS_ANDROID" in str(result.exception)


def test_enforcement_is_switched_and_told(terminal):
    assert "not enforced (by the setting)" in terminal("enforce")
    assert "enforced (by the switch)" in terminal("enforce", "on")
    assert json.loads(terminal("enforce", "status", "--json")) == {"enforced": True, "by": "the switch"}
    assert "not enforced (by the switch)" in terminal("enforce", "off")


def test_no_installation_yet_is_said(terminal):
    assert "not been seen anywhere" in terminal("installs")
    assert json.loads(terminal("installs", "--json")) == []


def test_the_messenger_is_switched_off_for_visitors_and_stays_on_for_users(terminal):
    assert terminal("connect", "visitors", "off").strip() == "the Messenger is switched off for visitors"
    assert json.loads(terminal("connect", "visitors", "--json")) == {"visitors": False}
    assert terminal("connect", "users").strip() == "the Messenger is connected for users"
    assert terminal("connect", "visitors", "on").strip() == "the Messenger is connected for visitors"
