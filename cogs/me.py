"""`/me`: one private card with what is a person's own: how they do and stand, how they want things, their data."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import app_commands, ui
from discord.app_commands import locale_str
from discord.ext import commands

from bot.app import Act, Divergence, Interaction, language_of
from bot.errors import BadInput, Gone
from bot.history.card import Line, Role
from bot.language import Language, Words, mark, words
from bot.quiz.progress_cards import progress_card
from bot.quiz.review_cards import standing_lines
from bot.quiz.timing import STRETCHES
from bot.store.preferences import Preferences
from cogs.ui.buttons import Button, Select, number_in, option
from cogs.ui.cards import layout
from cogs.ui.quiz_clicks import is_private
from cogs.ui.settings_words import LANGUAGES

AS_DISCORD = "discord"
"""The value of a choice that goes by the language somebody reads Discord in."""
_PAGES = (
    ("me-progress", mark("Progress")),
    ("me-ranking", mark("Ranking")),
    ("me-settings", mark("Settings")),
    ("me-data", mark("My data")),
)


class Me(commands.Cog):
    """Shows people what is theirs, and nobody else's. Everything is about whoever clicks."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._personal = bot.services.personal
        self._progress = bot.services.progress

    @app_commands.command(description=locale_str("Your progress, your ranking, your settings and your data"))
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def me(self, interaction: Interaction) -> None:
        await interaction.response.send_message(view=await self._progress_page(interaction), ephemeral=True)

    # ---- progress --------------------------------------------------------------------------------------------

    async def progress(self, interaction: Interaction, _act: Act) -> None:
        """Progress: the compass, whole and by theme."""
        await show(interaction, await self._progress_page(interaction))

    async def _progress_page(self, interaction: Interaction) -> ui.LayoutView:
        person, language = interaction.user.id, language_of(interaction)
        compass, totals = await self._progress.compass(person), await self._personal.totals(person)
        topics = self._bot.services.pack.topics
        lines = progress_card(compass, totals.games, totals.answered, totals.right, topics, language)
        _ = words(language)
        # A picture says nothing before there is a compass.
        picture = [Button.to("me-picture", 0, label=_("Picture"))] if compass.bearing else []
        standing = await self._bot.services.reviewing.standing(person, interaction.guild_id)
        lines += standing_lines(
            standing.cards, standing.due, standing.streak, standing.remembered,
            (standing.leaks_open, standing.leaks_closed), standing.forecast, language,
        )  # fmt: skip
        return layout(lines, [*picture, Button.to("review-begin", label=_("Review now"))], leaves("me-progress", _))

    # ---- settings ----------------------------------------------------------------------------------------------

    async def settings(self, interaction: Interaction, _act: Act) -> None:
        """Settings: how somebody wants things."""
        await self._settings(interaction, await self._personal.preferences(interaction.user.id))

    async def language(self, interaction: Interaction, act: Act) -> None:
        """The language the bot speaks with them."""
        chosen = act.values[0] if act.values else AS_DISCORD
        if chosen not in {AS_DISCORD, *LANGUAGES}:
            raise BadInput(mark("Choose one of the languages that are offered."))
        language = None if chosen == AS_DISCORD else Language(chosen)
        await self._settings(interaction, await self._personal.speak(interaction.user.id, language))

    async def time(self, interaction: Interaction, act: Act) -> None:
        """The time they need for a question."""
        await self._progress.set_stretch(interaction.user.id, number_in(act.values) or 0)
        await self._settings(interaction, await self._personal.preferences(interaction.user.id))

    async def reminders(self, interaction: Interaction, act: Act) -> None:
        """Whether they are reminded; the button says outright what it switches to."""
        await self._settings(interaction, await self._personal.remind(interaction.user.id, reminders=_wanted(act)))

    async def hide(self, interaction: Interaction, act: Act) -> None:
        """Whether rankings leave them out."""
        await self._settings(interaction, await self._personal.hide(interaction.user.id, hidden=_wanted(act)))

    async def _settings(self, interaction: Interaction, chosen: Preferences) -> None:
        _ = words(language_of(interaction))
        await show(interaction, layout(_settings_lines(chosen, _), *_controls(chosen, _), leaves("me-settings", _)))


async def show(interaction: Interaction, view: ui.LayoutView) -> None:
    """In place of the private card that was clicked; beside anything that others can see."""
    if is_private(interaction):
        # Without the picture, if that was a picture.
        await interaction.response.edit_message(
            view=view, attachments=[], allowed_mentions=discord.AllowedMentions.none()
        )
    else:
        await interaction.response.send_message(view=view, ephemeral=True)


def leaves(here: str, _: Words) -> list[Button]:
    """The buttons to the four pages."""
    primary, grey = discord.ButtonStyle.primary, discord.ButtonStyle.secondary
    return [Button.to(action, label=_(name), style=primary if action == here else grey) for action, name in _PAGES]


def _wanted(act: Act) -> bool:
    if not act.ids:
        raise Gone(mark("This card is too old for that. Open /me again."))
    return bool(act.ids[0])


def _settings_lines(chosen: Preferences, _: Words) -> list[Line]:
    language = LANGUAGES[chosen.language] if chosen.language else _("as on Discord")
    reminders = _("on: I remind you of what you asked for") if chosen.reminders else _("off")
    ranking = _("others do not see you") if chosen.hidden else _("others see you")
    return [
        Line(Role.HEADING, _("Your settings")),
        Line(Role.BODY, _("Language: {value}", value=language)),
        Line(Role.SMALL, _("A question is answered in its own language where that is clear.")),
        Line(Role.BODY, _("Time for a question: {value}", value=_time(chosen.stretch, _))),
        Line(Role.SMALL, _("In a game with others everybody gets the time of who needs most.")),
        Line(Role.BODY, _("Reminders: {value}", value=reminders)),
        Line(Role.BODY, _("In rankings: {value}", value=ranking)),
    ]


def _time(stretch: int, _: Words) -> str:
    return _("the usual") if stretch == STRETCHES[0] else _("{factor} times the usual", factor=f"{stretch / 100:g}")


def _controls(chosen: Preferences, _: Words) -> Sequence[Sequence[Button | Select]]:
    languages = [option(_("as on Discord"), AS_DISCORD, chosen=chosen.language is None)]
    languages += [option(name, code, chosen=chosen.language == code) for code, name in LANGUAGES.items()]
    times = [option(_time(one, _), str(one), chosen=one == chosen.stretch) for one in STRETCHES]
    remind = _("No reminders") if chosen.reminders else _("Remind me")
    hide = _("Show me in rankings") if chosen.hidden else _("Hide me from rankings")
    return (
        [Select.to("me-language", placeholder=_("Language"), options=languages)],
        [Select.to("me-time", placeholder=_("Time for a question"), options=times)],
        [
            Button.to("me-reminders", int(not chosen.reminders), label=remind),
            Button.to("me-hide", int(not chosen.hidden), label=hide),
            Button.to("me-review", label=_("Reviews …")),
        ],
    )


async def setup(bot: Divergence) -> None:
    cog = Me(bot)
    await bot.add_cog(cog)
    bot.actions |= {
        "me-progress": cog.progress, "me-settings": cog.settings,
        "me-language": cog.language, "me-time": cog.time, "me-reminders": cog.reminders, "me-hide": cog.hide,
    }  # fmt: skip
