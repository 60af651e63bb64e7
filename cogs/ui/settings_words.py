"""What the settings of a server are called, what they stand at, and what a change means to whom, in words.

Roles and channels are written as Discord's mentions: whoever reads them sees their present names, and nobody is pinged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.language import Language, Words, mark
from bot.markup import plain
from bot.quiz.moves import Mode
from bot.services.policy import Feature, Show
from bot.services.server_settings import CHANNEL, ChannelRule, ServerSettings

TOPICS = (
    (mark("General"), ("language", "time_zone", "paused")),
    (mark("People"), ("host_roles", "curator_roles", "moderators_channel", "reminder_role")),
    (mark("Channels"), ("channels", "always_private")),
    (
        mark("Quiz"),
        (
            "quiz_mode",
            "quiz_questions",
            "quiz_pace",
            "daily_channel",
            "daily_time",
            "remind_hours",
            "remind_minutes",
            "hold_event_words",
        ),
    ),
    (mark("Discussions"), ("discussion_days", "discussion_vote_hours", "discussion_nudge")),
    (mark("Data"), ("retention_days",)),
)
"""The pages of the panel and what stands on each; a test holds them to the settings."""

NAMES = {
    "language": mark("Language"),
    "time_zone": mark("Time zone"),
    "paused": mark("Paused"),
    "host_roles": mark("Hosts"),
    "curator_roles": mark("Curators"),
    "moderators_channel": mark("Moderators’ channel"),
    "reminder_role": mark("Reminders go to"),
    "channels": mark("Rules of channels"),
    "always_private": mark("Private answers everywhere"),
    "quiz_mode": mark("A quiz is for"),
    "quiz_questions": mark("Questions in a quiz"),
    "quiz_pace": mark("Time for a question"),
    "remind_hours": mark("First reminder of an event"),
    "remind_minutes": mark("Last reminder of an event"),
    "hold_event_words": mark("Words for events wait"),
    "daily_channel": mark("Daily post in"),
    "daily_time": mark("Daily post at"),
    "discussion_days": mark("A discussion lasts"),
    "discussion_vote_hours": mark("Its second vote lasts"),
    "discussion_nudge": mark("A word into quiet discussions"),
    "retention_days": mark("Kept under a member’s name for"),
    "import": mark("Settings file"),
    "suggested": mark("Suggested settings"),
}

SHOWN = {
    Show.REAL_ONLY: mark("real history only"),
    Show.REAL_FIRST: mark("real history first, the scenario covered"),
    Show.BOTH: mark("both histories"),
    Show.SCENARIO_ROOM: mark("scenario room"),
}
MODES = {Mode.EVERYONE: mark("everyone in the channel"), Mode.SOLO: mark("one person alone")}
LANGUAGES = {Language.EN: "English", Language.ES: "Español"}


def name_of(key: str, _: Words) -> str:
    """What a setting, or a change of several, is called."""
    if key.startswith(CHANNEL):
        return _("Rules of {channel}", channel=f"<#{key.removeprefix(CHANNEL)}>")
    return _(NAMES[key]) if key in NAMES else plain(key)


def value_of(key: str, settings: ServerSettings, _: Words) -> str:
    """What a setting stands at."""
    if key.startswith(CHANNEL):
        rule = settings.channels.get(int(key.removeprefix(CHANNEL)))
        return rule_words(rule, _) if rule else _("as everywhere else")
    value = getattr(settings, key)
    match key:
        case "language":
            return LANGUAGES[value] if value else _("as on Discord")
        case "host_roles" | "curator_roles":
            return roles(value) or _("nobody but moderators")
        case "reminder_role":
            return roles([value]) if value else _("nobody")
        case "moderators_channel" | "daily_channel":
            return f"<#{value}>" if value else _("nowhere")
        case "quiz_mode":
            return _(MODES[value])
        case "quiz_pace":
            return _("{percent} % of the usual", percent=value)
        case "discussion_days" | "retention_days":
            return _.plural("{count} day", "{count} days", value)
        case "remind_hours" | "remind_minutes":
            return _before(value, key == "remind_hours", _)
        case "discussion_vote_hours":
            return _.plural("{count} hour", "{count} hours", value)
        case _other if isinstance(value, bool):
            return _("yes") if value else _("no")
        case _other:
            return plain(str(value))


def _before(count: int, hours: bool, _: Words) -> str:
    """How long before something else it is."""
    if count == 0:
        return _("none")
    if hours:
        return _.plural("{count} hour before", "{count} hours before", count)
    return _.plural("{count} minute before", "{count} minutes before", count)


def time_before(lead: timedelta, _: Words) -> str:
    """How long before something it is, in hours where they are whole."""
    minutes = lead // timedelta(minutes=1)
    return _before(minutes, False, _) if minutes % 60 else _before(minutes // 60, True, _)


def value_kept(key: str, changed: Mapping[str, Any], _: Words) -> str:
    """What a setting stood at, from the log; plain where the log is older than the setting."""
    value = changed.get(key)
    try:
        return value_of(key, ServerSettings.read({key: value} if value is not None else {}), _)
    except (ValueError, AttributeError):
        return plain(str(value))


def roles(ids: Any) -> str:
    return " ".join(f"<@&{id}>" for id in ids)


def rule_words(rule: ChannelRule, _: Words) -> str:
    """A channel's rule on one line."""
    parts = [_(SHOWN[rule.show])]
    if rule.off:
        parts.append(_("without {commands}", commands=", ".join(f"/{feature}" for feature in rule.off)))
    if rule.private:
        parts.append(_("private answers"))
    return " · ".join(parts)


def effect_of(key: str, now: ServerSettings, _: Words) -> str:
    """What a setting means from now on, and for whom."""
    if key.startswith(CHANNEL):
        return _rule_effect(int(key.removeprefix(CHANNEL)), now, _)
    return EFFECTS[key](now, _)


def _rule_effect(channel: int, now: ServerSettings, _: Words) -> str:
    rule, where = now.channels.get(channel), f"<#{channel}>"
    if rule is None:
        return _("From now on {channel} follows its category, or shows both histories.", channel=where)
    said = [_(_SHOW_EFFECTS[rule.show], channel=where)]
    off = [feature for feature in Feature if feature in rule.off]
    if off:
        commands = ", ".join(f"/{feature}" for feature in off)
        said.append(_("{commands} cannot be used there, by moderators either.", commands=commands))
    if rule.private:
        said.append(_("Answers there are seen only by those who ask."))
    return " ".join(said)


_SHOW_EFFECTS = {
    Show.REAL_ONLY: mark(
        "From now on {channel} and its threads show real history only. Nobody there can open the scenario, moderators "
        "neither."
    ),
    Show.REAL_FIRST: mark(
        "From now on {channel} and its threads show real history first; members tap to uncover the scenario."
    ),
    Show.BOTH: mark("From now on {channel} and its threads show both histories, each under its seal."),
    Show.SCENARIO_ROOM: mark(
        "From now on {channel} and its threads are for the scenario: it may come first there, always with its "
        "correction."
    ),
}


def _language(now: ServerSettings, _: Words) -> str:
    return _(
        "From now on I speak {language} here to those whose language I do not know. Whoever reads Discord in English "
        "or Spanish sees no change.", language=value_of("language", now, _),
    )  # fmt: skip


def _paused(now: ServerSettings, _: Words) -> str:
    if now.paused:
        return _("From now on I answer nobody here but with /help and /config. Games and discussions wait.")
    return _("From now on I answer members here again.")


def _parts(holders: Sequence[int], some: str, none: str, _: Words) -> str:
    return _(some, roles=roles(holders)) if holders else _(none)


def _reminders(now: ServerSettings, _: Words) -> str:
    if now.reminder_role is None:
        return _("From now on no role is told of quizzes and events.")
    return _("From now on {role} is told of quizzes and events.", role=roles([now.reminder_role]))


def _remind(now: ServerSettings, _: Words) -> str:
    said = [value_of(key, now, _) for key in ("remind_hours", "remind_minutes")]
    return _("Events that are made or moved from now on have these reminders: {times}.", times=", ".join(said))


def _hold(now: ServerSettings, _: Words) -> str:
    if now.hold_event_words:
        return _(
            "From now on the titles and descriptions that hosts give events are shown once a moderator has approved "
            "them."
        )
    return _("From now on the titles and descriptions that hosts give events are shown at once.")


def _moderators(now: ServerSettings, _: Words) -> str:
    if now.moderators_channel is None:
        return _("From now on moderators find what needs them only with /config.")
    return _("From now on what needs a moderator is told in {channel}.", channel=f"<#{now.moderators_channel}>")


def _daily(now: ServerSettings, _: Words) -> str:
    if now.daily_channel is None:
        return _("From now on there is no daily post.")
    return _(
        "From now on the daily post appears in {channel} at {time}, {zone}.",
        channel=f"<#{now.daily_channel}>", time=now.daily_time, zone=plain(now.time_zone),
    )  # fmt: skip


def _private(now: ServerSettings, _: Words) -> str:
    if now.always_private:
        return _("From now on every answer is seen only by whoever asked, in every channel.")
    return _("From now on answers are seen by everybody in a channel, except where its rule says otherwise.")


def _nudge(now: ServerSettings, _: Words) -> str:
    if now.discussion_nudge:
        return _("From now on a discussion that goes quiet gets one further question.")
    return _("From now on quiet discussions stay quiet.")


EFFECTS: Mapping[str, Callable[[ServerSettings, Words], str]] = {
    "language": _language,
    "time_zone": lambda now, _: _(
        "From now on times of day and the daily post here go by {zone}.", zone=plain(now.time_zone)
    ),
    "paused": _paused,
    "host_roles": lambda now, _: _parts(
        now.host_roles,
        mark("From now on quizzes and events are run by moderators and {roles}."),
        mark("From now on only moderators run quizzes and events."),
        _,
    ),
    "curator_roles": lambda now, _: _parts(
        now.curator_roles,
        mark("From now on suggested facts and reports are decided on by moderators and {roles}."),
        mark("From now on only moderators decide on suggested facts and reports."),
        _,
    ),
    "moderators_channel": _moderators,
    "reminder_role": _reminders,
    "always_private": _private,
    "quiz_mode": lambda now, _: _("From now on a quiz here is for {whom}.", whom=_(MODES[now.quiz_mode])),
    "quiz_questions": lambda now, _: _.plural(
        "From now on a quiz here has {count} question.",
        "From now on a quiz here has {count} questions.",
        now.quiz_questions,
    ),
    "quiz_pace": lambda now, _: _(
        "From now on everybody has {percent} % of the usual time for a question.", percent=now.quiz_pace
    ),
    "remind_hours": _remind,
    "remind_minutes": _remind,
    "hold_event_words": _hold,
    "daily_channel": _daily,
    "daily_time": _daily,
    "discussion_days": lambda now, _: _.plural(
        "From now on the second vote of a discussion opens after {count} day; those running too.",
        "From now on the second vote of a discussion opens after {count} days; those running too.",
        now.discussion_days,
    ),
    "discussion_vote_hours": lambda now, _: _.plural(
        "From now on the second vote of a discussion lasts {count} hour.",
        "From now on the second vote of a discussion lasts {count} hours.",
        now.discussion_vote_hours,
    ),
    "discussion_nudge": _nudge,
    "retention_days": lambda now, _: _.plural(
        "From now on what members did is kept under their name for {count} day.",
        "From now on what members did is kept under their name for {count} days.",
        now.retention_days,
    ),
}
