"""A start that cannot be right names the setting and ends with 2."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from bridge.settings import Settings, SettingsError, load, short_secrets


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("BRIDGE_") or name in ("PORT", "DATABASE_URL"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_the_defaults_need_nothing() -> None:
    settings = load()
    assert settings.base_url == "http://127.0.0.1:8080"
    assert settings.database_url == "sqlite:///var/bridge.db"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BRIDGE_TYPO", "1"),
        ("BRIDGE_TAGS__TYPO", "x"),
        ("BRIDGE_TAGS__CHANNEL", "two words"),
        ("BRIDGE_HANDOFF__PENDING_TIMEOUT", "soon"),
        ("BRIDGE_IDENTITY__SECRETS", "not json"),
        ("PORT", "99999"),
        ("DATABASE_URL", "mysql://x"),
        ("BRIDGE_MAIL__SMTP_URL", "smtp://x"),
        ("BRIDGE_SEMANTIC__SHA256", "not a hash"),
        ("BRIDGE_PUBLIC_URL", "messenger.example.com"),
        ("BRIDGE_APP_ID", ""),
        ("BRIDGE_APP_ID", "shop/<script>"),
        ("BRIDGE_APP_ID", "x" * 65),
        ("BRIDGE_SECRET_KEYS", '[""]'),
        ("BRIDGE_SECRET_KEYS", '["                    "]'),
        ("BRIDGE_IDENTITY__SECRETS", '["a good one, long enough", ""]'),
        ("BRIDGE_IDENTITY__SECRETS_IOS", '[" "]'),
        ("BRIDGE_ZENDESK__WEBHOOK_SECRETS", '[""]'),
        ("BRIDGE_CONVERSATIONS__WEBHOOK_SECRETS", '[""]'),
        ("BRIDGE_API_TOKENS", '[{"token": "", "name": "x", "scopes": ["operate"]}]'),
        ("BRIDGE_BRAND__ACTION_COLOR", "red"),
        ("BRIDGE_BRAND__BACKGROUND_COLOR", "#ffff"),
        ("BRIDGE_BRAND__LOGO_URL", "javascript:alert(1)"),
        ("BRIDGE_CONFIG_DIR", "no-such-folder"),
    ],
)
def test_what_is_wrong_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load()
    assert name.split("__", maxsplit=1)[0] in str(caught.value)


def test_an_empty_secret_is_refused_and_those_beside_it_are_not_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BRIDGE_SECRET_KEYS", '["hunter2", ""]')
    with pytest.raises(SettingsError, match="it is empty") as caught:
        load()
    assert "hunter2" not in str(caught.value)
    assert "BRIDGE_SECRET_KEYS" in str(caught.value)


def test_a_short_secret_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIDGE_SECRET_KEYS", '["hunter2"]')
    monkeypatch.setenv("BRIDGE_API_TOKENS", '[{"token": "t0k3n", "name": "x", "scopes": ["operate"]}]')
    monkeypatch.setenv("BRIDGE_IDENTITY__SECRETS", '["a good one, long enough"]')
    assert short_secrets(load()) == ["BRIDGE_SECRET_KEYS", "BRIDGE_API_TOKENS"]


def test_a_short_colour_is_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIDGE_BRAND__ACTION_COLOR", "#f0a")
    assert load().brand.action_color == "#ff00aa"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"port: [8080\n", r"config/bridge.yaml:2: no YAML"),
        (b"port: 8080\n\tlog_level: info\n", r"config/bridge.yaml:2: no YAML"),
        (b"- port\n", "config/bridge.yaml: holds no settings"),
        (b"8080", "config/bridge.yaml: holds no settings"),
        (b"\xff\xfe", "config/bridge.yaml: is not UTF-8"),
        (b"brand: {typo: 1}\n", "BRIDGE_BRAND__TYPO"),
        (b"port: eighty\n", "PORT"),
    ],
)
def test_a_file_of_settings_that_cannot_be_read_is_named(tmp_path: Path, text: bytes, said: str) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "bridge.yaml").write_bytes(text)
    with pytest.raises(SettingsError, match=said):
        load()


def test_an_empty_file_of_settings_sets_nothing(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "bridge.yaml").write_text("# nothing yet\n")
    assert load().port == 8080


def test_an_env_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match=r"\.env: is not UTF-8"):
        load()


@pytest.mark.parametrize("name", ["BRIDGE_TYPO", "bridge_typo", "BRIDGE_BRAND__TYPO", "BRIDGE_PORT"])
def test_a_typing_mistake_in_the_env_file_is_named_too(tmp_path: Path, name: str) -> None:
    (tmp_path / ".env").write_text(f"OTHER_PROGRAM=1\n{name}=1\n")
    with pytest.raises(SettingsError, match=rf"{name.upper()} \(.env\): there is no such setting"):
        load()


@pytest.mark.parametrize(
    ("name", "value", "mend"),
    [
        ("BRIDGE_ZENDESK__SUBDOMAIN", "acme", "OAUTH_CLIENT_ID"),
        ("BRIDGE_ZENDESK__OAUTH_CLIENT_ID", "x", "OAUTH_CLIENT_SECRET"),
        ("BRIDGE_ZENDESK__EMAIL", "x@y.example", "API_TOKEN"),
        ("BRIDGE_HANDOFF__MODE", "pigeon", "live_chat"),
        ("BRIDGE_CONVERSATIONS__KEY_ID", "app_1", "set BRIDGE_CONVERSATIONS__APP_ID too"),
        ("BRIDGE_CONVERSATIONS__BASE_URL", "https://acme.zendesk.com/sc/v2", "leave out the /v2"),
        ("BRIDGE_LLM__MODEL", "m", "BRIDGE_LLM__BASE_URL"),
        ("BRIDGE_LLM__BASE_URL", "http://127.0.0.1:1/v1", "BRIDGE_LLM__API_KEY"),
        ("BRIDGE_LLM__BASE_URL", "http://127.0.0.1:1/v1", "BRIDGE_LLM__MODEL"),
        ("BRIDGE_LLM__API_KEY", "k", "BRIDGE_LLM__BASE_URL and BRIDGE_LLM__MODEL"),
        ("BRIDGE_LLM__FALLBACKS", '[{"base_url": "https://a.example/v1", "model": "m"}]', "API_KEY"),
        ("BRIDGE_LLM__API", "completions", "BRIDGE_LLM__API: .*responses"),
        ("BRIDGE_SEMANTIC__PATH", "var/model", "set BRIDGE_SEMANTIC__SHA256 too"),
        ("BRIDGE_SEMANTIC__SHA256", "0" * 64, "set BRIDGE_SEMANTIC__PATH too"),
    ],
)
def test_half_of_something_says_how_to_mend_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, mend: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=mend):
        load()


def test_a_list_that_is_no_json_is_named_and_not_the_text_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIDGE_LLM__API", "chat")
    monkeypatch.setenv("BRIDGE_LLM__API_KEY", "k")
    monkeypatch.setenv("BRIDGE_LLM__FALLBACKS", "https://b.example/v1")
    with pytest.raises(SettingsError, match=r"^BRIDGE_LLM__FALLBACKS: is not valid JSON"):
        load()


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "bridge.yaml").write_text("app_id: from-file\ntags: {channel: from-file}\n")
    (tmp_path / ".env").write_text("BRIDGE_APP_ID=from-dotenv\nOTHER=theirs\nPORT=9999\n")
    monkeypatch.setenv("BRIDGE_TAGS__CHANNEL", "from-environment")
    settings = load()
    assert (settings.app_id, settings.tags.channel, settings.port) == (
        "from-dotenv",
        "from-environment",
        9999,
    )


@pytest.mark.parametrize("command", [["serve"], ["zendesk", "setup"], ["migrate"]])
def test_a_bad_setting_ends_a_command_with_2_and_one_line(command: list[str], tmp_path: Path) -> None:
    root = Path(__file__).parent.parent
    environment = {**os.environ, "BRIDGE_TYPO": "1", "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-m", "bridge", *command],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.strip().splitlines() == [
        'bridge: BRIDGE_TYPO: there is no such setting; README, "Settings", lists them all'
    ]


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"PORT": "taken"}, "PORT, BRIDGE_HOST: cannot listen on 127.0.0.1:"),
        (
            {"BRIDGE_HOST": "no-such-host.invalid"},
            "PORT, BRIDGE_HOST: cannot listen on no-such-host.invalid:",
        ),
        ({"DATABASE_URL": "sqlite:////dev/null/bridge.db"}, "DATABASE_URL: /dev/null cannot be written"),
        (
            {
                "DATABASE_URL": "postgresql://me:hidden-word@127.0.0.1:1/x",
                "BRIDGE_SECRET_KEYS": '["a key, long and random enough for this"]',
            },
            "DATABASE_URL: postgresql://me:***@127.0.0.1:1/x does not answer",
        ),
    ],
)
def test_a_place_that_cannot_be_used_ends_the_start_with_2_and_one_line(
    tmp_path: Path, environment: dict[str, str], said: str
) -> None:
    root = Path(__file__).parent.parent
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "bridge", "serve"],
            env={
                **os.environ,
                "PORT": "0",
                **environment,
                "PYTHONPATH": str(root),
                "BRIDGE_LOG_LEVEL": "error",
            }
            | ({"PORT": port} if environment.get("PORT") else {}),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith(f"bridge: {said}")
    assert done.stderr.count("\n") == 1
    assert "hidden-word" not in done.stderr


@pytest.mark.parametrize("command", ["migrate", "queue list"])
def test_a_database_that_is_none_is_said_in_one_line(tmp_path: Path, command: str) -> None:
    (tmp_path / "not.db").write_text("this is a letter to a friend, and no database at all\n" * 40)
    done = subprocess.run(
        [sys.executable, "-m", "bridge", *command.split()],
        env={
            **os.environ,
            "DATABASE_URL": f"sqlite:///{tmp_path}/not.db",
            "PYTHONPATH": str(Path(__file__).parent.parent),
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith(f"bridge: DATABASE_URL: sqlite:///{tmp_path}/not.db does not answer")


def test_an_unknown_command_ends_with_2(tmp_path: Path) -> None:
    root = Path(__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-m", "bridge", "nonsense"],
        env={**os.environ, "PYTHONPATH": str(root)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 2
    assert "nonsense" in done.stderr


@pytest.mark.parametrize(
    ("pattern", "what"), [("(", "is not a regular expression"), (".*", "fits every text")]
)
def test_a_pattern_that_cannot_be_meant_is_refused(pattern: str, what: str) -> None:
    with pytest.raises(ValidationError, match=what):
        Settings.model_validate({"privacy": {"patterns": [pattern]}})
