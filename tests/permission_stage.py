"""The stage on which each row of the table of permissions is played: a person of each kind clicks and commands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import discord
from simcord.enums import AppCommandType

from bot.app import Act, Interaction
from bot.errors import BadInput, Gone, NotAllowed, UserError
from bot.history.model import World
from bot.language import Language
from bot.practice.server import PracticeServer
from bot.quiz.model import QuestionKind
from bot.quiz.moves import Refusal, Refused
from bot.quiz.refereeing import Reason
from cogs.ui.buttons import Button, Select, form, option
from cogs.ui.cards import layout
from tests.cogs.quiz_table import InTurn
from tests.permission_things import Things
from tests.permissions import Actor, Outcome


@dataclass(slots=True)
class Stage(Things):
    """A server with a member of every kind, and things of theirs as fresh as they are asked for."""

    errors: list[Exception] = field(default_factory=list)
    form: tuple[str, tuple[int, ...]] = ("", ())
    """What the next form does that is opened."""

    @classmethod
    async def set_up(cls, server: PracticeServer) -> Stage:
        guild, people = server.guild, server.people
        curator = guild.create_role("Curator")
        carla = guild.add_member(server.env.create_user("carla"), roles=[guild.roles["Member"], curator])
        await server.env.settle()
        luis = people["luis"]
        stage = cls(
            server,
            {
                Actor.OWN: luis, Actor.MEMBER: luis, Actor.HOST: people["nora"], Actor.CURATOR: carla,
                Actor.MODERATOR: people["marta"], Actor.OUTSIDE: luis,
            },
        )  # fmt: skip
        parts = {"host_roles": [str(guild.roles["Host"].id)], "curator_roles": [str(curator.id)]}
        await server.services.governing.change(stage.moderator, parts)
        games = server.services.games
        games.maker_of, games.maker = None, InTurn(server.services.pack, (QuestionKind.REAL_OR_ALTERNATE,))
        stage.yesterday = (await games.daily(stage.place, Language.EN)).id
        server.env.backend.advance_clock(timedelta(days=1).total_seconds())
        await games.advance(stage.yesterday)
        explain = server.bot.explain

        async def open_form(interaction: Interaction, _act: Act) -> None:
            action, ids = stage.form
            typed = {name: (name, discord.ui.TextInput()) for name in _TYPED[action]}
            await interaction.response.send_modal(form(action, *ids, title="x", **typed))

        server.bot.actions[_OPENS] = open_form

        def noted(error: Exception, *rest: object) -> str:
            stage.errors.append(error)
            return explain(error, *rest)  # type: ignore[arg-type]  # handed on as it came

        server.bot.explain = noted  # type: ignore[method-assign]  # to see what was raised, not only what it says
        return stage

    async def click(self, actor: Actor, action: str, ids: tuple[int, ...]) -> Outcome:
        """What comes of it when this kind of person gets hold of a component with that id, wherever it is from.

        A button, or a menu of one value, or a form with something typed into it, as the action needs.
        """
        person, outside = self.people[actor], actor is Actor.OUTSIDE
        value, typed = await self._value(action, actor, ids), _TYPED.get(action)
        self.form = action, ids
        view = layout([], [_component(_OPENS if typed else action, ids, value)])
        doer = person.user if outside else person
        message = await (await self._home(person.id) if outside else self._channel()).send(view=view)
        self.server.services.limits._buckets.clear()  # what comes of haste is tested elsewhere
        self.errors.clear()
        if typed:
            await doer.submit_modal(await doer.click(message, label="x"), typed)
        elif value is not None:
            await doer.select(message, [value])
        else:
            await doer.click(message, label="x")
        return self._outcome()

    async def command(self, actor: Actor, name: str) -> Outcome:
        """What comes of it when this kind of person uses a command; refused, too, if Discord does not offer it."""
        person, outside = self.people[actor], actor is Actor.OUTSIDE
        doer, backend = (person.user if outside else person), self.server.env.backend
        here = backend.get_dm_channel(person.id).id if outside else self.place.channel
        kind = AppCommandType.MESSAGE if name[0].isupper() else AppCommandType.CHAT_INPUT
        offered = backend.visible_commands(user_id=person.id, channel_id=here, type=kind)
        if name.split(" ")[0] not in {str(one["name"]) for one in offered} and name[0].islower():
            return Outcome.NO
        if name in {"discuss cite", "discuss close"}:
            await self._discussion(self.owner(actor), second=False)
        self.server.services.limits._buckets.clear()
        self.errors.clear()
        channel = self.server.guild.channels["history"]
        if name[0].isupper():
            message = await person.send(channel, "Trotsky took power in Mexico in 1942.")
            await person.context_menu(channel, name, message)
        elif outside:
            await doer.slash(name, **_OPTIONS.get(name, {}))
        else:
            await doer.slash(channel, name, **_OPTIONS.get(name, {}))
        return self._outcome()

    def _channel(self) -> discord.TextChannel:
        channel = self.server.bot.get_channel(self.place.channel)
        assert isinstance(channel, discord.TextChannel)
        return channel

    async def _home(self, person: int) -> discord.abc.Messageable:
        user = self.server.bot.get_user(person) or await self.server.bot.fetch_user(person)
        return await user.create_dm()

    def _outcome(self) -> Outcome:
        match self.errors:
            case []:
                return Outcome.YES
            case [NotAllowed()]:
                return Outcome.NO
            case [Refused(refusal=Refusal.SOLO)]:
                return Outcome.NO
            case [Gone()]:
                return Outcome.GONE
            case [BadInput() | Refused() | UserError()]:
                return Outcome.YES  # they may; something else is missing
            case unexpected:
                raise AssertionError(unexpected)

    async def _value(self, action: str, actor: Actor, ids: tuple[int, ...]) -> str | None:
        """What is chosen, where an action needs something from a menu."""
        other = self.server.people["ana" if actor in {Actor.OWN, Actor.OUTSIDE} else "luis"].id
        match action:
            case "check-open":
                return str((await self.thing("ask-wrong", actor))[0])
            case "timeline-open" | "config-facts-pick":
                return next(id for id, fact in self.server.services.pack.facts.items() if fact.world is World.REAL)
            case "config-log-undo":
                return str((await self.thing("config-undo", actor))[0])
            case "config-rule" | "quiz-void":
                return "0"
            case "quiz-remove":
                return str(self.owner(actor))
            case "quiz-hand-over":
                return str(other)
            case "referee-reason":
                return next(iter(Reason))
            case "referee-case" | "config-items-open" | "config-words-open":
                return str(ids[0])
            case _other:
                return None


_OPTIONS: dict[str, dict[str, Any]] = {
    "ask": {"question": "who let trotsky into mexico"}, "check": {"claim": "Trotsky took power in Mexico in 1942."},
    "compare": {"topic": "oil"}, "discuss start": {"topic": "oil"}, "suggest": {"world": "real"},
    "discuss cite": {"fact": "cardenas-expropriates-oil"}, "event create": {"when": "in 3 hours"},
    "config import": {"file": ("facts.txt", b"Something was so in 1938."), "world": "real", "source": "Gall 2010"},
}  # fmt: skip
"""What a command is given; nothing where it needs nothing."""
_TYPED = {
    "referee-rejected": {"words": "It is right as it is."}, "config-own-asked": {"said": "Where is that from?"},
    "config-own-rejected": {"said": "That is not so."}, "config-report-replied": {"said": "It is put right."},
}  # fmt: skip
"""What is typed into forms that are read before it is looked who sent them."""
_OPENS = "stage-form"


def _component(action: str, ids: tuple[int, ...], value: str | None) -> Button | Select:
    if value is None:
        return Button.to(action, *ids, label="x")
    return Select.to(action, *ids, placeholder="x", options=[option(value, value)])


def telling(cells: tuple[Outcome, ...]) -> Iterator[Actor]:
    """The kinds of people at whom a row changes, the last ones who may not before those who may, and any member."""
    for kind, before, cell, after in zip(Actor, (cells[0], *cells), cells, (*cells[1:], cells[-1]), strict=False):
        last_refused = after is Outcome.YES and cell is not Outcome.YES
        first = kind is Actor.OWN and cell is not after
        if kind is Actor.MEMBER or cell is not before or last_refused or first:
            yield kind
