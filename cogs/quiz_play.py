"""Playing: every answer is locked before it is acknowledged, privately; nobody sees another's before the reveal."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from contextlib import suppress
from dataclasses import replace
from typing import Final

from discord import ui
from discord.ext import commands

from bot.app import Act, Divergence, Interaction, language_of, place_of
from bot.errors import BadInput
from bot.history.card import INSTANT, Line, Role
from bot.language import Language, mark, words
from bot.quiz.event_ranking import unusual
from bot.quiz.keys import WORDS_LIMIT
from bot.quiz.model import Question, QuestionKind
from bot.quiz.moves import Mode, Refusal, Refused
from bot.quiz.position import GRACE, Position
from bot.quiz.result_cards import own_card
from bot.quiz.reveal import more_card
from bot.quiz.rounds import Stage
from bot.quiz.sheet import answered
from bot.services.event_course import unranked_rounds
from bot.services.game_views import Card, Click, View
from bot.services.policy import Feature, Place, decide
from cogs.quiz_live import live_of
from cogs.ui.buttons import Button, form
from cogs.ui.cards import layout
from cogs.ui.quiz_clicks import FAILURES, Turns, click_of, game_of, is_private, numbers
from cogs.ui.quiz_views import KEYS, from_digits, locked_view, order_view, own_view, said

REMEMBERED: Final = 4096
"""Acknowledgements remembered, so that a later one takes the place of the one before."""
TIDIED: Final = 100
"""Replaced acknowledgements that wait to be taken away; in a rush older ones stay, which only their players see."""


class Play(commands.Cog):
    """What players do in a game."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._games = bot.services.games
        self._turns = Turns()
        self._acknowledged: OrderedDict[tuple[int, int], Interaction] = OrderedDict()
        self._replaced: deque[Interaction] = deque(maxlen=TIDIED)
        self._tidying: asyncio.Task[None] | None = None

    async def cog_unload(self) -> None:
        if self._tidying is not None:
            self._tidying.cancel()

    # ---- coming and going --------------------------------------------------------------------------------------

    async def join(self, interaction: Interaction, act: Act) -> None:
        """Join: a seat in the game, now or again."""
        view = await self._games.join(game_of(act), place_of(interaction), click_of(interaction))
        live_of(self._bot).touch(view)
        _ = words(language_of(interaction))
        text = _("You are in. Answer with the buttons; only you see what you press.")
        if view.game.stage is Stage.LOBBY and view.game.deadline is not None:
            text += " " + _("Start: {when}.", when=INSTANT)
        line = Line(Role.BODY, text, at=view.game.deadline)
        await interaction.response.send_message(view=said([line]), ephemeral=True)
        self._acknowledged[view.id, interaction.user.id] = interaction

    async def leave(self, interaction: Interaction, act: Act) -> None:
        """Leave: the game does not wait for them any more."""
        view = await self._games.leave(game_of(act), place_of(interaction), click_of(interaction))
        live_of(self._bot).touch(view)
        _ = words(language_of(interaction))
        line = Line(Role.BODY, _("You have left; what you answered stays. Join or answer to come back."))
        await interaction.response.send_message(view=said([line]), ephemeral=True)

    # ---- answering ---------------------------------------------------------------------------------------------

    async def answer(self, interaction: Interaction, act: Act) -> None:
        """One of the five of real or alternate, or a letter."""
        id, number, key, sure = numbers(act, 4)
        if key >= len(KEYS) or sure > 1:
            raise Refused(Refusal.NOT_AN_OPTION)
        await self._lock(interaction, id, number, KEYS[key], sure=bool(sure))

    async def type(self, interaction: Interaction, act: Act) -> None:
        """Type your answer: a form for the missing words."""
        id, number = numbers(act, 2)
        view = await self._games.view(id, place_of(interaction), interaction.user.id)
        _question(view.game, number, QuestionKind.GAP)
        if is_private(interaction) and await self._is_over(interaction, view, number):
            return
        _ = words(language_of(interaction))
        typed: ui.TextInput[ui.Modal] = ui.TextInput(max_length=WORDS_LIMIT)
        await interaction.response.send_modal(
            form("quiz-typed", id, number, title=_("Type your answer"), words=(_("The missing words"), typed))
        )

    async def typed(self, interaction: Interaction, act: Act) -> None:
        """The filled form."""
        id, number = numbers(act, 2)
        await self._lock(interaction, id, number, act.fields.get("words", ""))

    async def order(self, interaction: Interaction, act: Act) -> None:
        """The next letter of an order; with the last but one the order is locked."""
        id, number, digits = numbers(act, 3)
        place, language = place_of(interaction), language_of(interaction)
        view = await self._games.view(id, place, interaction.user.id)
        question = _question(view.game, number, QuestionKind.ORDER)
        chosen = from_digits(question, digits)
        if chosen is None:
            raise Refused(Refusal.NOT_AN_OPTION)
        keys = [option.key for option in question.options]
        if len(chosen) >= len(keys) - 1:
            rest = "".join(key for key in keys if key not in chosen)
            await self._lock(interaction, id, number, chosen + rest)
            return
        if view.record.mode is Mode.SOLO and (not chosen or await self._is_over(interaction, view, number)):
            if not chosen:
                await self._redraw(interaction, view, place)
            return
        panel = order_view(id, number, question, chosen, language, spoiler=decide(place, Feature.QUIZ).spoiler)
        if is_private(interaction):
            await interaction.response.edit_message(view=panel)
        else:
            await interaction.response.send_message(view=panel, ephemeral=True)

    async def _lock(self, interaction: Interaction, id: int, number: int, key: str, *, sure: bool = False) -> None:
        """Store an answer, then say so to whoever gave it."""
        place, click = place_of(interaction), click_of(interaction)
        async with self._turns.take((id, click.person), interaction.id) as counts:
            if not counts:
                await interaction.response.defer()
                return
            if is_private(interaction):
                before = await self._games.view(id, place, click.person)
                if before.record.mode is Mode.SOLO and await self._is_over(interaction, before, number):
                    return
            view = await self._games.answer(id, place, click, number, key, sure=sure)
            live_of(self._bot).touch(view)
            if view.record.mode is Mode.SOLO:
                await self._after_own(interaction, view, place, click, number)
            else:
                await self._acknowledge(interaction, view)

    async def _after_own(self, interaction: Interaction, view: View, place: Place, click: Click, number: int) -> None:
        """Alone, what is told apart is revealed at once; of other kinds one may still say how sure one is."""
        if view.game.questions[number].tells_worlds:
            await self._games.reveal(view.id, place, replace(click, id=None), number)
        await self._redraw(interaction, await self._games.view(view.id, place, click.person), place)

    async def _acknowledge(self, interaction: Interaction, view: View) -> None:
        """What is locked, for this person alone; their acknowledgement before it goes."""
        assert view.outcome is not None
        daily = view.record.mode is Mode.DAILY
        question, language = view.game.questions[view.outcome.number], language_of(interaction)
        given = view.outcome.given
        fast = view.record.mode is Mode.EVENT and given is not None and unusual(
            question, given, view.game.settings.language
        )  # fmt: skip
        card = locked_view(view.id, question, view.outcome, language, daily=daily, fast=fast)
        before = self._acknowledged.pop((view.id, interaction.user.id), None)
        if is_private(interaction) and not daily:
            await interaction.response.edit_message(view=card)
        else:
            await interaction.response.send_message(view=card, ephemeral=True)
        self._acknowledged[view.id, interaction.user.id] = interaction
        if len(self._acknowledged) > REMEMBERED:
            self._acknowledged.popitem(last=False)
        if before is not None and not is_private(interaction):
            self._replaced.append(before)
            if self._tidying is None or self._tidying.done():
                self._tidying = asyncio.create_task(self._tidy_up())

    async def _tidy_up(self) -> None:
        """Acknowledgements that a later one replaced go one after another, so that no answer waits for that."""
        while self._replaced:
            with suppress(*FAILURES):  # it may be gone, or too old to be touched
                await self._replaced.popleft().delete_original_response()

    async def sure(self, interaction: Interaction, act: Act) -> None:
        """I'm sure: said of the answer that is locked; alone, it is then revealed."""
        id, number = numbers(act, 2)
        place, click = place_of(interaction), click_of(interaction)
        before = await self._games.view(id, place, click.person)
        if before.record.mode is Mode.SOLO and await self._is_over(interaction, before, number):
            return
        view = await self._games.sure(id, place, click, number)
        if view.record.mode is Mode.SOLO:
            await self._games.reveal(id, place, replace(click, id=None), number)
            await self._redraw(interaction, await self._games.view(id, place, click.person), place)
            return
        live_of(self._bot).touch(view)
        await self._acknowledge(interaction, view)

    # ---- alone -------------------------------------------------------------------------------------------------

    async def reveal(self, interaction: Interaction, act: Act) -> None:
        """Reveal: the player has answered and wants to know."""
        id, number = numbers(act, 2)
        place, click = place_of(interaction), click_of(interaction)
        view = await self._games.view(id, place, click.person)
        if await self._is_over(interaction, view, number):
            return
        await self._games.reveal(id, place, click, number)
        await self._redraw(interaction, await self._games.view(id, place, click.person), place)

    async def onward(self, interaction: Interaction, act: Act) -> None:
        """Next: the next question, or after the last one the result. A second press shows what stands."""
        id, number = numbers(act, 2)
        place, click = place_of(interaction), click_of(interaction)
        view = await self._games.view(id, place, click.person)
        if view.game.stage is Stage.REVEAL and view.game.number == number:
            await self._games.next(id, place, click, number)
            view = await self._games.view(id, place, click.person)
            live_of(self._bot).touch(view)
        await self._redraw(interaction, view, place)

    async def stop(self, interaction: Interaction, act: Act) -> None:
        """End: the result of what was revealed so far."""
        id = game_of(act)
        place, click = place_of(interaction), click_of(interaction)
        view = await self._games.view(id, place, click.person)
        if not view.game.stage.over:
            await self._games.end(id, place, click)
            view = await self._games.view(id, place, click.person)
        await self._redraw(interaction, view, place)

    async def _is_over(self, interaction: Interaction, view: View, number: int) -> bool:
        """Whether a question of a game alone is not open any more; the card then shows what stands instead."""
        game, place = view.game, place_of(interaction)
        late = game.deadline is not None and interaction.created_at > game.deadline + GRACE
        if game.stage is Stage.QUESTION and game.number == number and not late:
            return False
        if game.stage is Stage.QUESTION and late:
            await self._games.advance(view.id)
            view = await self._games.view(view.id, place, interaction.user.id)
        _ = words(language_of(interaction))
        missed = view.game.stage is Stage.REVEAL and view.game.number == number
        await self._redraw(interaction, view, place, _(Refusal.LATE.sentence) if missed else None)
        return True

    async def _redraw(self, interaction: Interaction, view: View, place: Place, notice: str | None = None) -> None:
        """The player's own card shows the game as it stands."""
        language = language_of(interaction)
        if view.seat is None:
            raise Refused(Refusal.SOLO)
        if view.game.stage.over:
            card = self._result(view, await self._games.card(view.id, place, interaction.user.id), place, language)
        else:
            own = answered(view.game, view.seat, view.game.number)
            spoiler = decide(place, Feature.QUIZ).spoiler
            card = own_view(
                view.id,
                view.game,
                language,
                own,
                spoiler=spoiler,
                notice=notice,
                moderated=place.server is not None and place.member,
            )
        await interaction.response.edit_message(view=card)

    # ---- afterwards --------------------------------------------------------------------------------------------

    async def more(self, interaction: Interaction, act: Act) -> None:
        """More: everything about a revealed question, with its sources."""
        id, number = numbers(act, 2)
        place, person, language = place_of(interaction), interaction.user.id, language_of(interaction)
        own = await self._games.mine(id, place, person, number)
        services, _ = self._bot.services, words(language)
        pack = services.subjects.of(place.server).pack
        asked = await services.progress.asked(own.question.item)
        buttons = []
        if own.question.facts[0] in pack.facts:
            shown = await services.asking.show(own.question.facts[0], place, person, language)
            buttons.append(Button.to("ask-sources", shown.id, label=_("Sources")))
            buttons.append(Button.to("ask-wrong", shown.id, label=_("Wrong?")))
        card = layout(more_card(pack, own, language, asked), buttons, spoiler=decide(place, Feature.QUIZ).spoiler)
        await interaction.response.send_message(view=card, ephemeral=True)

    async def mine(self, interaction: Interaction, act: Act) -> None:
        """My result: what the player had right and wrong, for them alone."""
        id = game_of(act)
        place, person = place_of(interaction), interaction.user.id
        view, card = await self._games.view(id, place, person), await self._games.card(id, place, person)
        result = self._result(view, card, place, language_of(interaction))
        await interaction.response.send_message(view=result, ephemeral=True)

    def _result(self, view: View, card: Card, place: Place, language: Language) -> ui.LayoutView:
        _ = words(language)
        lines = own_card(view.game, card.standing, card.mistakes, card.right, card.others, card.compass, language,
                         card.among)  # fmt: skip
        if fast := unranked_rounds(view.game, view.seat):
            numbered = ", ".join(str(number + 1) for number in fast)
            text = _("Answered faster than anybody reads, so not ranked: question {numbers}.", numbers=numbered)
            lines.append(Line(Role.SMALL, text))
        buttons = [Button.to("quiz-review", view.id, label=_("Add to my reviews"))] if _missed(card) else []
        if view.record.mode is Mode.SOLO and place.server is not None and place.member:
            buttons.append(Button.to("referee-questions", view.id, label=_("Challenge")))
        return layout(lines, buttons)

    async def review(self, interaction: Interaction, act: Act) -> None:
        """Add to my reviews: what the player did not know is kept for them."""
        id = game_of(act)
        card = await self._games.card(id, place_of(interaction), interaction.user.id)
        facts = _missed(card)
        if not facts:
            raise BadInput(mark("There is nothing here that you did not know."))
        added = await self._bot.services.progress.add_to_reviews(interaction.user.id, facts)
        _ = words(language_of(interaction))
        text = _.plural("{count} fact kept for your reviews.", "{count} facts kept for your reviews.", added)
        if not added:
            text = _("These are in your reviews already.")
        await interaction.response.send_message(view=said([Line(Role.BODY, text)]), ephemeral=True)


def _question(game: Position, number: int, kind: QuestionKind) -> Question:
    """The question that a click is about; Refused if it is not of that kind, or was not asked."""
    if not 0 <= number < len(game.rounds):
        raise Refused(Refusal.NOT_ASKED)
    question = game.questions[number]
    if question.kind is not kind:
        raise Refused(Refusal.NOT_AN_OPTION)
    return question


def _missed(card: Card) -> list[str]:
    """The facts of what a player did not know: mistakes, sure ones first, then passes and what had no answer."""
    unknown = [*card.mistakes, *(one for one in card.others if not one.voided)]
    return list(dict.fromkeys(one.question.facts[0] for one in unknown))


async def setup(bot: Divergence) -> None:
    cog = Play(bot)
    await bot.add_cog(cog)
    bot.actions |= {
        "quiz-join": cog.join, "quiz-leave": cog.leave, "quiz-answer": cog.answer, "quiz-type": cog.type,
        "quiz-typed": cog.typed, "quiz-order": cog.order, "quiz-sure": cog.sure, "quiz-reveal": cog.reveal,
        "quiz-onward": cog.onward, "quiz-stop": cog.stop, "quiz-more": cog.more, "quiz-mine": cog.mine,
        "quiz-review": cog.review,
    }  # fmt: skip
