"""`/config log`: who did what and when, what was before and is now, by person and by what, with a way back."""

from __future__ import annotations

from dataclasses import dataclass

from discord.app_commands import locale_str

from bot.app import Act, Divergence, Interaction, actor_of, language_of
from bot.language import Words, words
from bot.markup import shorten
from bot.services.governing import Change, Page
from bot.store import audit
from bot.store.audit import Entry
from cogs.ui.buttons import Button, Select, UserSelect, number_in, option
from cogs.ui.groups import config_group
from cogs.ui.log_words import area_name, deed, state
from cogs.ui.panels import Part, panel, told
from cogs.ui.settings_words import TOPICS, name_of, value_kept

KEYS_SHOWN = 3
VALUE_TEXT = 120
EVERYTHING = len(TOPICS)
"""The number of the filter that lets everything through; a topic's is its place in TOPICS, an area's comes after."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the log is looked at, as its buttons name it."""

    page: int = 0
    person: int = 0
    """A Discord id; 0 for everybody."""
    what: int = EVERYTHING

    @classmethod
    def of(cls, ids: tuple[int, ...]) -> Filter:
        return cls(*ids) if len(ids) == len(cls.__slots__) else cls()

    @property
    def ids(self) -> tuple[int, int, int]:
        return self.page, self.person, self.what


class ConfigLog:
    """Shows the log and takes back what is chosen from it."""

    def __init__(self, bot: Divergence) -> None:
        self._governing = bot.services.governing

    async def open(self, interaction: Interaction) -> None:
        """The newest page, of everybody and everything."""
        parts = await self._parts(interaction, Filter())
        await interaction.response.send_message(view=panel(parts), ephemeral=True)

    async def page(self, interaction: Interaction, act: Act) -> None:
        """Another page."""
        await self._show(interaction, Filter.of(act.ids))

    async def person(self, interaction: Interaction, act: Act) -> None:
        """Only what one person did, or everybody again."""
        await self._show(interaction, Filter(0, number_in(act.values) or 0, Filter.of(act.ids).what))

    async def what(self, interaction: Interaction, act: Act) -> None:
        """Only what was done to one kind of thing, or everything again."""
        chosen = number_in(act.values)
        await self._show(interaction, Filter(0, Filter.of(act.ids).person, EVERYTHING if chosen is None else chosen))

    async def undo(self, interaction: Interaction, act: Act) -> None:
        """Undo: what was chosen from the page."""
        change = await self._governing.undo(actor_of(interaction), number_in(act.values) or 0)
        await self._show(interaction, Filter.of(act.ids), change)

    async def _show(self, interaction: Interaction, wanted: Filter, change: Change | None = None) -> None:
        _ = words(language_of(interaction))
        parts = await self._parts(interaction, wanted)
        await interaction.response.edit_message(view=panel(parts, told(change, _) if change else ()))

    async def _parts(self, interaction: Interaction, wanted: Filter) -> list[Part]:
        actor, _ = actor_of(interaction), words(language_of(interaction))
        first = await self._governing.log(actor)
        area, whats = _meant(wanted.what, first)
        found = await self._governing.log(actor, wanted.page, wanted.person or None, area, whats)
        shown = Filter(found.number, wanted.person, wanted.what)
        parts: list[Part] = [f"### {_('Log')}"]
        parts.append(_("Page {number} of {pages}", number=found.number + 1, pages=found.pages))
        parts += [_entry(entry, _) for entry in found.entries] or [_("Nothing was done yet.")]
        undoable = [entry for entry in found.entries if entry.area == audit.SETTINGS and not entry.undone]
        if undoable:
            lines = [option(_heading(entry, _, marked=False), str(entry.id), f"#{entry.id}") for entry in undoable]
            parts.append([Select.to("config-log-undo", *shown.ids, placeholder=_("Undo …"), options=lines)])
        parts.append([_topics(shown, found, _)])
        parts.append([UserSelect.to("config-log-person", *shown.ids, placeholder=_("Only what one person did …"))])
        if leaves := _leaves(shown, found, _):
            parts.append(leaves)
        return parts


def _meant(what: int, page: Page) -> tuple[str | None, tuple[str, ...] | None]:
    """The area, and the names in it, that the number of a filter stands for."""
    if what < EVERYTHING:
        return audit.SETTINGS, TOPICS[what][1]
    others = _others(page)
    return (others[what - EVERYTHING - 1] if EVERYTHING < what <= EVERYTHING + len(others) else None), None


def _others(page: Page) -> list[str]:
    return [area for area in page.areas if area != audit.SETTINGS]


def _topics(shown: Filter, page: Page, _: Words) -> Select:
    named = [(EVERYTHING, _("Everything"))]
    named += [(at, _(title)) for at, (title, _keys) in enumerate(TOPICS)]
    named += [(EVERYTHING + 1 + at, area_name(area, _)) for at, area in enumerate(_others(page))]
    options = [option(name, str(at), chosen=at == shown.what) for at, name in named]
    return Select.to("config-log-what", *shown.ids, placeholder=_("Only …"), options=options)


def _leaves(shown: Filter, page: Page, _: Words) -> list[Button]:
    buttons = []
    if page.number > 0:
        buttons.append(Button.to("config-log-page", page.number - 1, shown.person, shown.what, label=_("‹ Newer")))
    if page.number + 1 < page.pages:
        buttons.append(Button.to("config-log-page", page.number + 1, shown.person, shown.what, label=_("Older ›")))
    return buttons


def _heading(entry: Entry, _: Words, *, marked: bool = True) -> str:
    name = name_of(entry.what, _) if marked or not entry.what.startswith("channels.") else _("Rules of channels")
    if entry.area != audit.SETTINGS:
        name = f"{area_name(entry.area, _)}: {deed(entry.what, _)}"
    return _("Undone: {what}", what=name) if entry.undoes else name


def _entry(entry: Entry, _: Words) -> str:
    """What was done, before → after by key, and who and when below."""
    who = f"<@{entry.person}>" if entry.person else _("somebody who was erased")
    lines = [f"**{_heading(entry, _)}**"]
    settings = entry.area == audit.SETTINGS
    for key in list(entry.after)[:KEYS_SHOWN]:
        before, after = (
            shorten(value_kept(key, kept, _) if settings else state(str(kept.get(key, "–")), _), VALUE_TEXT)
            for kept in (entry.before, entry.after)
        )
        name = "" if key == entry.what else f"{name_of(key, _)}: "
        lines.append(f"{name}{before} → {after}")
    if (more := len(entry.after) - KEYS_SHOWN) > 0:
        lines.append(_.plural("And {count} more change.", "And {count} more changes.", more))
    undone = f" · {_('taken back')}" if entry.undone else ""
    return "\n".join((*lines, f"-# #{entry.id} · {who} · <t:{int(entry.at.timestamp())}:f>{undone}"))


async def setup(bot: Divergence) -> None:
    shown = ConfigLog(bot)

    @config_group(bot).command(
        name="log", description=locale_str("Who changed what and when, before and after; undo it")
    )
    async def open_log(interaction: Interaction) -> None:
        await shown.open(interaction)

    bot.actions |= {
        "config-log-page": shown.page, "config-log-person": shown.person, "config-log-what": shown.what,
        "config-log-undo": shown.undo,
    }  # fmt: skip
