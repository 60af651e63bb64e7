"""Every way into the bot that somebody who means ill could take, and what must hold after each try."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import discord
from hypothesis import strategies as some
from simcord import InteractionResult, MemberActor
from simcord.actors import _component_interaction, _dispatch_actor_interaction
from simcord.backend.serializers import message_payload
from simcord.enums import InteractionType

from bot.errors import UserError
from bot.history.importing.found import Wish
from bot.history.importing.reading import read_file
from bot.history.model import World
from bot.history.periods import read_period
from bot.history.timeline import covered
from bot.language import Language
from bot.practice.server import PracticeServer
from bot.quiz.model import QuestionKind
from bot.quiz.moves import Mode
from bot.quiz.when import read_when
from bot.services.authority import Actor
from bot.services.game_views import Click
from bot.services.policy import Place
from cogs.ui.buttons import Button
from cogs.ui.cards import layout
from tests.cogs.quiz_table import ask_in_turn
from tests.hostile.files import HOSTILE as FILES
from tests.hostile.strings import HOSTILE, ID
from tests.wire.limits import broken_by

ALIVE = re.compile(rf"(?<!\\)<[@#:/a-z!&][^>]{{0,40}}{ID}>|https?://(?:\w+:\w+@)?evil\.example")
"""A mention, an emoji or a link of the attacker's that Discord would make something of."""
WORDS = """
    who what when why trotsky cardenas mexico 1937 9 january stalin oil ¿cuándo quién escenario not 1942 in the of
""".split()
FIELDS = "statement when source names correction said words zone time title description about".split()
"""What our forms call what is typed into them."""
SIGNS = "<>@#&:/\\`*_~|[](){}%$'\"-+.,;?!¿¡0123456789 \n\u202e\u200b\u0301aeéñÑ"
COMMANDS = [
    ("ask", "question"), ("compare", "topic"), ("discuss start", "topic"), ("discuss cite", "fact"), ("help", "topic"),
    ("quiz", "about"), ("timeline", "about"), ("event create", "about"), ("config panel", "timezone"),
    ("config facts", "fact"),
]  # fmt: skip
"""Where the bot completes what is being typed."""
FORGOTTEN = 2000
"""Requests after which those that were looked at are forgotten."""

typed = some.one_of(
    some.sampled_from(HOSTILE),
    some.text(max_size=400),
    some.text(some.sampled_from(SIGNS), max_size=400),
    some.lists(some.one_of(some.sampled_from(WORDS), some.sampled_from(HOSTILE)), max_size=12).map(" ".join),
)
"""What is typed."""
_rows = some.one_of(some.integers(0, 30), some.sampled_from([2**53, 2**63 - 1, 2**63, 10**25]))
_custom_ids = some.one_of(
    typed.map(lambda text: text[:100]),
    some.tuples(some.sampled_from("bscrum"), some.integers(0, 10**6), some.lists(_rows, max_size=4)),
)
"""A custom id: anything at all, or the kind of component, the number of one of our actions, and the rows it names."""


@dataclass(slots=True)
class Target:
    """The server that is attacked, with a quiz whose question waits for something typed."""

    server: PracticeServer
    game: int
    looked_at: int = 0

    @classmethod
    async def set_up(cls, server: PracticeServer) -> Target:
        ask_in_turn(server, *[QuestionKind.GAP] * 5)
        luis = Click(server.people["luis"].id)
        place = Place(server.guild.channels["quiz"].id, server.guild.id)
        game = (await server.services.games.open(place, luis, Mode.EVERYONE, Language.EN, 5)).id
        await server.services.games.start(game, place, luis)
        return cls(server, game)

    @property
    def channel(self) -> Any:
        return self.server.guild.channels["history"]

    def person(self, number: int) -> MemberActor:
        """Somebody of the server, a moderator as well as a member."""
        people = [self.server.people[name] for name in ("luis", "ana", "nora", "marta")]
        return people[number % len(people)]

    async def card(self) -> Any:
        """A message of the bot's with a button on it, as every component and most forms come from one."""
        channel = self.server.bot.get_channel(self.channel.id)
        assert isinstance(channel, discord.TextChannel)
        message = await channel.send(view=layout([], [Button.to("ask-delete", 0, label="x")]))
        return self.server.env.backend.get_message(self.channel.id, message.id)

    def look(self, shown: InteractionResult | None) -> None:
        """AssertionError if what was just done did harm or was left unanswered."""
        server, sent = self.server, self.server.env.backend.http_requests
        for request in sent[self.looked_at :]:
            broken = broken_by(request.method, tuple(request.path.strip("/").split("/")), request.json)
            assert not broken, broken
            assert not ALIVE.search(str(request.json)), request.json
        if len(sent) > FORGOTTEN:
            sent.clear()
            server.env.backend.transcript.clear()
        self.looked_at = len(sent)
        assert not server.bot.failures, list(server.bot.failures)
        found = server.env.errors_since(server.env._errors_acknowledged)
        assert not [one for one in found if not isinstance(getattr(one, "original", one), UserError)], found
        if shown is not None:
            assert shown._interaction.responded, "left unanswered"
        server.services.limits._buckets.clear()  # what comes of haste is tested elsewhere


Try = Callable[[Target, Any], Awaitable[InteractionResult | None]]


@dataclass(frozen=True, slots=True)
class Way:
    """A way in: what is made up for it, and how it is tried."""

    made_up: some.SearchStrategy[Any]
    attempt: Try
    takes_text: bool = False
    """Whether every hostile string is tried as it stands, too."""


# ---- commands --------------------------------------------------------------------------------------------------------


def _option(command: str, option: str, limit: int = 6000, person: str = "luis", **others: str) -> Way:
    """A command with something typed into one of its options."""

    async def attempt(target: Target, value: str) -> InteractionResult:
        options: dict[str, Any] = {**others, option: value[:limit]}
        return await target.server.people[person].slash(target.channel, command, **options)

    return Way(typed, attempt, takes_text=True)


async def _mention(target: Target, value: str) -> None:
    text = f"<@{target.server.bot.application_id}> {value}"[:2000]
    await target.server.people["luis"].send(target.channel, text)


async def _menu(target: Target, value: str) -> InteractionResult | None:
    luis = target.server.people["luis"]
    if not value.strip():
        return None  # Discord sends no message without a word
    message = await luis.send(target.channel, value[:2000])
    return await luis.context_menu(target.channel, "Check this claim", message)


async def _completing(target: Target, value: tuple[int, str]) -> None:
    command, option = COMMANDS[value[0] % len(COMMANDS)]
    filled = {"when": "in 3 hours"} if command == "event create" else {}
    await target.server.people["marta"].autocomplete(target.channel, command, option, value[1][:6000], **filled)


# ---- components and forms ----------------------------------------------------------------------------------------


def _forged(target: Target, wanted: Any) -> str:
    """A custom id as it was made up; a number stands for one of our actions."""
    if isinstance(wanted, str):
        return wanted or "b"
    kind, number, rows = wanted
    actions = sorted(target.server.bot.actions)
    return ":".join((f"{kind}1", actions[number % len(actions)], *map(str, rows)))[:100]


async def _click(target: Target, value: tuple[Any, int, list[str]]) -> InteractionResult:
    """A component whose id and values nobody was ever shown."""
    wanted, number, values = value
    data = {"custom_id": _forged(target, wanted), "component_type": 3 if values else 2, "values": values}
    return await _component_interaction(target.person(number), await target.card(), data)


async def _form(target: Target, value: tuple[Any, int, str]) -> InteractionResult:
    """A form that nobody was shown, with the same text in all of its fields."""
    wanted, number, said = value
    return await _submit(target, target.person(number), _forged(target, wanted), said)


async def _submit(target: Target, person: MemberActor, custom_id: str, said: str) -> InteractionResult:
    fields = [{"type": 18, "component": {"type": 4, "custom_id": name, "value": said[:4000]}} for name in FIELDS]
    data, card = {"custom_id": custom_id, "components": fields}, await target.card()
    return await _dispatch_actor_interaction(
        person, InteractionType.MODAL_SUBMIT, target.channel, data, source_message_id=card.id,
        extra={"message": dict(message_payload(target.server.env.backend, card))},
    )  # fmt: skip


async def _answer(target: Target, value: str) -> InteractionResult:
    """The missing words of a quiz question, in the channel where it is played."""
    fields = [{"type": 18, "component": {"type": 4, "custom_id": "words", "value": value[:4000]}}]
    data = {"custom_id": f"m1:quiz-typed:{target.game}:0", "components": fields}
    place = target.server.guild.channels["quiz"]
    return await _dispatch_actor_interaction(target.server.people["ana"], InteractionType.MODAL_SUBMIT, place, data)


async def _suggestion(target: Target, value: str) -> InteractionResult:
    return await _submit(target, target.server.people["luis"], "m1:suggest-filled:0", value)


# ---- files and dates -------------------------------------------------------------------------------------------------

_SUFFIXES = ("toml", "json", "csv", "md", "txt")
_GOOD = (
    b'[[facts]]\nstatement = "A lighthouse was built in Veracruz"\nwhen = "1938"\n',
    b'{"facts": [{"statement": "A lighthouse was built in Veracruz", "when": "1938"}]}',
    b"statement,when\nA lighthouse was built in Veracruz,1938\n",
    b"# Harbours\n\nA lighthouse was built in Veracruz in 1938.[^1]\n\n[^1]: Port book, p. 3\n",
)
_contents = some.one_of(
    some.binary(max_size=2000),
    typed.map(lambda text: text.encode("utf-8", "surrogatepass")),
    some.tuples(some.sampled_from(_GOOD), some.integers(0, 90), some.binary(max_size=12)).map(
        lambda made: made[0][: made[1]] + made[2] + made[0][made[1] :]
    ),
)


async def _file(target: Target, value: tuple[str, bytes]) -> None:
    """A file that is imported, as far as the preview."""
    suffix, content = value
    wish = Wish(World.REAL, "Port book", Language.EN)
    await asyncio.to_thread(_read, f"facts.{suffix}", content, wish, target)


def _read(name: str, content: bytes, wish: Wish, target: Target) -> None:
    with suppress(UserError):  # refused in a sentence
        read_file(name, content, wish, target.server.services.pack)


async def _settings_file(target: Target, content: bytes) -> None:
    server = target.server
    marta = Actor(server.people["marta"].id, server.guild.id, manages=True)
    with suppress(UserError):  # refused in a sentence
        await server.services.settings_files.read(marta, content, frozenset(), frozenset())


async def _dates(target: Target, value: str) -> None:
    """What is read as a time to come, and what is read as a period."""
    now, known = datetime(2026, 3, 29, 1, 30, tzinfo=UTC), covered(target.server.services.pack)
    assert known is not None
    for read in (
        lambda: read_when(value, now, ZoneInfo("Europe/Madrid")),
        lambda: read_period(value, date(2026, 3, 29), known),
    ):
        with suppress(UserError):  # refused in a sentence
            read()


_numbered = some.integers(0, 1000)
WAYS: dict[str, Way] = {
    "/ask": _option("ask", "question"),
    "a mention": Way(typed, _mention, takes_text=True),
    "/check": _option("check", "claim"),
    "Check this claim": Way(typed, _menu, takes_text=True),
    "/timeline when": _option("timeline", "when"),
    "/timeline about": _option("timeline", "about"),
    "/compare": _option("compare", "topic"),
    "/discuss start": _option("discuss start", "topic"),
    "/quiz about": _option("quiz", "about"),
    "/event create": _option("event create", "when", person="nora"),
    "/help": _option("help", "topic"),
    "completing what is typed": Way(some.tuples(_numbered, typed), _completing),
    "typed answers": Way(typed, _answer, takes_text=True),
    "suggestions": Way(typed, _suggestion, takes_text=True),
    "forms": Way(some.tuples(_custom_ids, _numbered, typed), _form),
    "buttons and menus": Way(some.tuples(_custom_ids, _numbered, some.lists(typed, max_size=3)), _click),
    "files": Way(
        some.one_of(
            some.tuples(some.sampled_from(_SUFFIXES), _contents),
            some.sampled_from(sorted(FILES)).map(lambda kind: (FILES[kind][0].rpartition(".")[2], FILES[kind][1]())),
        ),
        _file,
    ),
    "settings files": Way(_contents, _settings_file),
    "dates": Way(typed, _dates, takes_text=True),
}
"""All of them, by name."""
