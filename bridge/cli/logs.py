"""Where the log goes: JSON lines on stderr, so that a command's output stays its own."""

from __future__ import annotations

import logging
import sys

import orjson
import structlog


def log_to_stderr(level: str) -> None:
    """Writes what happens from `level` on as JSON lines to stderr; call it once, before anything logs."""
    logging.getLogger().handlers[:] = [_OfLibraries()]
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


_OF_STRANGERS = {"aiohttp.http_exceptions", "aiohttp.web_protocol"}
"""Where the errors live that say: this head, this body is none."""


class _OfLibraries(logging.Handler):
    """What libraries log, as a line like any other: their sentence and the kind of error, never its words.

    Python would write them to stderr as they are, and aiohttp's tell what a stranger sent, headers and all.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """One line; a request that is none is the stranger's mistake and nobody's work."""
        error = record.exc_info[0] if record.exc_info else None
        level = record.levelno
        if error is not None and error.__module__ in _OF_STRANGERS:
            level = logging.DEBUG
        known = {"error": error.__qualname__} if error is not None else {}
        structlog.get_logger().log(level, "library", logger=record.name, said=str(record.msg), **known)
