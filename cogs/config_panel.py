"""`/config panel`: everything moderators decide, on pages, each change with what it means for whom and a way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import app_commands, ui
from discord.app_commands import locale_str

from bot.app import Act, Divergence, Interaction, actor_of, language_of
from bot.errors import BadInput, Gone
from bot.language import Words, mark, words
from bot.services import zones
from bot.services.governing import Change
from bot.services.policy import Feature
from bot.services.server_settings import CHANNEL, ChannelRule, ServerSettings
from bot.services.suggested import suggested
from cogs.ui.buttons import form, number_in
from cogs.ui.groups import config_group
from cogs.ui.limits import CHOICES
from cogs.ui.panels import Part, panel, told
from cogs.ui.settings_pages import FIELDS, SHOWS, USUAL, Panel, channel_page, page, page_of, ruled, zone_choice

_WHOLE = {"quiz_questions", "quiz_pace", "discussion_days", "discussion_vote_hours", "retention_days", "remind_hours",
          "remind_minutes"}  # fmt: skip
_MANY_ROLES = {"host_roles", "curator_roles"}
_CHANNELS = {"moderators_channel", "daily_channel"}
TIME_LIMIT = 8


class ConfigPanel:
    """Shows the settings and hands what is chosen to `Governing`, which decides who may."""

    def __init__(self, bot: Divergence) -> None:
        self._governing = bot.services.governing
        self._clock = bot.services.clock

    async def open(self, interaction: Interaction, timezone: str | None) -> None:
        """The first page, after the time zone was set if one was given."""
        decided = self._governing.may_change(actor_of(interaction))
        change = await self._zone(interaction, timezone) if timezone is not None else None
        _ = words(language_of(interaction))
        after = change.after if change else decided
        view = panel(page(0, self._panel(interaction, after), _), told(change, _) if change else ())
        await interaction.response.send_message(view=view, ephemeral=True)

    async def _zone(self, interaction: Interaction, typed: str) -> Change:
        zone = zones.named(typed)
        near = [str(zone)] if zone else zones.complete(typed, 2)
        if len(near) != 1:
            raise BadInput(mark("There is no time zone of that name. Pick one from the list, such as Europe/Madrid."))
        return await self._governing.change(actor_of(interaction), {"time_zone": near[0]})

    # ---- pages -------------------------------------------------------------------------------------------------

    async def page(self, interaction: Interaction, act: Act) -> None:
        """Another page."""
        self._governing.may_change(actor_of(interaction))
        await self._show(interaction, act.id)

    async def channel(self, interaction: Interaction, act: Act) -> None:
        """One channel in detail."""
        self._governing.may_change(actor_of(interaction))
        chosen = _chosen(act)
        if not chosen:
            await self._show(interaction, page_of("channels"))
            return
        await self._show_channel(interaction, _there(interaction, chosen[0]))

    # ---- changes -----------------------------------------------------------------------------------------------

    async def set(self, interaction: Interaction, act: Act) -> None:
        """A choice from a menu."""
        key = _field(act)
        await self._change(interaction, {key: _value(key, act.values, interaction)})

    async def put(self, interaction: Interaction, act: Act) -> None:
        """A button that says outright what it switches to, so that two clicks do no more than one."""
        key = _field(act)
        if len(act.ids) < 2 or not isinstance(getattr(ServerSettings(), key), bool):
            raise _outdated()
        await self._change(interaction, {key: bool(act.ids[1])})

    async def show(self, interaction: Interaction, act: Act) -> None:
        """The channels that show what this menu stands for: those chosen get the rule, those left out lose it."""
        show = _at(SHOWS, act.number(0, -1))
        decided = self._governing.may_change(actor_of(interaction))
        wanted = {_there(interaction, id) for id in _chosen(act)}
        shown = set(ruled(self._panel(interaction, decided), show))
        changes: dict[str, Any] = {}
        for id in sorted(wanted - shown):
            changes[f"{CHANNEL}{id}"] = _rule(decided, id, show=show)
        for id in sorted(shown - wanted):
            rule = decided.channels[id]
            kept = ChannelRule(off=rule.off, private=rule.private)
            changes[f"{CHANNEL}{id}"] = None if kept == ChannelRule() else kept.model_dump(mode="json")
        await self._change(interaction, changes, "channels")

    async def rule(self, interaction: Interaction, act: Act) -> None:
        """What one channel shows."""
        chosen = number_in(act.values)
        await self._rule(interaction, act, show=_at(SHOWS, -1 if chosen is None else chosen))

    async def off(self, interaction: Interaction, act: Act) -> None:
        """What runs in one channel: the rest is switched off."""
        running = set(act.values)
        await self._rule(
            interaction,
            act,
            off=[feature for feature in Feature if feature not in running and feature is not Feature.HELP],
        )

    async def private(self, interaction: Interaction, act: Act) -> None:
        """Whether answers in one channel are private."""
        await self._rule(interaction, act, private=bool(act.number(1)))

    async def usual(self, interaction: Interaction, act: Act) -> None:
        """One channel as everywhere else."""
        channel = act.id
        await self._change(interaction, {f"{CHANNEL}{channel}": None}, "channels", channel)

    async def _rule(self, interaction: Interaction, act: Act, **parts: Any) -> None:
        channel = _there(interaction, act.id)
        decided = self._governing.may_change(actor_of(interaction))
        await self._change(interaction, {f"{CHANNEL}{channel}": _rule(decided, channel, **parts)}, "channels", channel)

    async def suggested(self, interaction: Interaction, _act: Act) -> None:
        """Use these: what the names in this server suggest, as one change."""
        decided = self._governing.may_change(actor_of(interaction))
        found = self._panel(interaction, decided).suggested
        if not found:
            raise Gone(mark("Something was decided here meanwhile. Open /config panel again."))
        await self._change(interaction, found, "suggested")

    async def undo(self, interaction: Interaction, act: Act) -> None:
        """Undo, on a notice: as a change of its own."""
        change = await self._governing.undo(actor_of(interaction), act.id)
        await self._show(interaction, page_of(change.keys[0]) if change.keys else 0, change)

    async def _change(
        self, interaction: Interaction, changes: Mapping[str, Any], what: str | None = None, channel: int | None = None
    ) -> None:
        change = await self._governing.change(actor_of(interaction), changes, what)
        if channel is not None:
            await self._show_channel(interaction, channel, change)
        else:
            await self._show(interaction, page_of(next(iter(changes), "channels")), change)

    # ---- what is typed -----------------------------------------------------------------------------------------

    async def ask_zone(self, interaction: Interaction, _act: Act) -> None:
        """A form for the time zone."""
        decided = self._governing.may_change(actor_of(interaction))
        _ = words(language_of(interaction))
        typed: ui.TextInput[ui.Modal] = ui.TextInput(
            placeholder="Europe/Madrid", default=decided.time_zone, max_length=zones.NAME_LIMIT
        )
        await interaction.response.send_modal(
            form("config-zoned", title=_("Time zone"), zone=(_("A city near you, or its time zone"), typed))
        )

    async def zoned(self, interaction: Interaction, act: Act) -> None:
        """The filled form: the zone, or those that may have been meant."""
        self._governing.may_change(actor_of(interaction))
        typed = act.fields.get("zone", "")
        if zones.named(typed):
            await self._change(interaction, {"time_zone": typed.strip()})
            return
        near = zones.complete(typed)
        if not near:
            raise BadInput(mark("There is no time zone of that name. Try a large city near you, such as Madrid."))
        await _edit(interaction, zone_choice(near, words(language_of(interaction))))

    async def ask_time(self, interaction: Interaction, _act: Act) -> None:
        """A form for when the daily post appears."""
        decided = self._governing.may_change(actor_of(interaction))
        _ = words(language_of(interaction))
        typed: ui.TextInput[ui.Modal] = ui.TextInput(
            placeholder="09:00", default=decided.daily_time, max_length=TIME_LIMIT
        )
        label = _("Hours and minutes, {zone}", zone=decided.time_zone)
        await interaction.response.send_modal(
            form("config-timed", title=_("Time of the daily post"), time=(label, typed))
        )

    async def timed(self, interaction: Interaction, act: Act) -> None:
        """The filled form."""
        self._governing.may_change(actor_of(interaction))
        hours, _colon, minutes = act.fields.get("time", "").strip().replace(".", ":").partition(":")
        hour, minute = number_in([hours]), number_in([minutes or "0"])
        if hour is None or minute is None or hour > 23 or minute > 59:
            raise BadInput(mark("Write the time as hours and minutes from 00:00 to 23:59."))
        await self._change(interaction, {"daily_time": f"{hour:02}:{minute:02}"})

    # ---- how it is shown ---------------------------------------------------------------------------------------

    async def _show(self, interaction: Interaction, number: int, change: Change | None = None) -> None:
        decided = change.after if change else self._governing.settings_of(interaction.guild_id)
        _ = words(language_of(interaction))
        await _edit(interaction, page(number, self._panel(interaction, decided), _), _notice(change, _))

    async def _show_channel(self, interaction: Interaction, channel: int, change: Change | None = None) -> None:
        decided = change.after if change else self._governing.settings_of(interaction.guild_id)
        _ = words(language_of(interaction))
        await _edit(interaction, channel_page(channel, self._panel(interaction, decided), _), _notice(change, _))

    def _panel(self, interaction: Interaction, decided: ServerSettings) -> Panel:
        guild = _guild(interaction)
        new = not decided.changed().keys() - {"time_zone", "language"}
        channels: list[discord.TextChannel | discord.ForumChannel] = [*guild.text_channels, *guild.forums]
        fitting = suggested(
            [(role.id, role.name) for role in guild.roles if not role.managed],
            [(channel.id, channel.name) for channel in channels],
        )
        return Panel(
            decided,
            frozenset(channel.id for channel in guild.channels),
            frozenset(role.id for role in guild.roles),
            self._clock(),
            fitting if new else {},
        )


async def _edit(interaction: Interaction, parts: Sequence[Part], notice: Sequence[Part] = ()) -> None:
    await interaction.response.edit_message(view=panel(parts, notice), allowed_mentions=discord.AllowedMentions.none())


def _notice(change: Change | None, _: Words) -> Sequence[Part]:
    return told(change, _) if change else ()


def _guild(interaction: Interaction) -> discord.Guild:
    if interaction.guild is None:
        raise _outdated()
    return interaction.guild


def _outdated() -> Gone:
    return Gone(mark("This panel is too old for that. Open /config panel again."))


def _at(shows: Sequence[Any], number: int) -> Any:
    if not 0 <= number < len(shows):
        raise _outdated()
    return shows[number]


def _field(act: Act) -> str:
    return str(_at(FIELDS, act.number(0, -1)))


def _chosen(act: Act) -> list[int]:
    """The ids of what was chosen; BadInput for what can be none."""
    ids = [number_in([value]) for value in act.values]
    if None in ids:
        raise BadInput(mark("That role or channel is no longer there. Choose another."))
    return [id for id in ids if id is not None]


def _there(interaction: Interaction, id: int, key: str = "") -> int:
    """A channel or role of this server; BadInput if it was deleted, or is another server's."""
    guild = _guild(interaction)
    found = guild.get_role(id) if key.endswith(("roles", "role")) else guild.get_channel(id)
    if found is None:
        raise BadInput(mark("That role or channel is no longer there. Choose another."))
    if key == "reminder_role" and id == guild.id:
        raise BadInput(mark("Choose a role that people take by themselves: everybody at once is never told."))
    return id


def _value(key: str, values: Sequence[str], interaction: Interaction) -> Any:
    """What was chosen, as it stands in the settings; None for the usual."""
    if key in _MANY_ROLES or key in _CHANNELS or key == "reminder_role":
        ids = [str(_there(interaction, id, key)) for id in _chosen(Act((), tuple(values)))]
        return (ids or None) if key in _MANY_ROLES else (ids[0] if ids else None)
    if not values or values[0] == USUAL:
        return None
    if key in _WHOLE:
        return number_in(values)
    return values[0]


def _rule(decided: ServerSettings, channel: int, **parts: Any) -> dict[str, Any]:
    """A channel's rule with some of its parts changed, as plain JSON."""
    rule = decided.channels.get(channel, ChannelRule())
    return ChannelRule.model_validate(rule.model_dump() | parts).model_dump(mode="json")


async def setup(bot: Divergence) -> None:
    shown = ConfigPanel(bot)

    @config_group(bot).command(
        name="panel", description=locale_str("Settings: language, people, channels, quiz, discussions; or pause me")
    )
    @app_commands.describe(timezone=locale_str("Set the time zone at once; type a city"))
    async def open_panel(interaction: Interaction, timezone: str | None = None) -> None:
        await shown.open(interaction, timezone)

    @open_panel.autocomplete("timezone")
    async def offer_zones(_interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=zone, value=zone) for zone in zones.complete(current, CHOICES)]

    bot.actions |= {
        "config-page": shown.page, "config-channel": shown.channel, "config-set": shown.set, "config-put": shown.put,
        "config-show": shown.show, "config-rule": shown.rule, "config-off": shown.off,
        "config-private": shown.private, "config-usual": shown.usual, "config-suggested": shown.suggested,
        "config-undo": shown.undo, "config-zone": shown.ask_zone, "config-zoned": shown.zoned,
        "config-time": shown.ask_time, "config-timed": shown.timed,
    }  # fmt: skip
