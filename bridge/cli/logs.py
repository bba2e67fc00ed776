"""Where the log goes: JSON lines on stderr, so that a command's output stays its own."""

from __future__ import annotations

import logging
import sys

import orjson
import structlog


def log_to_stderr(level: str) -> None:
    """Writes what happens from `level` on as JSON lines to stderr; call it once, before anything logs."""
    # a tick that comes while the last one still runs is what coalescing is for, not news
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(
                serializer=lambda value, **_: orjson.dumps(value, default=str).decode()
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
