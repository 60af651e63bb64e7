"""The pages of `/config panel`: what each setting stands at, and the controls that change it.

A control says which setting it is for by its place in `FIELDS`, which only ever grows at its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import discord

from bot.language import Words
from bot.markup import plain
from bot.services.policy import Feature, Show
from bot.services.server_settings import CHANNEL, ChannelRule, ServerSettings
from cogs.ui.buttons import Button, ChannelSelect, RoleSelect, Select, option
from cogs.ui.panels import Part
from cogs.ui.settings_words import LANGUAGES, MODES, SHOWN, TOPICS, name_of, rule_words, value_of

FIELDS = (
    "language", "time_zone", "paused", "host_roles", "curator_roles", "moderators_channel", "reminder_role",
    "always_private", "quiz_mode", "quiz_questions", "quiz_pace", "daily_channel", "daily_time", "discussion_days",
    "discussion_vote_hours", "discussion_nudge", "retention_days", "remind_hours", "remind_minutes",
    "hold_event_words",
)  # fmt: skip
SHOWS = (Show.REAL_ONLY, Show.REAL_FIRST, Show.BOTH, Show.SCENARIO_ROOM)
"""By the number that a control names them with."""
USUAL = "usual"
"""The value of a choice that goes back to what is usual."""
CHOSEN = 25
RULES_TEXT = 1200
WRITTEN = (discord.ChannelType.text, discord.ChannelType.news)
"""Channels the bot posts in by itself."""

_OFFERED = {
    "quiz_questions": (3, 5, 10, 15, 20),
    "quiz_pace": (50, 75, 100, 150, 200, 300),
    "remind_hours": (0, 1, 3, 12, 24, 48, 168),
    "remind_minutes": (0, 5, 15, 30, 60),
    "discussion_days": (1, 3, 7, 14, 30),
    "discussion_vote_hours": (6, 12, 24, 48, 72, 168),
    "retention_days": (30, 90, 180, 365, 730, 1825),
}


@dataclass(frozen=True, slots=True)
class Panel:
    """What a page is drawn from."""

    settings: ServerSettings
    channels: frozenset[int]
    """Those there are, categories included; menus name no others."""
    roles: frozenset[int]
    now: datetime
    suggested: Mapping[str, object]
    """What would suit this server, where nothing was decided yet; by key."""


def page(number: int, panel: Panel, _: Words) -> list[Part]:
    """One page with the buttons to the others; a number there is none of is the first."""
    number = number if 0 <= number < len(TOPICS) else 0
    title, _keys = TOPICS[number]
    parts: list[Part] = [f"### {_(title)}", *_PAGES[number](panel, _)]
    leaves = [
        Button.to("config-page", at, label=_(name), style=discord.ButtonStyle.primary if at == number else _GREY)
        for at, (name, _keys) in enumerate(TOPICS)
    ]
    return [*parts, leaves[:3], leaves[3:]]


_GREY = discord.ButtonStyle.secondary


def _line(key: str, panel: Panel, _: Words) -> str:
    """A setting and what it stands at: a menu shows its choice, but then no longer what it is for."""
    return f"**{name_of(key, _)}**: {value_of(key, panel.settings, _)}"


def _general(panel: Panel, _: Words) -> Iterable[Part]:
    decided = panel.settings
    if panel.suggested:
        yield _("This server is new to me. Going by the names of its roles and channels, this would suit it:")
        proposed = ServerSettings.read(panel.suggested)
        yield "\n".join(f"– {name_of(key, _)}: {value_of(key, proposed, _)}" for key in panel.suggested)
        yield [Button.to("config-suggested", label=_("Use these"), style=discord.ButtonStyle.success)]
    yield _line("language", panel, _)
    languages = [option(_("as on Discord"), USUAL, chosen=decided.language is None)]
    languages += [option(name, code, chosen=decided.language == code) for code, name in LANGUAGES.items()]
    yield [Select.to("config-set", _at("language"), placeholder=_("Language"), options=languages)]
    local = panel.now.astimezone(ZoneInfo(decided.time_zone))
    yield f"{_line('time_zone', panel, _)} · {_('It is {time} here.', time=f'{local:%H:%M}')}"
    yield [Button.to("config-zone", label=_("Time zone …"))]
    yield _line("paused", panel, _)
    pause = _("Go on") if decided.paused else _("Pause everything here")
    style = discord.ButtonStyle.success if decided.paused else discord.ButtonStyle.danger
    yield [Button.to("config-put", _at("paused"), int(not decided.paused), label=pause, style=style)]


def _people(panel: Panel, _: Words) -> Iterable[Part]:
    decided = panel.settings
    reminder = [decided.reminder_role] if decided.reminder_role else []
    yield _line("host_roles", panel, _)
    yield [_roles("host_roles", decided.host_roles, panel, _("Hosts: who runs quizzes and events"), CHOSEN)]
    yield _line("curator_roles", panel, _)
    yield [_roles("curator_roles", decided.curator_roles, panel, _("Curators: who decides on facts"), CHOSEN)]
    yield _line("reminder_role", panel, _)
    yield [_roles("reminder_role", reminder, panel, _("Who is told of quizzes and events"))]
    yield _line("moderators_channel", panel, _)
    yield [_channel("moderators_channel", decided.moderators_channel, panel, _("Where moderators are told things"))]
    yield [Button.to("config-blocks", label=_("Blocked people …"))]


def _channels(panel: Panel, _: Words) -> Iterable[Part]:
    rules = panel.settings.channels
    if not rules:
        yield _("No channel has a rule of its own: both histories everywhere, each under its seal.")
    for show, label in (
        (Show.REAL_ONLY, _("Real history only in …")),
        (Show.REAL_FIRST, _("Real first, the scenario covered, in …")),
        (Show.SCENARIO_ROOM, _("Scenario room …")),
    ):
        yield f"**{label}**"
        chosen = ruled(panel, show)
        yield [ChannelSelect.to("config-show", SHOWS.index(show), placeholder=label, chosen=chosen, most=CHOSEN)]
    inherited = _("A category’s rule holds in its channels, a channel’s in its threads.")
    yield f"**{_('One channel in detail …')}** {inherited}"
    if told := list(_detailed(rules, _)):
        yield "\n".join(told)
    yield [ChannelSelect.to("config-channel", placeholder=_("One channel in detail …"))]
    yield _line("always_private", panel, _)
    private = _("Answers public again") if panel.settings.always_private else _("All answers private")
    yield [Button.to("config-put", _at("always_private"), int(not panel.settings.always_private), label=private)]


def _detailed(rules: Mapping[int, ChannelRule], _: Words) -> Iterable[str]:
    """The rules that say more than which history is shown, or that are of channels that menus cannot name."""
    room, left = RULES_TEXT, 0
    for id, rule in sorted(rules.items()):
        if not (rule.off or rule.private or rule.show is Show.BOTH):
            continue
        line = f"– <#{id}>: {rule_words(rule, _)}"
        room -= len(line)
        if room > 0:
            yield line
        else:
            left += 1
    if left:
        yield _.plural("And {count} more.", "And {count} more.", left)


def ruled(panel: Panel, show: Show) -> list[int]:
    """The channels with that rule, as far as a menu can name them."""
    rules = sorted(panel.settings.channels.items())
    return [id for id, rule in rules if rule.show is show and id in panel.channels][:CHOSEN]


def _quiz(panel: Panel, _: Words) -> Iterable[Part]:
    decided = panel.settings
    modes = [option(_(name), mode, chosen=decided.quiz_mode is mode) for mode, name in MODES.items()]
    yield _line("quiz_mode", panel, _)
    yield [Select.to("config-set", _at("quiz_mode"), placeholder=_("A quiz is for"), options=modes)]
    yield [_number("quiz_questions", panel, _)]
    yield [_number("quiz_pace", panel, _)]
    yield [_number("remind_hours", panel, _)]
    yield [_number("remind_minutes", panel, _)]
    yield _line("hold_event_words", panel, _)
    hold = _("Show words for events at once") if decided.hold_event_words else _("Let words for events wait for you")
    yield [Button.to("config-put", _at("hold_event_words"), int(not decided.hold_event_words), label=hold)]
    yield f"{_line('daily_channel', panel, _)} · {decided.daily_time}, {plain(decided.time_zone)}"
    yield [_channel("daily_channel", decided.daily_channel, panel, _("Daily post in …; none for no daily post"))]
    yield [Button.to("config-time", label=_("Time of the daily post …"))]


def _discussions(panel: Panel, _: Words) -> Iterable[Part]:
    nudge = _("No word into quiet discussions") if panel.settings.discussion_nudge else _("A word into quiet ones")
    yield [_number("discussion_days", panel, _)]
    yield [_number("discussion_vote_hours", panel, _)]
    yield _line("discussion_nudge", panel, _)
    yield [Button.to("config-put", _at("discussion_nudge"), int(not panel.settings.discussion_nudge), label=nudge)]


def _data(panel: Panel, _: Words) -> Iterable[Part]:
    yield [_number("retention_days", panel, _)]
    yield _("A settings file can be kept, or brought to another server; you see what it changes before it does.")
    yield [
        Button.to("config-export", label=_("Export settings")),
        Button.to("config-import", label=_("Import settings …")),
    ]


_PAGES: Sequence[Callable[[Panel, Words], Iterable[Part]]] = (
    _general, _people, _channels, _quiz, _discussions, _data,
)  # fmt: skip


def channel_page(channel: int, panel: Panel, _: Words) -> list[Part]:
    """One channel's rule, and the controls that change it."""
    rule = panel.settings.channels.get(channel)
    standing = rule_words(rule, _) if rule else _("as everywhere else")
    rule = rule or ChannelRule()
    shows = [
        option(_(SHOWN[show]), str(at), chosen=rule.show is show and channel in panel.settings.channels)
        for at, show in enumerate(SHOWS)
    ]
    features = [feature for feature in Feature if feature is not Feature.HELP]
    running = [option(f"/{feature}", feature, chosen=feature not in rule.off) for feature in features]
    private = _("Public answers") if rule.private else _("Private answers")
    return [
        f"### <#{channel}>",
        standing,
        [Select.to("config-rule", channel, placeholder=_("What is shown there"), options=shows)],
        [
            Select.to(
                "config-off", channel, placeholder=_("What runs there"), options=running, least=0, most=len(running)
            )
        ],
        [
            Button.to("config-private", channel, int(not rule.private), label=private),
            Button.to("config-usual", channel, label=_("As everywhere else")),
            Button.to("config-page", 2, label=_("All channels")),
        ],
    ]


def zone_choice(zones: Sequence[str], _: Words) -> list[Part]:
    """The time zones somebody may have meant."""
    options = [option(zone.replace("_", " "), zone) for zone in zones]
    return [
        f"### {_('Time zone')}",
        _("Which of these did you mean?"),
        [Select.to("config-set", _at("time_zone"), placeholder=_("Time zone"), options=options)],
        [Button.to("config-zone", label=_("Time zone …")), Button.to("config-page", 0, label=_("Back"))],
    ]


def page_of(key: str) -> int:
    """The page that a setting stands on."""
    if key.startswith(CHANNEL):
        key = "channels"
    return next((at for at, (_title, keys) in enumerate(TOPICS) if key in keys), 0)


def _at(key: str) -> int:
    return FIELDS.index(key)


def _number(key: str, panel: Panel, _: Words) -> Select:
    """A menu of round values, and the present one where it is another."""
    present = getattr(panel.settings, key)
    options = [
        option(
            f"{name_of(key, _)}: {value_of(key, ServerSettings.read({key: value}), _)}",
            str(value),
            chosen=value == present,
        )
        for value in sorted({*_OFFERED[key], present})
    ]
    return Select.to("config-set", _at(key), placeholder=name_of(key, _), options=options)


def _roles(key: str, chosen: Iterable[int], panel: Panel, label: str, most: int = 1) -> RoleSelect:
    there = [id for id in chosen if id in panel.roles]
    return RoleSelect.to("config-set", _at(key), placeholder=label, chosen=there, most=most)


def _channel(key: str, chosen: int | None, panel: Panel, label: str) -> ChannelSelect:
    there = [chosen] if chosen in panel.channels and chosen else []
    return ChannelSelect.to("config-set", _at(key), placeholder=label, chosen=there, kinds=WRITTEN)
