"""The sign of life: what the running bot writes about itself once a minute, and what it means to whoever looks.

It is a file in the data folder, so that anything on the machine can tell whether the bot lives. Nothing in it is about
people. `python -m bot.heartbeat FOLDER` says what `divergence healthcheck` says, and loads nothing else for it.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

FILE = "health.json"
STALE = timedelta(seconds=150)
"""A sign of life older than this is none: two beats and a half."""
STARTING = timedelta(minutes=3)
"""How long a start may take until Discord is there."""
UNREACHABLE = timedelta(minutes=15)
"""How long Discord may be away before somebody should look; its own outages pass by themselves."""


@dataclass(frozen=True, slots=True)
class Beat:
    """How the bot does at one moment. Times are in UTC."""

    at: datetime
    started_at: datetime
    version: str
    pid: int
    gateway: str
    """`ready`, `away` or `stopped`."""
    ready_at: datetime | None
    """When Discord was last there; None if it never was."""
    servers: int
    latency: float | None
    """Of the gateway, in seconds."""
    backup_at: datetime | None
    trouble: tuple[str, ...]
    """What somebody should look at: a damaged database, a copy that was not made."""

    def write(self, folder: Path) -> None:
        """Put it into the data folder; there is never half of one. OSError if that cannot be written to."""
        facts = {
            name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(self).items()
        }
        part = folder / f"{FILE}.part"
        part.write_text(json.dumps(facts, indent=1), encoding="utf-8")
        part.replace(folder / FILE)

    @classmethod
    def read(cls, folder: Path) -> Beat | None:
        """The last one in a data folder; None if there is none that can be read."""
        try:
            facts = json.loads((folder / FILE).read_text(encoding="utf-8"))
            for name in ("at", "started_at", "ready_at", "backup_at"):
                if facts[name] is not None or name in {"at", "started_at"}:
                    facts[name] = datetime.fromisoformat(facts[name]).astimezone(UTC)
            return cls(**{**facts, "trouble": tuple(map(str, facts["trouble"]))})
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None


def ailing(beat: Beat | None, now: datetime) -> str | None:
    """Why the bot is not well, in a few words; None if it is."""
    if beat is None:
        return "there is no sign of life"
    age = now - beat.at
    if beat.gateway == "stopped":
        return f"it was stopped at {beat.at:%Y-%m-%d %H:%M} UTC"
    if age > STALE:
        return f"the last sign of life is {int(age.total_seconds())} seconds old"
    if beat.gateway != "ready" and now - beat.started_at > STARTING:
        away = now - beat.ready_at if beat.ready_at else now - beat.started_at
        if beat.ready_at is None or away > UNREACHABLE:
            return f"Discord has been away for {int(away.total_seconds() // 60)} minutes"
    return beat.trouble[0] if beat.trouble else None


def told(folder: Path, now: datetime) -> tuple[bool, str]:
    """Whether the bot that uses a data folder is well, and a line that says so."""
    beat = Beat.read(folder)
    if (wrong := ailing(beat, now)) or beat is None:
        return False, f"Not well: {wrong}"
    age = int((now - beat.at).total_seconds())
    return True, f"Well: version {beat.version}, gateway {beat.gateway}, {beat.servers} servers, {age} s ago"


if __name__ == "__main__":
    well, line = told(Path(sys.argv[1]), datetime.now(UTC))
    sys.stdout.write(line + "\n")
    sys.exit(0 if well else 1)
