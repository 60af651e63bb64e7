"""`/config insights`: which facts leak, which questions confuse, what was asked in vain, and whether d′ grows."""

from __future__ import annotations

import io

import discord
from discord import ui
from discord.app_commands import locale_str

from bot.app import Act, Divergence, Interaction, actor_of, language_of
from bot.history.card import SHAPES, Line, Role
from bot.history.model import Pack, World
from bot.language import Words, words
from bot.quiz.insights import LEAST, Growth, Share
from bot.services.insights import Found, to_csv
from cogs.ui.buttons import Button
from cogs.ui.cards import layout
from cogs.ui.groups import config_group
from cogs.ui.user_text import shorten

SHOWN = 5
TITLE = 80
FILE = "divergence-insights.csv"


class ConfigInsights:
    """Shows moderators what their server's answers say together; no name is anywhere in it."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._insights = bot.services.insights

    async def open(self, interaction: Interaction) -> None:
        """The card."""
        found = await self._insights.of(actor_of(interaction))
        _ = words(language_of(interaction))
        await interaction.response.send_message(view=self._card(found, interaction, _), ephemeral=True)

    async def export(self, interaction: Interaction, _act: Act) -> None:
        """All of it as a table."""
        found, language = await self._insights.of(actor_of(interaction)), language_of(interaction)
        _ = words(language)
        file = discord.File(io.BytesIO(to_csv(found, self._pack(interaction), language)), FILE)
        await interaction.response.send_message(
            _("Everything as a table; no name or id of a member is in it."), file=file, ephemeral=True
        )

    def _pack(self, interaction: Interaction) -> Pack:
        return self._bot.services.subjects.of(interaction.guild_id).pack

    def _card(self, found: Found, interaction: Interaction, _: Words) -> ui.LayoutView:
        lines = [Line(Role.HEADING, _("Insights")), Line(Role.SMALL, _(
            "Only what at least {count} people did together; never who. In brackets, where the share lies with 95 % "
            "confidence.", count=LEAST,
        ))]  # fmt: skip
        pack = self._pack(interaction)
        lines += _part(_("Claims of the scenario taken for the record"), [
            _share(share, _fact_title(pack, share.what, _), _) for share in found.leaks if share.wrong
        ], _)  # fmt: skip
        lines += _part(_("Quiz questions first answered wrong"), [
            _share(share, share.what, _) for share in found.items if share.wrong
        ], _)  # fmt: skip
        lines += _part(_("Asked in vain"), [
            _("“{words}”: {count} people", words=shorten(said, TITLE), count=count) for said, count in found.unanswered
        ], _)  # fmt: skip
        lines += [Line(Role.RULE), Line(Role.BODY, _("Told apart better the second time?")), *_growth(found.growth, _)]
        return layout(lines, [Button.to("config-insights-csv", label=_("As a table"))])


def _part(title: str, rows: list[str], _: Words) -> list[Line]:
    shown = [Line(Role.SMALL, f"– {row}") for row in rows[:SHOWN]]
    more = len(rows) - SHOWN
    if more > 0:
        shown.append(Line(Role.SMALL, _("and {count} more in the table", count=more)))
    return [Line(Role.RULE), Line(Role.BODY, title), *(shown or [Line(Role.SMALL, _("Not enough data yet."))])]


def _share(share: Share, title: str, _: Words) -> str:
    return _(
        "{title}: {wrong} of {people} people ({low}–{high} %)", title=shorten(title, TITLE), wrong=share.wrong,
        people=share.people, low=round(100 * share.low), high=round(100 * share.high),
    )  # fmt: skip


def _fact_title(pack: Pack, id: str, _: Words) -> str:
    fact = pack.facts.get(pack.called_now(id))
    return f"{SHAPES[World.ALTERNATE]} {fact.text[_.language].title}" if fact else id


def _growth(growth: Growth | None, _: Words) -> list[Line]:
    if growth is None:
        return [Line(Role.SMALL, _("Not enough data yet."))]
    numbers = _(
        "d′ {first} at the first meeting with a fact, {later} later: a difference of {difference} (between {low} and "
        "{high}).",
        first=f"{growth.first.distance:.1f}", later=f"{growth.later.distance:.1f}",
        difference=f"{growth.difference:+.1f}", low=f"{growth.low:+.1f}", high=f"{growth.high:+.1f}",
    )  # fmt: skip
    if not growth.certain:
        said = _("That may be chance.")
    elif growth.difference > 0:
        said = _("That is more than chance makes; it does not say why.")
    else:
        said = _("It has become less, by more than chance makes.")
    return [Line(Role.SMALL, numbers), Line(Role.SMALL, said)]


async def setup(bot: Divergence) -> None:
    shown = ConfigInsights(bot)

    @config_group(bot).command(
        name="insights", description=locale_str("What this server mixes up and asks in vain, without names")
    )
    async def open_insights(interaction: Interaction) -> None:
        await shown.open(interaction)

    bot.actions |= {"config-insights-csv": shown.export}
