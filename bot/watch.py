"""What the running bot says of itself: the sign of life with each pulse, and the figures for Prometheus."""

from __future__ import annotations

import logging
import math
import os
from dataclasses import dataclass
from datetime import datetime

from bot import __version__
from bot.app import Divergence
from bot.heartbeat import Beat
from bot.metrics import Figures

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Watch:
    """Looks at one bot from its start on."""

    bot: Divergence
    started_at: datetime
    ready_at: datetime | None = None
    _unwritten: bool = False

    async def beat(self) -> None:
        """Renew the sign of life. The pulse does it first: whatever hangs in the rest lets the sign grow old."""
        self._write(self.now())

    def stopped(self) -> None:
        """The last sign: that it was stopped, and did not die."""
        self._write(self.now(stopped=True))

    def _write(self, beat: Beat) -> None:
        try:
            beat.write(self.bot.services.settings.data)
        except OSError as error:
            if not self._unwritten:  # once is enough: it says nothing new a minute later
                _log.warning("The sign of life could not be written (%s)", error.strerror)
            self._unwritten = True
        else:
            self._unwritten = False

    def now(self, *, stopped: bool = False) -> Beat:
        """How the bot does now."""
        bot, services, now = self.bot, self.bot.services, self.bot.services.clock()
        here = any(not shard.is_closed() for shard in bot.shards.values())
        ready = bot.is_ready() and here and not bot.is_closed() and not stopped
        if ready:
            self.ready_at = now
        latency = bot.latency if ready else math.nan
        damage = services.database.damage
        trouble = [f"the database is damaged: {damage}"] if damage else []
        trouble += [services.backups.failure] if services.backups.failure else []
        return Beat(
            at=now,
            started_at=self.started_at,
            version=__version__,
            pid=os.getpid(),
            gateway="stopped" if stopped else "ready" if ready else "away",
            ready_at=self.ready_at,
            servers=len(bot.guilds),
            latency=round(latency, 3) if math.isfinite(latency) else None,
            backup_at=services.backups.last,
            trouble=tuple(trouble),
        )

    def figures(self) -> Figures:
        """The same for Prometheus."""
        beat, services = self.now(), self.bot.services
        done = services.database.done
        told: Figures = {
            "ready": ("gauge", "Whether Discord is there.", float(beat.gateway == "ready")),
            "start_time_seconds": ("gauge", "When the bot was started.", beat.started_at.timestamp()),
            "servers": ("gauge", "Servers the bot is in.", beat.servers),
            "failures": ("counter", "Failures that nobody expected.", self.bot.counts["failures"]),
            "interactions": ("counter", "Commands, clicks and forms.", self.bot.counts["interactions"]),
            "writes": ("counter", "Writes that were acknowledged.", done.saved),
            "commits": ("counter", "Commits they shared.", done.commits),
            "writes_refused": ("counter", "Writes that could not be done because of the file.", done.refused),
            "database_damaged": ("gauge", "Whether the database is damaged.", float(bool(services.database.damage))),
            "backup_failed": ("gauge", "Whether no copy was made when due.", float(bool(services.backups.failure))),
        }  # fmt: skip
        if beat.latency is not None:
            told["gateway_latency_seconds"] = ("gauge", "Latency of the gateway.", beat.latency)
        if beat.backup_at is not None:
            told["backup_time_seconds"] = ("gauge", "When the newest copy was made.", beat.backup_at.timestamp())
        return told
