"""What the front page shows and can do, as plain values: the state of the window, and the calls that change it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.language import Words
from bot.practice.page_words import role_words
from bot.practice.places import Place, Refused, places
from bot.practice.session import Session
from bot.practice.sight import Sight, look
from bot.practice.window import Window

MESSAGES = 12
"""How many of the newest messages of a place are listed."""

LOCALES = {"en-US": "English", "es-419": "Español (Latinoamérica)", "es-ES": "Español (España)", "fr": "Français"}
"""What a person's Discord can be set to here; French stands for a language the bot does not speak."""


class Desk:
    """The one visitor's controls. Every tab of the page shows the same desk."""

    def __init__(self, window: Window) -> None:
        self.window = window

    def state(self, _: Words) -> dict[str, Any]:
        """All the page shows, in its language."""
        window, server = self.window, self.window.server
        roles = role_words(_)
        return {
            "person": window.person.name,
            "place": str(window.place.id),
            "forum": window.place.forum,
            "url": window.url,
            "people": [
                {
                    "name": name,
                    "shown": person.user.global_name,
                    "role": roles.get(name, ""),
                    "locale": server.locales.get(person.id, "en-US"),
                }
                for name, person in server.people.items()
            ],
            "places": [
                {"id": str(place.id), "name": place.name, "kind": _kind(place)}
                for place in places(server, window.person)
            ],
            "locales": [{"id": locale, "name": name} for locale, name in LOCALES.items()],
            "messages": [_message(sight) for sight in reversed(self._messages())],
            "menus": [name for name, _same in self._session().menus()],
        }

    async def call(self, name: str, body: Mapping[str, Any], _: Words) -> dict[str, Any]:
        """Do what the page asks; Refused carries a sentence in its language."""
        match name:
            case "open":
                await self._open(body, _)
            case "menu":
                return await self._menu(body, _)
            case "locale":
                await self._locale(body, _)
            case "reset":
                await self.window.reset()
            case _unknown:
                raise Refused(_("The page sent something that cannot be read."))
        return {}

    async def _open(self, body: Mapping[str, Any], _: Words) -> None:
        person, place = str(body.get("person")), str(body.get("place"))
        if person not in self.window.server.people or not re.fullmatch(r"[0-9]{1,20}", place):
            raise Refused(_("There is no such person or place here."))
        await self.window.move(person, int(place))

    async def _locale(self, body: Mapping[str, Any], _: Words) -> None:
        person = self.window.server.people.get(str(body.get("person")))
        locale = str(body.get("locale"))
        if person is None or locale not in LOCALES:
            raise Refused(_("There is no such person or language here."))
        self.window.server.locales[person.id] = locale

    async def _menu(self, body: Mapping[str, Any], _: Words) -> dict[str, Any]:
        session = self._session()
        command, wanted = str(body.get("command")), str(body.get("message"))
        target = next((sight for sight in self._messages() if str(sight.id) == wanted and not sight.private), None)
        if target is None or (command, command) not in session.menus():
            raise Refused(_("That message or command is no longer there."))
        session.look()
        try:
            await session.menu(command, target)
        except Refused:
            raise Refused(_("The bot did not answer.")) from None
        except Exception as error:
            raise Refused(_("That did not work: {reason}", reason=str(error) or type(error).__name__)) from error
        seen = session.look()
        await self.window.refresh()
        if session.form is not None:
            raise Refused(_("That opens a form, which this list cannot show."))
        return {"seen": [_message(sight) for sight in seen]}

    def _session(self) -> Session:
        session = Session(self.window.server)
        session.person, session.place = self.window.person, self.window.place
        return session

    def _messages(self) -> list[Sight]:
        seen = look(self.window.server, self.window.person).values()
        return [sight for sight in seen if sight.place.id == self.window.place.id][-MESSAGES:]


def _kind(place: Place) -> str:
    if place.direct:
        return "direct"
    if place.forum:
        return "forum"
    return "thread" if place.thread else "channel"


def _message(sight: Sight) -> dict[str, Any]:
    return {"id": str(sight.id), "author": sight.author, "text": sight.text, "private": sight.private}
