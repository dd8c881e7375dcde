"""Logs are events with an allow-list of fields: no name, no text, no code can get in by accident."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

FIELDS = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "job",
        "name",
        "attempts",
        "error",
        "clock",
        "number",
        "path",
        "status",
        "count",
        "doubt",
        "milliseconds",
        "exception",
    }
)
"""What a log line may carry; anything else is dropped."""


def set_up_logs() -> None:
    """Write events to standard error, as lines for people on a terminal and as JSON elsewhere."""
    printed = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            only_listed,
            printed,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=_to_standard_error,
        cache_logger_on_first_use=False,
    )
    logging.getLogger("arq").setLevel(logging.WARNING)


def _to_standard_error(*_names: object) -> structlog.PrintLogger:
    """Return a logger to standard error as it is at this moment; whoever runs a command may have put another there."""
    return structlog.PrintLogger(sys.stderr)


def only_listed(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every field that is not on the list; of an exception only its kind and place stay."""
    raised = event.pop("exc_info", None)
    if isinstance(raised, BaseException):
        place = raised.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{place.tb_frame.f_code.co_filename.rpartition('/')[2]}:{place.tb_lineno}" if place else ""
        event["exception"] = f"{type(raised).__name__} at {where}"
    return {field: value for field, value in event.items() if field in FIELDS}
