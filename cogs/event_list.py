"""Looking at events: `/event list` shows what is to come and what was played; coming, changing and calling off."""

from __future__ import annotations

import discord
from discord import ui
from discord.app_commands import locale_str
from discord.ext import commands

from bot.app import Act, Divergence, Interaction, actor_of, language_of
from bot.errors import BadInput, Gone
from bot.history.card import DATE, INSTANT, Line, Role
from bot.language import Language, mark, words
from bot.quiz.event import Event, State
from bot.quiz.event_cards import event_card, finals_card
from bot.quiz.refereeing import final
from bot.services.authority import Actor
from cogs.event import event_form
from cogs.event_run import run_of
from cogs.ui.buttons import Button, Select, fresh, link, number_in, option
from cogs.ui.cards import layout
from cogs.ui.event_word_views import waiting_line
from cogs.ui.groups import event_group
from cogs.ui.native_events import change_native
from cogs.ui.quiz_clicks import game_of, numbers
from cogs.ui.quiz_views import results_buttons
from cogs.ui.settings_words import time_before

A_PAGE = 3
"""Events on one page of the list; a message takes forty components."""


class EventList(commands.Cog):
    """Shows events, and lets people come, change them and call them off."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._plans = bot.services.event_plans
        self._course = bot.services.event_course

    # ---- the list ----------------------------------------------------------------------------------------------

    async def list(self, interaction: Interaction) -> None:
        """What is to come, three at a time, and a menu of what was played."""
        await interaction.response.send_message(view=await self._page(interaction, 0), ephemeral=True)

    async def page(self, interaction: Interaction, act: Act) -> None:
        """Earlier or later ones."""
        await interaction.response.edit_message(view=await self._page(interaction, numbers(act, 1)[0]))

    async def _page(self, interaction: Interaction, page: int) -> ui.LayoutView:
        if interaction.guild_id is None:
            raise Gone(mark("This event is no longer kept."))
        _, actor = words(language_of(interaction)), actor_of(interaction)
        upcoming = await self._plans.upcoming(interaction.guild_id)
        past = await self._plans.past(interaction.guild_id)
        page = max(0, min(page, (len(upcoming) - 1) // A_PAGE))
        view = fresh()
        for event in upcoming[page * A_PAGE : (page + 1) * A_PAGE]:
            for item in (await self._card(event, actor, _.language)).children:
                view.add_item(item)
        if not upcoming:
            text = _("No event is planned here. Hosts make one with /event create.")
            for item in layout([Line(Role.BODY, text)]).children:
                view.add_item(item)
        turns = [Button.to("event-page", page - 1, label=_("Earlier"))] if page else []
        if len(upcoming) > (page + 1) * A_PAGE:
            turns.append(Button.to("event-page", page + 1, label=_("Later")))
        if turns:
            view.add_item(ui.ActionRow(*turns))
        if past:
            options = [option(event.title, str(event.id), f"{event.wall:%Y-%m-%d %H:%M}") for event in past]
            view.add_item(ui.ActionRow(Select.to("event-results", 0, placeholder=_("Results"), options=options)))
        return view

    async def _card(self, event: Event, actor: Actor, language: Language) -> ui.LayoutView:
        """One event, with what this person can do about it."""
        _ = words(language)
        coming = await self._plans.coming(event.id)
        name = self._plans.about(event, language)
        lines = event_card(event, name, len(coming), language, native=event.native is not None)
        buttons: list[Button | ui.Button[ui.LayoutView]] = []
        if event.open and actor.person not in coming:
            buttons.append(Button.to("event-join", event.id, label=_("Join"), style=discord.ButtonStyle.primary))
        elif event.open:
            buttons.append(Button.to("event-leave", event.id, label=_("I cannot come")))
        if event.open and self._plans.may_change(event, actor):
            if event.state is State.PLANNED:
                buttons.append(Button.to("event-edit", event.id, label=_("Edit")))
            buttons.append(Button.to("event-cancel", event.id, label=_("Cancel")))
        if event.state is State.OVER:
            buttons.append(Button.to("event-results", event.id, label=_("Results")))
        if event.card is not None:
            url = f"https://discord.com/channels/{event.server}/{event.channel}/{event.card}"
            buttons.append(link(_("Announcement"), url))
        return layout(lines, buttons)

    async def show(self, interaction: Interaction, act: Act) -> None:
        """About this event: its card as it stands now."""
        event = await self._plans.any(game_of(act))
        told = event is not None and interaction.guild_id is None and event.host == interaction.user.id
        if event is None or not told:
            event = await self._plans.find(game_of(act), interaction.guild_id)
        card = await self._card(event, actor_of(interaction), language_of(interaction))
        await interaction.response.send_message(view=card, ephemeral=True)

    # ---- coming ------------------------------------------------------------------------------------------------

    async def join(self, interaction: Interaction, act: Act) -> None:
        """Join: counted among those who come, and reminded."""
        await self._come(interaction, act, coming=True)

    async def leave(self, interaction: Interaction, act: Act) -> None:
        """I cannot come: not counted and not reminded any more."""
        await self._come(interaction, act, coming=False)

    async def _come(self, interaction: Interaction, act: Act, *, coming: bool) -> None:
        id, person = game_of(act), interaction.user.id
        event, new = await self._plans.come(id, interaction.guild_id, person, coming=coming)
        if new:
            run_of(self._bot).touch(event.id)
        _ = words(language_of(interaction))
        if coming:
            said = _("You are on the list for {title}: {when}.", title=event.title, when=INSTANT)
            wanted = (await self._bot.services.personal.preferences(person)).reminders
            times = [time_before(lead, _) for lead in await self._plans.to_remind(event)] if wanted else []
            more = _("I remind you: {times}.", times=", ".join(times)) if times else ""
        else:
            said, more = _("You are not on the list for {title}.", title=event.title), ""
        lines = [Line(Role.BODY, said, at=event.at), *([Line(Role.SMALL, more)] if more else [])]
        other = Button.to("event-leave", event.id, label=_("I cannot come")) if coming else None
        await interaction.response.send_message(view=layout(lines, [other] if other else []), ephemeral=True)

    # ---- changing ----------------------------------------------------------------------------------------------

    async def edit(self, interaction: Interaction, act: Act) -> None:
        """Edit: the form, for those who may."""
        event = await self._plans.to_change(game_of(act), actor_of(interaction))
        if event.state is not State.PLANNED:
            raise Gone(mark("This event has begun; it can no longer be changed."))
        _, written = words(language_of(interaction)), await self._plans.as_written(event, actor_of(interaction))
        await interaction.response.send_modal(event_form("event-edited", written, _, with_time=True))

    async def edited(self, interaction: Interaction, act: Act) -> None:
        """The filled form. Discord's own event is changed first: what a crash leaves undone is followed from there."""
        fields, actor = act.fields, actor_of(interaction)
        changed = await self._plans.changed(
            game_of(act), actor, fields.get("heading", ""), fields.get("description", ""),
            fields.get("when", ""),
        )  # fmt: skip
        await interaction.response.defer(ephemeral=True, thinking=True)
        first = await self._plans.first(changed)
        await change_native(self._bot, first)
        event = await self._plans.keep(changed, actor)
        if (event.title, event.description) != (first.title, first.description):
            await change_native(self._bot, event)
        run_of(self._bot).touch(event.id)
        _ = words(language_of(interaction))
        said = _("{title} is now {when}.", title=event.title, when=DATE)
        lines = [Line(Role.BODY, said, at=event.at)]
        held = await self._plans.waiting(event) if self._plans.waits(changed, actor) else None
        if held is not None:
            lines.append(waiting_line(event, _))
        await interaction.edit_original_response(view=layout(lines))
        if held is not None and held.card is None:
            self._bot.dispatch("event_words_held", held.id)
        await run_of(self._bot).beat()

    async def cancel(self, interaction: Interaction, act: Act) -> None:
        """Cancel: asked once more, and of a series whether all of it is meant."""
        event = await self._plans.to_change(game_of(act), actor_of(interaction))
        _, red = words(language_of(interaction)), discord.ButtonStyle.danger
        once = _("Only this time") if event.weekly else _("Call it off")
        buttons = [Button.to("event-called-off", event.id, 0, label=once, style=red)]
        if event.weekly:
            buttons.append(Button.to("event-called-off", event.id, 1, label=_("Every week"), style=red))
        text = _("Call off {title}, {when}? Those who come are told.", title=event.title, when=DATE)
        await interaction.response.send_message(
            view=layout([Line(Role.BODY, text, at=event.at)], buttons), ephemeral=True
        )

    async def called_off(self, interaction: Interaction, act: Act) -> None:
        """Call it off."""
        id, series = numbers(act, 2)
        before = await self._plans.to_change(id, actor_of(interaction))
        if before.game is not None:
            raise BadInput(mark("Its quiz has opened. End that under Host."))
        event = await self._plans.cancel(id, actor_of(interaction), series=bool(series))
        _ = words(language_of(interaction))
        said = _("{title} is called off.", title=event.title)
        await interaction.response.edit_message(view=layout([Line(Role.BODY, said)]))
        await run_of(self._bot).beat()

    # ---- afterwards --------------------------------------------------------------------------------------------

    async def results(self, interaction: Interaction, act: Act) -> None:
        """Results: the ranking of an event that was played."""
        id = number_in(act.values) or game_of(act)
        event = await self._plans.find(id, interaction.guild_id)
        view = await self._course.view(event)
        if view is None or not view.game.has_results:
            raise Gone(mark("This event has no results."))
        language = language_of(interaction)
        over, ranking = final(view.game, self._bot.services.clock()), await self._course.ranking(view)
        card = finals_card(event, view.game, ranking, view.players, language, final=over)
        buttons = results_buttons(view.id, words(language), final=over)
        await interaction.response.send_message(view=layout(card, buttons), ephemeral=True)


async def setup(bot: Divergence) -> None:
    cog = EventList(bot)
    await bot.add_cog(cog)

    @event_group(bot).command(name="list", description=locale_str("What is planned here, and the results of what was"))
    async def list_events(interaction: Interaction) -> None:
        await cog.list(interaction)

    bot.actions |= {
        "event-page": cog.page, "event-show": cog.show, "event-join": cog.join, "event-leave": cog.leave,
        "event-edit": cog.edit, "event-edited": cog.edited, "event-cancel": cog.cancel,
        "event-called-off": cog.called_off, "event-results": cog.results,
    }  # fmt: skip
