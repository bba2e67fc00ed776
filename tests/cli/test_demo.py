"""The demo and its ports; what it shows in a browser is in tests/browser/test_demo.py."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest

from bridge.cli.ports import chosen
from bridge.settings import SettingsError
from tests.cli.bridge_command import ROOT, bridge
from tests.handoff.world import Customer, free_port


def test_the_usual_port_that_is_taken_gives_way_to_a_free_one():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        usual = taken.getsockname()[1]
        assert usual < chosen(None, usual, "--port") < usual + 50


def test_the_port_that_was_asked_for_is_taken_or_refused():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            SettingsError, match=f"--port: cannot listen on 127.0.0.1:{port}: address already"
        ):
            chosen(port, 8080, "--port")
    assert chosen(port, 8080, "--port") == port
    assert chosen(0, 8080, "--port") > 0, "any free one"
    with pytest.raises(SettingsError, match="0 to 65535"):
        chosen(70_000, 8080, "--port")


@pytest.mark.parametrize(
    "command", [("sandbox", "--port"), ("demo", "--shop-port"), ("demo", "--sandbox-port")]
)
def test_a_command_whose_port_is_taken_says_so_in_one_line(tmp_path: Path, command: tuple[str, str]):
    (tmp_path / "config").mkdir()
    name, option = command
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = bridge(name, option, str(taken.getsockname()[1]), config=tmp_path / "config")
    assert done.returncode == 2
    assert done.stderr.startswith(f"bridge: {option}: cannot listen on 127.0.0.1:")
    assert done.stderr.count("\n") == 1


async def test_the_demo_prints_how_to_read_what_fin_decided(tmp_path: Path):
    (tmp_path / "config").symlink_to(ROOT / "config")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BRIDGE_")}
    environment = kept | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    ports = [free_port() for _ in range(3)]
    options = zip(("--port", "--sandbox-port", "--shop-port"), map(str, ports), strict=True)
    arguments = ["demo", *(word for pair in options for word in pair)]
    demo = subprocess.Popen(
        [sys.executable, "-m", "bridge", *arguments],
        env=environment,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert demo.stdout is not None
        told = []
        while "Ctrl-C" not in (line := demo.stdout.readline()):
            assert line, "the demo ended before it was ready"
            told.append(line.strip())
        (command,) = [line for line in told if line.startswith("DATABASE_URL=")]
        async with aiohttp.ClientSession() as http:
            customer = Customer(f"http://127.0.0.1:{ports[0]}", http)
            await customer.boot()
            await customer.say("How long does delivery take?")
            await customer.hears("fin", "working day")
        shown = subprocess.run(
            command,
            shell=True,
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        )
        assert shown.stdout.startswith("you: How long does delivery take?")
        assert "answered" in shown.stdout
    finally:
        demo.send_signal(signal.SIGINT)
        demo.communicate(timeout=20)
