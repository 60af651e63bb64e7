"""Settings that would suit a server, guessed from the names in it: offered, never applied unasked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.services.policy import Show
from bot.services.server_settings import CHANNEL, ROLES, ChannelRule
from bot.text import tokens

_HOSTS = {"host", "hosts", "quizmaster", "teacher", "anfitrion", "anfitriona", "profesor", "profesora", "docente"}
_CURATORS = {"curator", "curators", "archivist", "curador", "curadora", "archivista"}
_MODERATORS = {"moderator", "moderators", "mods", "staff", "moderadores", "moderacion", "equipo"}
_SCENARIO = {"scenario", "alternate", "fiction", "escenario", "alternativa", "ficcion", "ucronia"}
_RECORD = {"history", "record", "sources", "facts", "historia", "fuentes", "hechos"}
RULED = 10

Named = Iterable[tuple[int, str]]


def suggested(roles: Named, channels: Named) -> dict[str, Any]:
    """Settings by key, as `Governing.change` takes them; empty where no name says anything.

    A channel that is named for the scenario becomes its room; one named for the record shows real history first.
    """
    roles, channels = list(roles), list(channels)
    found: dict[str, Any] = {
        "host_roles": _ids(roles, _HOSTS)[:ROLES],
        "curator_roles": _ids(roles, _CURATORS)[:ROLES],
        "moderators_channel": next(iter(_ids(channels, _MODERATORS)), None),
    }
    rooms = _ids(channels, _SCENARIO)
    first = [id for id in _ids(channels, _RECORD) if id not in rooms]
    for show, ids in ((Show.SCENARIO_ROOM, rooms), (Show.REAL_FIRST, first)):
        found |= {f"{CHANNEL}{id}": ChannelRule(show=show).model_dump(mode="json") for id in ids[:RULED]}
    return {key: value for key, value in found.items() if value}


def _ids(named: Sequence[tuple[int, str]], words: set[str]) -> list[str]:
    return [str(id) for id, name in named if not words.isdisjoint(tokens(name))]
