"""Reviewing on Discord: `/review` asks the real question cold, then shows both halves, to the member alone."""

from __future__ import annotations

import logging
from typing import Final

import aiohttp
import discord
from discord import app_commands, ui
from discord.app_commands import locale_str
from discord.ext import commands

from bot.app import Act, Divergence, Interaction, language_of, place_of
from bot.errors import Gone
from bot.history.card import Line, Role
from bot.language import Language, Words, mark, words
from bot.quiz.review import Grade
from bot.quiz.review_cards import GRADES, end_card, question_card, real_first, reveal_card, told_apart_lines
from bot.services.policy import Feature, Place, decide
from bot.services.reviewing import FICTION_CHOICE, FORGOTTEN_CHOICE, REAL_CHOICE, Step
from bot.text import QUESTION_LIMIT
from cogs.ui.buttons import Button, form
from cogs.ui.cards import layout
from cogs.ui.quiz_clicks import is_private

FAILURES: Final = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError)
TYPED = "words"

_log = logging.getLogger(__name__)


class Review(commands.Cog):
    """Asks people what they mixed up, days later."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._reviewing = bot.services.reviewing

    @app_commands.command(description=locale_str("What you mixed up, asked again days later: only you see it"))
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def review(self, interaction: Interaction) -> None:
        place = place_of(interaction)
        step = await self._reviewing.begin(interaction.user.id, place)
        view = self._view(step, place, language_of(interaction))
        await interaction.response.send_message(view=view, ephemeral=True)

    async def begin(self, interaction: Interaction, _act: Act) -> None:
        """Review now, under a reminder or on one's progress."""
        place = place_of(interaction)
        await self._show(interaction, await self._reviewing.begin(interaction.user.id, place), place)

    async def answer(self, interaction: Interaction, act: Act) -> None:
        """A, B, or not remembered."""
        id, chosen = _two(act)
        place = place_of(interaction)
        options = (REAL_CHOICE, FICTION_CHOICE) if real_first(id) else (FICTION_CHOICE, REAL_CHOICE)
        choice = {1: options[0], 2: options[1], 3: FORGOTTEN_CHOICE}.get(chosen, 0)
        await self._show(interaction, await self._reviewing.choose(interaction.user.id, id, choice, place), place)

    async def type(self, interaction: Interaction, act: Act) -> None:
        """Type it: a form."""
        _ = words(language_of(interaction))
        text: ui.TextInput[ui.Modal] = ui.TextInput(max_length=QUESTION_LIMIT, style=discord.TextStyle.paragraph)
        modal = form("review-typed", *act.ids[:1], title=_("What does the record show?"), **{
            TYPED: (_("In a sentence; typos are fine"), text),
        })  # fmt: skip
        await interaction.response.send_modal(modal)

    async def typed(self, interaction: Interaction, act: Act) -> None:
        """What was typed."""
        place, language = place_of(interaction), language_of(interaction)
        said, id = act.fields.get(TYPED, ""), act.id
        await self._show(interaction, await self._reviewing.type(interaction.user.id, id, said, language, place), place)

    async def grade(self, interaction: Interaction, act: Act) -> None:
        """Again, hard, good, easy: then the next question."""
        id, grade = _two(act)
        place = place_of(interaction)
        await self._show(interaction, await self._reviewing.grade(interaction.user.id, id, grade, place), place)

    async def _show(self, interaction: Interaction, step: Step, place: Place) -> None:
        view = self._view(step, place, language_of(interaction))
        if is_private(interaction) or interaction.guild_id is None:
            await interaction.response.edit_message(view=view)
        else:
            await interaction.response.send_message(view=view, ephemeral=True)

    def _view(self, step: Step, place: Place, language: Language) -> ui.LayoutView:
        _, spoiler = words(language), decide(place, Feature.REVIEW).spoiler
        above = told_apart_lines(step.told_apart, language) if step.told_apart else []
        if step.asking is None or step.pair is None:
            outcomes = [one.outcome for one in step.done if one.outcome]
            lines = end_card(outcomes, step.next_due, step.streak, language)
            return layout([*above, *lines], [Button.to("me-progress", label=_("Progress"))])
        id = step.asking.id
        if step.asking.outcome is None:
            pack = self._bot.services.subjects.of(place.server).pack
            lines = question_card(pack, step.pair, id, step.number, step.waiting, language)
            return layout([*above, *lines], _answers(id, _))
        lines = reveal_card(step.pair, step.asking.outcome, step.dates, language)
        return layout(lines, [_grade(id, grade, _) for grade in step.dates], spoiler=spoiler)

    # ---- reminders ---------------------------------------------------------------------------------------------

    async def beat(self) -> None:
        """Remind those whose hour it is, once a day at most; who cannot be written to is left alone until tomorrow."""
        for person, due in await self._reviewing.to_remind():
            language = self._bot.services.personal.language_of(person) or Language.EN
            _ = words(language)
            count = _.plural("{count} pair is due.", "{count} pairs are due.", due)
            lines = [Line(Role.HEADING, _("Time to review")), Line(Role.BODY, count)]
            buttons = [
                Button.to("review-begin", label=_("Review now"), style=discord.ButtonStyle.primary),
                Button.to("review-stop", label=_("No more reminders")),
            ]
            try:
                user = await self._bot.fetch_user(person)
                await user.send(view=layout(lines, buttons), allowed_mentions=discord.AllowedMentions.none())
            except FAILURES as error:
                _log.info("A reminder could not be sent: %s", error)

    async def stop(self, interaction: Interaction, _act: Act) -> None:
        """No more reminders: one tap."""
        await self._reviewing.remind(interaction.user.id, None, "UTC")
        _ = words(language_of(interaction))
        lines = [Line(Role.BODY, _("No more reminders. You can switch them on again in /me, under Settings."))]
        await interaction.response.edit_message(view=layout(lines))


def _answers(id: int, _: Words) -> list[Button]:
    grey = discord.ButtonStyle.secondary
    return [
        Button.to("review-answer", id, 1, label="A", style=grey),
        Button.to("review-answer", id, 2, label="B", style=grey),
        Button.to("review-type", id, label=_("Type it"), style=grey),
        Button.to("review-answer", id, 3, label=_("I do not remember"), style=grey),
    ]


def _grade(id: int, grade: Grade, _: Words) -> Button:
    style = discord.ButtonStyle.primary if grade is Grade.GOOD else discord.ButtonStyle.secondary
    return Button.to("review-grade", id, int(grade), label=_(GRADES[grade]), style=style)


def _two(act: Act) -> tuple[int, int]:
    """The asking and the choice of a button; Gone if it was cut short."""
    if len(act.ids) < 2:
        raise Gone(mark("This question is no longer open. Use /review again."))
    return act.ids[0], act.ids[1]


async def setup(bot: Divergence) -> None:
    cog = Review(bot)
    await bot.add_cog(cog)
    bot.actions |= {
        "review-begin": cog.begin, "review-answer": cog.answer, "review-type": cog.type, "review-typed": cog.typed,
        "review-grade": cog.grade, "review-stop": cog.stop,
    }  # fmt: skip
    bot.on_pulse.append(cog.beat)
