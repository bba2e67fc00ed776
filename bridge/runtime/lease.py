"""Who we are among the instances that share a database, and which of the others are certainly dead.

A lease ends by time. When the machine can prove that its holder is dead (same boot, same process namespace,
no such process), nobody has to wait for that: a restart goes on at once.
"""

from __future__ import annotations

import os
import secrets
from functools import cache
from pathlib import Path

_PARTS = 4


def new_owner() -> str:
    """A name for one worker of this process: machine, process, when that began, and a random word."""
    pid = os.getpid()
    return f"{_machine()}/{pid}/{_began(pid)}/{secrets.token_hex(4)}"


def is_dead(owner: str) -> bool:
    """Whether the process behind `owner` is known to be gone; False when we cannot know."""
    parts = owner.split("/")
    if len(parts) != _PARTS or not parts[1].isdigit():
        return False
    machine, pid, began, _ = parts
    return bool(machine) and machine == _machine() and _began(int(pid)) != began


@cache
def _machine() -> str:
    """This boot of this machine, seen from this process namespace; empty where that cannot be known."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        namespace = Path("/proc/self/ns/pid").readlink().name.strip("pid:[]")
    except OSError:
        return ""
    return f"{boot}.{namespace}"


def _began(pid: int) -> str:
    """When the process began, in clock ticks since boot; empty when there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[19]  # field 22; the second may hold blanks and brackets
