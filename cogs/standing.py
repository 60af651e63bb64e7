"""How people stand, on Discord: the ranking of a server under `/me`, one's progress as a picture, results as files."""

from __future__ import annotations

import io
from zoneinfo import ZoneInfo

import discord
from discord import ui

from bot.app import Act, Divergence, Interaction, language_of, place_of
from bot.errors import Gone
from bot.history.card import Line, Role
from bot.language import mark, words
from bot.quiz.standing_cards import PAGE, Place, pages, standing_card
from bot.services.standing import Kind, Ranked, Span, Standing, results_csv, results_json, standing_csv
from bot.services.timelines import Look
from cogs.me import leaves, show
from cogs.ui.buttons import Button
from cogs.ui.cards import layout
from cogs.ui.pages import picture_layout
from cogs.ui.quiz_clicks import click_of, game_of, is_private

SPANS, KINDS, LOOKS = tuple(Span), tuple(Kind), tuple(Look)
"""By their numbers in custom ids."""
FILE = "progress.png"


class Stand:
    """Shows standings and pictures of progress to whoever asks, and hands results to hosts."""

    def __init__(self, bot: Divergence) -> None:
        self._services = bot.services

    # ---- the ranking of a server -------------------------------------------------------------------------------

    async def ranking(self, interaction: Interaction, _act: Act) -> None:
        """Ranking: how this server stands this month, one's own line first."""
        if interaction.guild_id is None:
            _ = words(language_of(interaction))
            text = _("A ranking belongs to a server. Use /me in one where you play.")
            lines = [Line(Role.HEADING, _("Ranking of this server")), Line(Role.BODY, text)]
            await show(interaction, layout(lines, leaves("me-ranking", _)))
            return
        found = await self._services.standings.of(interaction.guild_id, interaction.user.id)
        await show(interaction, self._page(interaction, found, 0))

    async def page(self, interaction: Interaction, act: Act) -> None:
        """Another page, span or kind."""
        number, found = await self._found(interaction, act)
        await show(interaction, self._page(interaction, found, number))

    async def file(self, interaction: Interaction, act: Act) -> None:
        """As a file: everybody at once."""
        _number, found = await self._found(interaction, act)
        file = discord.File(io.BytesIO(standing_csv(found)), "standing.csv")
        await interaction.response.send_message(file=file, ephemeral=True)

    async def _found(self, interaction: Interaction, act: Act) -> tuple[int, Standing]:
        """The page number and the standing that a button names."""
        if len(act.ids) < 3 or act.ids[1] >= len(SPANS) or act.ids[2] >= len(KINDS) or interaction.guild_id is None:
            raise Gone(mark("This card is too old for that. Open /me again."))
        span, kind = SPANS[act.ids[1]], KINDS[act.ids[2]]
        return act.ids[0], await self._services.standings.of(interaction.guild_id, interaction.user.id, span, kind)

    def _page(self, interaction: Interaction, found: Standing, number: int) -> ui.LayoutView:
        language = language_of(interaction)
        _, count = words(language), pages(len(found.shown))
        number = min(number, count - 1)
        zone = ZoneInfo(self._services.governing.settings_of(interaction.guild_id).time_zone)
        month = found.since.astimezone(zone).month if found.since else None
        ranked = found.kind is Kind.RANKED
        lines = standing_card(
            _place(found.own) if found.own else None, [_place(one) for one in found.shown], number, found.erased, month,
            language, ranked=ranked, hidden=bool(found.own and found.own.won.hidden),
        )  # fmt: skip
        span, kind = SPANS.index(found.span), KINDS.index(found.kind)
        other_span = _("Over all") if found.span is Span.MONTH else _("This month")
        other_kind = _("Casual games") if ranked else _("Events")
        turns = [
            Button.to("me-standing", 0, 1 - span, kind, label=other_span),
            Button.to("me-standing", 0, span, 1 - kind, label=other_kind),
        ]
        if len(found.shown) > PAGE:
            turns.append(Button.to("me-standing-file", number, span, kind, label=_("Everybody, as a file")))
        around = [Button.to("me-standing", number - 1, span, kind, label=_("‹ Before"))] if number else []
        if number + 1 < count:
            around.append(Button.to("me-standing", number + 1, span, kind, label=_("After ›")))
        return layout(lines, around, turns, leaves("me-ranking", _))

    # ---- one's progress as a picture ---------------------------------------------------------------------------

    async def picture(self, interaction: Interaction, act: Act) -> None:
        """Picture, Dark, Light: drawn meanwhile, in place of the text version."""
        language, _ = language_of(interaction), words(language_of(interaction))
        look = LOOKS[act.id % len(LOOKS)]
        if own := is_private(interaction):
            await interaction.response.defer()
        else:
            await interaction.response.defer(ephemeral=True, thinking=True)
        picture = await self._services.pictured.progress(interaction.user.id, language, look)
        file = discord.File(io.BytesIO(picture.png), FILE, description=picture.alt)
        other = LOOKS.index(look.other)
        buttons = [
            Button.to("me-progress", 0, label=_("Text version")),
            Button.to("me-picture", other, label=_("Light") if other else _("Dark")),
        ]
        view = picture_layout(file, _("Your progress"), buttons, leaves("me-progress", _))
        if own:
            await interaction.edit_original_response(view=view, attachments=[file])
        else:
            await interaction.followup.send(view=view, file=file, ephemeral=True)

    # ---- results as files --------------------------------------------------------------------------------------

    async def export(self, interaction: Interaction, act: Act) -> None:
        """Export: the results of a game for those who run games here, as a table and as JSON."""
        id = game_of(act)
        found = await self._services.standings.results(id, place_of(interaction), click_of(interaction))
        files = [
            discord.File(io.BytesIO(results_csv(found)), f"results-{id}.csv"),
            discord.File(io.BytesIO(results_json(found)), f"results-{id}.json"),
        ]
        await interaction.response.send_message(files=files, ephemeral=True)


def _place(one: Ranked) -> Place:
    assert one.won.person is not None
    return Place(one.rank, one.won.person, one.sum.points, one.sum.right, one.sum.answered, one.bearing)


async def setup(bot: Divergence) -> None:
    stand = Stand(bot)
    bot.actions |= {
        "me-ranking": stand.ranking, "me-standing": stand.page, "me-standing-file": stand.file,
        "me-picture": stand.picture, "standing-export": stand.export,
    }  # fmt: skip
