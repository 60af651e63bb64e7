"""Logging that keeps secrets: whatever a record says, tokens never reach the log. As lines to read, or as JSON."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable
from datetime import UTC, datetime

_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
# The shape of a bot token, and the addresses whose last part is an interaction's or a webhook's token.
_SECRETS = re.compile(
    r"[\w-]{23,30}\.[\w-]{6,7}\.[\w-]{27,}|(?<=/webhooks/)\d+/[\w.-]+|(?<=/interactions/)\d+/[\w.-]+(?=/callback)"
)

# discord.py could not speak or listen, which this bot never does; and simcord tries a client without intents at import.
_NOISE = ("voice will NOT be supported", "Guilds intent seems to be disabled")


class RedactingFormatter(logging.Formatter):
    """Formats as usual, tracebacks included, and then takes out everything that is or looks like a secret."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__(_FORMAT)
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        return self.redacted(super().format(record))

    def redacted(self, text: str) -> str:
        """The same without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, "[redacted]")
        return _SECRETS.sub("[redacted]", text)


class JsonFormatter(RedactingFormatter):
    """One JSON object a line: `at` (UTC), `level`, `logger`, `message`, and `trace` after a failure."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said = {"at": at, "level": record.levelname, "logger": record.name, "message": record.getMessage()}
        if record.exc_info:
            said["trace"] = self.formatException(record.exc_info)
        # Each value before it is written: what JSON escapes would no longer look like the secret it is.
        return json.dumps({name: self.redacted(value) for name, value in said.items()}, ensure_ascii=False)


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a record tells the operator anything."""
    return not any(noise in record.getMessage() for noise in _NOISE)


def set_up(level: str, secrets: Iterable[str] = (), form: str = "text") -> None:
    """Write records of `level` and above to standard error, without secrets and without what is no news.

    `form` is `text` or `json`.
    """
    handler = logging.StreamHandler()
    handler.setFormatter((JsonFormatter if form == "json" else RedactingFormatter)(secrets))
    handler.addFilter(_is_news)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # At DEBUG discord.py logs whole gateway events and webhook addresses: other people's words and tokens.
    for library in ("discord", "aiohttp"):
        logging.getLogger(library).setLevel(max(logging.INFO, logging.getLevelName(level)))


def only_errors() -> None:
    """From now on write nothing below an error: what follows is itself what somebody reads."""
    for name in (None, "discord", "aiohttp"):
        logging.getLogger(name).setLevel(logging.ERROR)
