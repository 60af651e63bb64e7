"""Who may do what in a server: decided from the roles its moderators named and from Manage Server, nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.errors import NotAllowed
from bot.language import mark
from bot.services.server_settings import ServerSettings


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever does something, as Discord describes them at that moment."""

    person: int
    """Their Discord id."""
    server: int | None = None
    """None outside servers, where nobody has a part."""
    roles: frozenset[int] = frozenset()
    manages: bool = False
    """Whether they own the server, administer it, or have Manage Server."""


class Part(StrEnum):
    """What somebody may be in a server, beside a member. A moderator may do whatever the other two may."""

    HOST = "host"
    """Runs quizzes and events."""
    CURATOR = "curator"
    """Decides on suggested facts and on reports."""
    MODERATOR = "moderator"
    """Runs the bot in the server."""


_REFUSED = {
    Part.HOST: mark("Only hosts and moderators of this server can do that."),
    Part.CURATOR: mark("Only curators and moderators of this server can do that."),
    Part.MODERATOR: mark("Only moderators of this server, who have Manage Server, can do that."),
}


def has_part(actor: Actor, part: Part, settings: ServerSettings) -> bool:
    """Whether `actor` may act as `part` in the server that `settings` belong to."""
    if actor.server is None:
        return False
    if actor.manages:
        return True
    match part:
        case Part.HOST:
            return not actor.roles.isdisjoint(settings.host_roles)
        case Part.CURATOR:
            return not actor.roles.isdisjoint(settings.curator_roles)
        case Part.MODERATOR:
            return False


def require(actor: Actor, part: Part, settings: ServerSettings) -> None:
    """NotAllowed, with a sentence that says who may, unless `actor` has `part`."""
    if not has_part(actor, part, settings):
        raise NotAllowed(_REFUSED[part])
