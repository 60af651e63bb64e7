"""The timelines on Discord: page after page of both histories, or a picture of them, and the card of any entry."""

from __future__ import annotations

import contextlib
import io

import discord
from discord import app_commands, ui
from discord.app_commands import locale_str
from discord.ext import commands

from bot.app import Act, Divergence, Interaction, language_of, place_of
from bot.errors import NotAllowed
from bot.history.card import fact_card, seal, shaped_title
from bot.history.model import World
from bot.history.timeline_card import count_line, page_card, title_of
from bot.language import mark, words
from bot.services.asking import Reply
from bot.services.policy import Feature, Place, decide
from bot.services.timelines import Look, Picture, View
from cogs.ui.buttons import Button, Select, option
from cogs.ui.cards import layout
from cogs.ui.limits import CHOICE_NAME, CHOICES
from cogs.ui.pages import leaves, picture_layout

LOOKS = tuple(Look)
"""By their numbers in custom ids."""
FILE = "timeline.png"


class Timeline(commands.Cog):
    """Walks the two timelines side by side."""

    def __init__(self, bot: Divergence) -> None:
        self._pack = bot.services.asking.pack
        self._timelines = bot.services.timelines

    @app_commands.command(
        description=locale_str("Both histories in the order of their dates, as pages or as a picture")
    )
    @app_commands.describe(
        when=locale_str("1937, April 1937, 1936-1940, around 7 December 1936, today …"),
        about=locale_str("A person, a place or a topic; typos and missing accents are fine"),
        world=locale_str("Which history to show; both if you leave it out"),
        private=locale_str("Show the answer only to you"),
    )
    @app_commands.choices(
        world=[
            app_commands.Choice(name=locale_str("● real history"), value="real"),
            app_commands.Choice(name=locale_str("◆ alternate history"), value="alternate"),
        ]
    )
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def timeline(
        self, interaction: Interaction, when: str = "", about: str = "", world: str = "", private: bool = False
    ) -> None:
        place = place_of(interaction)
        private = private or not decide(place, Feature.TIMELINE).public
        view = await self._timelines.show(
            when, about, World(world) if world else None, place, interaction.user.id, language_of(interaction)
        )
        await interaction.response.send_message(view=self._page(view, place, 0, private), ephemeral=private)

    @timeline.autocomplete("about")
    async def _abouts(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        typed = " ".join(current.split())
        if len(typed) > CHOICE_NAME:
            return []
        chosen = getattr(interaction.namespace, "world", None)
        world = World(chosen) if chosen in set(World) else None
        names = self._timelines.suggest(current, place_of(interaction), language_of(interaction), world)
        # What was typed comes first: Enter takes the first choice, and must not ask for something else instead.
        offered = dict.fromkeys([*([typed] if typed and names else []), *names])
        return [app_commands.Choice(name=name, value=name) for name in offered if len(name) <= CHOICE_NAME][:CHOICES]

    # ---- the buttons ----------------------------------------------------------------------------------------------

    async def page(self, interaction: Interaction, act: Act) -> None:
        """Earlier, Later, Text version: that page, in place of a timeline of one's own, privately beside another's."""
        view, place = await self._view(interaction, act)
        number = act.number(1)
        if _is_own(interaction, view):
            shown = self._page(view, place, number, _is_private(interaction))
            await interaction.response.edit_message(view=shown, attachments=[])
        else:
            await interaction.response.send_message(view=self._page(view, place, number, private=True), ephemeral=True)

    async def picture(self, interaction: Interaction, act: Act) -> None:
        """Picture, Dark, Light: drawn meanwhile, and shown where a page would be."""
        view, place = await self._view(interaction, act)
        page, look = act.ids[1:3] if len(act.ids) > 2 else (0, 0)
        self._timelines.described(view, LOOKS[0], place)  # what cannot be drawn is said at once
        if own := _is_own(interaction, view):
            await interaction.response.defer()
        else:
            await interaction.response.defer(ephemeral=True, thinking=True)
        picture = await self._timelines.picture(view, LOOKS[look % len(LOOKS)], place)
        file = discord.File(io.BytesIO(picture.png), FILE, description=picture.alt)
        private = not own or _is_private(interaction)
        shown = self._picture(view, place, page, picture, file, private)
        await interaction.edit_original_response(view=shown, attachments=[file])

    async def open(self, interaction: Interaction, act: Act) -> None:
        """Open …: the card of an entry, privately."""
        view, place = await self._view(interaction, act)
        reply = await self._timelines.open(view, act.values[0] if act.values else "", place, interaction.user.id)
        await interaction.response.send_message(view=self._card(reply, place), ephemeral=True)

    async def delete(self, interaction: Interaction, act: Act) -> None:
        """Delete: for whoever asked, and for those who may delete messages here."""
        view, _place = await self._view(interaction, act)
        if interaction.user.id != view.asker and not interaction.permissions.manage_messages:
            raise NotAllowed(mark("Only the person who asked, or a moderator, can delete this."))
        await interaction.response.defer()
        with contextlib.suppress(discord.NotFound):  # somebody else was quicker
            await interaction.delete_original_response()

    # ---- how they are shown ---------------------------------------------------------------------------------------

    async def _view(self, interaction: Interaction, act: Act) -> tuple[View, Place]:
        """The timeline a button belongs to, looked up afresh, and where it was pressed."""
        place = place_of(interaction)
        return await self._timelines.view(act.id, place), place

    def _page(self, view: View, place: Place, page: int, private: bool) -> ui.LayoutView:
        _ = words(view.language)
        timeline = view.timeline
        page = min(page, timeline.pages - 1)
        buttons = leaves("timeline-page", view.id, page, timeline.pages, _)
        if timeline.dated or timeline.through:
            buttons.append(Button.to("timeline-picture", view.id, page, 0, label=_("Picture")))
        above = f"{title_of(self._pack(place), timeline, view.language)} · {count_line(timeline, view.language, page)}"
        lines = page_card(timeline, page, view.language)
        return layout(
            lines, [_menu(view, page)], [*buttons, *_delete_button(view, private)], above=above, spoiler=_covered(place)
        )

    def _picture(
        self, view: View, place: Place, page: int, picture: Picture, file: discord.File, private: bool
    ) -> ui.LayoutView:
        _ = words(view.language)
        other = LOOKS.index(picture.look.other)
        buttons = [
            Button.to("timeline-page", view.id, page, label=_("Text version")),
            Button.to("timeline-picture", view.id, page, other, label=_("Light") if other else _("Dark")),
        ]
        seals = [seal(world, view.language).text for world in World if world in view.timeline.worlds]
        above = " · ".join((*seals, title_of(self._pack(place), view.timeline, view.language)))
        covered = _covered(place) and World.ALTERNATE in view.timeline.worlds
        return picture_layout(file, above, [*buttons, *_delete_button(view, private)], spoiler=covered)

    def _card(self, reply: Reply, place: Place) -> ui.LayoutView:
        """The card of one fact, with the buttons that an answer has."""
        assert reply.fact is not None
        _ = words(reply.language)
        buttons = [Button.to("ask-turn", reply.id, label=_("Other world"))] if reply.other else []
        buttons.append(Button.to("ask-sources", reply.id, label=_("Sources")))
        buttons.append(Button.to("ask-wrong", reply.id, label=_("Wrong?")))
        if place.server and decide(place, Feature.ASK).public:
            buttons.append(Button.to("ask-show", reply.id, label=_("Show everyone")))
        return layout(fact_card(self._pack(place), reply.fact, reply.language), buttons, spoiler=_covered(place))


def _covered(place: Place) -> bool:
    """Whether the scenario is covered here until somebody taps it."""
    return decide(place, Feature.TIMELINE).spoiler


def _is_private(interaction: Interaction) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


def _is_own(interaction: Interaction, view: View) -> bool:
    """Whether the person may change what is shown: nobody else sees it, or they asked for it."""
    return _is_private(interaction) or interaction.user.id == view.asker


def _menu(view: View, page: int) -> Select:
    _ = words(view.language)
    options = [
        option(shaped_title(fact, view.language), fact.id, fact.when.show(view.language) if fact.when else "")
        for fact in view.timeline.page(page)
    ]
    return Select.to("timeline-open", view.id, placeholder=_("Open …"), options=options)


def _delete_button(view: View, private: bool) -> list[Button]:
    """Only public messages need one: a private one is dismissed."""
    _ = words(view.language)
    return [] if private else [Button.to("timeline-delete", view.id, label=_("Delete"))]


async def setup(bot: Divergence) -> None:
    cog = Timeline(bot)
    await bot.add_cog(cog)
    bot.actions |= {
        "timeline-page": cog.page, "timeline-picture": cog.picture, "timeline-open": cog.open,
        "timeline-delete": cog.delete,
    }  # fmt: skip
