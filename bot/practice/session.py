"""One visitor at the practice server: who they are, where, and what each line they write does."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import discord

from bot.practice import shims
from bot.practice.choosing import choose
from bot.practice.forms import Form, fill, read_form
from bot.practice.options import find_person, read_call
from bot.practice.places import DIRECT, Place, Refused, actor, find_place, places
from bot.practice.server import PracticeServer
from bot.practice.sight import Select, Sight, look, news
from bot.practice.world import BOT, HOME, VISITOR

if TYPE_CHECKING:
    from simcord import InteractionResult, MemberActor, ResponseMessage

MESSAGE_LIMIT = 2000
LONGEST_WAIT = 7 * 86400

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_WAIT = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*([smhd])")
_MENU = re.compile(r"(?P<name>\"[^\"]*\"|“[^”]*”|.*?)(?:\s+on\s+(?P<target>\S+))?", re.DOTALL)
_LOCALES = {"en": "en-US", "es": "es-419"}


class Session:
    """Lines in, new sights out. `form` is the form that opened on the last line, if one did."""

    person: MemberActor
    place: Place

    def __init__(self, server: PracticeServer) -> None:
        self.server = server
        self.form: Form | None = None
        self._verbs: dict[str, Callable[[str], Awaitable[None]]] = {
            "as": self._as,
            "in": self._in,
            "dm": self._dm,
            "say": self._say,
            "reply": self._reply,
            "click": self._click,
            "select": self._select,
            "fill": self._fill,
            "menu": self._menu,
            "locale": self._locale,
            "wait": self._wait,
            "restart": self._restart,
            "reset": self._reset,
        }
        self._begin()

    @property
    def where(self) -> str:
        return self.place.name

    async def run(self, line: str) -> None:
        """Do what one line says. Refused, or what simcord raises, says why it could not be done."""
        self.form = None
        verb, _, rest = line.partition(" ")
        alone = verb in {"restart", "reset"} and bool(rest.strip())
        if line.startswith("/"):
            await self._slash(line[1:])
        elif verb in self._verbs and not alone:
            await self._verbs[verb](rest.strip())
        else:
            await self._say(line)

    def look(self) -> list[Sight]:
        """What is new to this person since they last looked, leaving out what they wrote themselves."""
        now = look(self.server, self.person)
        new = news(self.server, self._seen.get(self.person.name, {}), now)
        self._seen[self.person.name] = now
        return [sight for sight in new if sight.author_id != self.person.id]

    def _begin(self) -> None:
        self.person = self.server.people[VISITOR]
        self.place = self._talking = find_place(self.server, self.person, HOME)
        self._seen: dict[str, dict[int, Sight]] = {}
        self._forms: dict[str, Form] = {}

    # Who and where

    async def _as(self, name: str) -> None:
        person = find_person(self.server, name)
        here = {place.id for place in places(self.server, person)}
        if self.place.direct or self.place.id not in here:
            self.place = find_place(self.server, person, DIRECT if self.place.direct else HOME)
        self.person = person
        self._talking = self.place

    async def _in(self, name: str) -> None:
        self.place = self._talking = find_place(self.server, self.person, name)

    async def _locale(self, name: str) -> None:
        locale = _LOCALES.get(name.lower(), name)
        if locale not in {str(known.value) for known in discord.Locale}:
            raise Refused(f"Discord knows no locale “{name}”. Try en-US, en-GB, es-ES, es-419 or fr.")
        self.server.locales[self.person.id] = locale

    # Writing

    async def _say(self, text: str) -> None:
        await self._send(self.place, text)

    async def _dm(self, text: str) -> None:
        await self._send(find_place(self.server, self.person, DIRECT), text)

    async def _reply(self, text: str) -> None:
        bot = self.server.env.backend.bot_user.id
        answers = [sight for sight in self._visible() if sight.author_id == bot and not sight.private]
        here = [sight for sight in answers if sight.place.id == self.place.id]
        if not answers:
            raise Refused("There is no message of the bot to reply to (a private one cannot be replied to).")
        target = (here or answers)[-1]
        await self._send(target.place, text, reply_to=target)

    async def _send(self, place: Place, text: str, reply_to: Sight | None = None) -> None:
        if not text.strip():
            raise Refused("An empty message cannot be sent.")
        if len(text) > MESSAGE_LIMIT:
            raise Refused(f"Discord takes at most {MESSAGE_LIMIT} characters in a message; this has {len(text)}.")
        if place.forum:
            raise Refused(f"{place.name} is a forum: go into one of its posts with `in`.")
        self._talking = place
        content = self._with_mentions(text)
        async with self.server.turn:
            if place.direct:
                reference = {"channel_id": str(place.id), "message_id": str(reply_to.id)} if reply_to else None
                await self.person.user.send_dm(content, reference=reference)
            else:
                await self.person.send(
                    place.channel, content, reply_to=self._message(reply_to) if reply_to is not None else None
                )

    def _with_mentions(self, text: str) -> str:
        backend = self.server.env.backend
        names = {name: person.id for name, person in self.server.people.items()}
        names |= {"bot": backend.bot_user.id, BOT.lower(): backend.bot_user.id}

        def mention(match: re.Match[str]) -> str:
            known = names.get(match[1].lower())
            return f"<@{known}>" if known else match[0]

        return re.sub(r"(?<!\S)@(\w+)", mention, text)

    # Commands, buttons, choices, forms

    async def _slash(self, text: str) -> None:
        call = read_call(self.server, self.person, self.place, text)
        self._talking = self.place
        async with self.server.turn:
            if self.place.direct:
                result = await self.person.user.slash(call.name, **call.values)
            else:
                result = await self.person.slash(self.place.channel, call.name, **call.values)
        self._answered(result, self.place.direct)

    async def _menu(self, text: str) -> None:
        match = _MENU.fullmatch(text)
        name, target = (match["name"].strip('"“” '), match["target"] or "last") if match else (text, "last")
        if target.startswith("@"):
            await self._menu_on_person(name, find_person(self.server, target))
            return
        command = choose(name, self.menus(), "message menu", numbered=False)
        messages = [sight for sight in self._visible() if sight.place.id == self.place.id and not sight.private]
        number = 1 if target == "last" else int(target[:6]) if target.isdecimal() else 0
        if not 1 <= number <= len(messages):
            raise Refused(
                f"There is no message “{target}” in {self.place.name}: say `last`, or 2 for the one before it."
            )
        await self.menu(command, messages[-number])

    async def menu(self, command: str, target: Sight) -> None:
        """Run a message-menu command, by its exact name, on a message this person sees."""
        async with self.server.turn:
            if target.place.direct:
                result = await shims.menu_in_direct_messages(
                    self.person.user, target.place.channel, command, self._message(target)
                )
            else:
                result = await self.person.context_menu(target.place.channel, command, self._message(target).message)
        self._answered(result, target.place.direct)

    async def _menu_on_person(self, name: str, target: MemberActor) -> None:
        command = choose(name, self.menus("user"), "menu for people", numbered=False)
        if self.place.direct:
            raise Refused("Menus for people are in a server's channels only.")
        async with self.server.turn:
            result = await self.person.context_menu(self.place.channel, command, target)
        self._answered(result, self.place.direct)

    def menus(self, of: str = "message") -> list[tuple[str, str]]:
        """The menu commands this person has here, each name paired with itself to choose from."""
        kind = _menu_kind(of)
        commands = self.server.env.backend.visible_commands(user_id=self.person.id, channel_id=self.place.id, type=kind)
        return [(str(command["name"]), str(command["name"])) for command in commands]

    async def _click(self, wanted: str) -> None:
        wanted = wanted.strip('"“”')
        target = self._latest(lambda sight: bool(sight.buttons), "buttons")
        button = choose(wanted, [(button.label, button) for button in target.buttons], "button")
        if button.url is not None:
            raise Refused(f"[{button.number}] {button.label} is a link to {button.url}")
        if button.disabled or button.custom_id is None:
            raise Refused(f"[{button.number}] {button.label} cannot be clicked now.")
        async with self.server.turn:
            result = await actor(self.person, target.place.channel).click(
                self._message(target), custom_id=button.custom_id
            )
        self._answered(result, target.place.direct)

    async def _select(self, wanted: str) -> None:
        wanted = wanted.strip('"“”')
        target = self._latest(lambda sight: bool(sight.selects), "a list to select from")
        options = [(option.label, (select, option)) for select in target.selects for option in select.options]
        parts = [wanted] if wanted in {label for label, _ in options} else wanted.split(",")
        chosen = [choose(part.strip(), options, "choice") for part in parts]
        lists: set[Select] = {select for select, _ in chosen}
        if len(lists) != 1:
            raise Refused("Those choices belong to different lists.")
        (select,) = lists
        if select.disabled:
            raise Refused("Nothing can be selected there now.")
        async with self.server.turn:
            result = await actor(self.person, target.place.channel).select(
                self._message(target), [option.value for _, option in chosen], custom_id=select.custom_id
            )
        self._answered(result, target.place.direct)

    async def _fill(self, text: str) -> None:
        form = self._forms.get(self.person.name)
        if form is None:
            raise Refused("No form is open.")
        values = fill(form, text)
        self._forms.pop(self.person.name)
        async with self.server.turn:
            who = self.person.user if form.direct else self.person
            result = await who.submit_modal(form.shown, values)
        self._answered(result, form.direct)

    # Time and the process

    async def _wait(self, text: str) -> None:
        match = _WAIT.fullmatch(text)
        seconds = float(match[1]) * _UNITS[match[2]] if match else 0.0
        if not 0 < seconds <= LONGEST_WAIT:
            raise Refused("Say how long: `wait 3s`, `wait 5m`, `wait 2h` or `wait 1d` (7 days at most).")
        await self.server.pass_time(seconds)

    async def _restart(self, _: str) -> None:
        await self.server.restart()

    async def _reset(self, _: str) -> None:
        await self.server.reset()
        self._begin()

    # What is there

    def _visible(self) -> list[Sight]:
        return list(look(self.server, self.person).values())

    def _latest(self, fits: Callable[[Sight], bool], what: str) -> Sight:
        found = [sight for sight in self._visible() if fits(sight)]
        if not found:
            raise Refused(f"{self.person.name} sees no message with {what}.")
        here = [sight for sight in found if sight.place.id == self._talking.id]
        return (here or found)[-1]

    def _message(self, sight: Sight) -> ResponseMessage:
        from simcord import ResponseMessage

        env = self.server.env
        return ResponseMessage(env, env.backend.get_message(sight.place.id, sight.id))

    def _answered(self, result: InteractionResult, direct: bool) -> None:
        self._forms.pop(self.person.name, None)
        if result.modal is not None:
            self.form = self._forms[self.person.name] = read_form(self.server, result, direct=direct)
        elif not result.acknowledged:
            raise Refused("The bot did not answer: in Discord this person reads “The application did not respond”.")


def _menu_kind(of: str) -> Any:
    from simcord.enums import AppCommandType

    return AppCommandType.USER if of == "user" else AppCommandType.MESSAGE
