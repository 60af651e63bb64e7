"""Playing on the practice server in tests: opening a quiz, reading the live message, answering whatever is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import discord
from simcord import ChannelHandle, InteractionResult, MemberActor

from bot.history.model import Pack
from bot.practice.server import PracticeServer
from bot.quiz.known import Known
from bot.quiz.model import Question, QuestionKind
from bot.quiz.position import Position
from bot.quiz.questions.maker import Maker, Wish
from tests.discord_view import labels, text

KINDS = tuple(QuestionKind)
BELIEFS = {("real", True): "Sure real", ("real", False): "Lean real", ("alternate", False): "Lean alternate",
           ("alternate", True): "Sure alternate"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class InTurn:
    """Asks for one question of each of these kinds, in this order, no item twice: rulings follow the item."""

    pack: Pack
    kinds: Sequence[QuestionKind] = KINDS

    def round(self, count: int, seed: int, known: Known, about: str | None) -> Sequence[Question]:
        assert about is None
        maker, dice = Maker.of(self.pack), Random(seed)  # noqa: S311 # questions, not secrets
        asked: list[Question] = []
        for kind in self.kinds[:count]:
            drawn = (maker.make(Wish(1, kind, None, known), dice).questions[0] for _ in range(100))
            asked.append(next(one for one in drawn if one.item not in {other.item for other in asked}))
        return tuple(asked)

    def daily(self, seed: int, known: Known) -> Question:
        return self.round(1, seed, known, None)[0]


def ask_in_turn(server: PracticeServer, *kinds: QuestionKind) -> None:
    """From now on quizzes ask questions of these kinds, in this order."""
    maker = InTurn(server.services.pack, kinds or KINDS)
    server.services.games.maker_of = lambda _server: maker


@dataclass(slots=True)
class Table:
    """A game for everyone, and where it is played."""

    server: PracticeServer
    place: ChannelHandle
    id: int = 1

    @property
    def live(self) -> discord.Message:
        """The one live message: the newest with buttons that everybody sees."""
        return [one for one in self.place.history() if labels(one) and not one.flags.ephemeral][-1]

    async def game(self) -> Position:
        """How the game stands in the store."""
        return (await self.server.services.games.advance(self.id)).game

    async def wait(self, seconds: float = 3) -> str:
        """What the live message says after some time."""
        await self.server.pass_time(seconds)
        return text(self.live)

    async def until_due(self) -> str:
        """What the live message says once what is being waited for is over."""
        deadline = (await self.game()).deadline
        assert deadline is not None
        return await self.wait((deadline - self.server.now()).total_seconds() + 2)

    async def start(self, person: MemberActor) -> None:
        await person.click(self.live, label="Start now")

    async def answer(self, person: MemberActor, *, right: bool, sure: bool = False) -> InteractionResult:
        """Their answer to whatever is asked, by the buttons of its kind; the private acknowledgement."""
        game = await self.game()
        question, number = game.question, game.number
        match question.kind:
            case QuestionKind.REAL_OR_ALTERNATE:
                world = question.answer[0] if right else {"real": "alternate", "alternate": "real"}[question.answer[0]]
                return await person.click(self.live, label=BELIEFS[world, sure])
            case QuestionKind.GAP:
                form = await person.click(self.live, label="Type your answer")
                accepted = question.gap[game.settings.language].accept[0]
                given = await person.submit_modal(form, {"words": accepted if right else "somebody else"})
            case QuestionKind.ORDER:
                keys = list(question.answer) if right else list(reversed(question.answer))
                given, letters = None, [option.key for option in question.options]
                for count in range(1, len(keys)):
                    digits = "".join(str(letters.index(key) + 1) for key in keys[:count])
                    shown = self.live if given is None else given.response
                    given = await person.click(shown, custom_id=f"b1:quiz-order:{self.id}:{number}:{digits}")
            case _:
                option = next(option for option in question.options if option.correct is right)
                given = await person.click(self.live, label=self.label(question, option.key))
        return await person.click(given.response, label="I'm sure") if sure else given

    def label(self, question: Question, key: str) -> str:
        """The label of the button for an option."""
        place = [option.key for option in question.options].index(key)
        return labels(self.live)[place]


async def opened(server: PracticeServer, person: MemberActor, channel: str = "quiz", **options: object) -> Table:
    """A game for everyone that this person opened in a channel, in its lobby."""
    place = server.guild.channels[channel]
    card = await person.slash(place, "quiz", **options)
    shown = await person.click(card.response, label="Everyone")
    assert "The quiz is open" in text(shown), text(shown)
    return Table(server, place.threads[-1] if place.threads else place)


async def later(server: PracticeServer, seconds: float) -> None:
    """What the bot shows of games when it is started again after that time."""
    server.env.backend.advance_clock(seconds)
    await server.restart()
    await server.pass_time(3)
