"""`/config facts`: what a server teaches of its own, with every version of it, what it hides, and what waits."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import suppress

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.app import Act, Divergence, Interaction, actor_of, language_of, place_of
from bot.errors import Gone
from bot.history.card import shaped_title
from bot.history.model import Kind
from bot.history.own import NOTE, Content
from bot.language import Words, mark, words
from bot.markup import plain, shorten
from bot.services.curating import Page, Shelf, Shown
from bot.store.own_facts import Batch, State, Version, name_of
from cogs.ui.buttons import Button, Select, option
from cogs.ui.groups import config_group
from cogs.ui.limits import CHOICE_NAME, CHOICES
from cogs.ui.own_cards import fact_form, given_by, report_view, said_form, shelf_lines, state_said, suggestion_view
from cogs.ui.panels import Part, panel

SHELVES = {
    Shelf.QUEUE: mark("Suggestions that wait"),
    Shelf.REPORTS: mark("Reports that wait"),
    Shelf.TAUGHT: mark("Our facts and passages"),
    Shelf.RETIRED: mark("Retired and rejected"),
    Shelf.VIEWED: mark("Hidden and annotated"),
}
LINE = 90


class ConfigFacts:
    """The curators' panel."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._curating = bot.services.curating
        self._suggesting = bot.services.suggesting
        self._importing = bot.services.importing

    # ---- the panel ---------------------------------------------------------------------------------------------

    async def open(self, interaction: Interaction, fact: str) -> None:
        """The command: the panel, or one fact."""
        if fact:
            key = self._curating.find(actor_of(interaction), fact, language_of(interaction))
            parts = await self._shown(interaction, await self._curating.show(actor_of(interaction), key))
        else:
            parts = await self._home(interaction)
        await interaction.response.send_message(view=panel(parts), ephemeral=True)

    async def show(self, interaction: Interaction, keys: Sequence[str]) -> None:
        """Facts by their ids, on a card of their own: the one there is, or a menu of them."""
        actor, language = actor_of(interaction), language_of(interaction)
        _, found = words(language), []
        for key in dict.fromkeys(keys):
            with suppress(Gone):  # retired, or no longer in the pack
                found.append(await self._curating.show(actor, key))
        if not found:
            raise Gone(mark("This fact is no longer in the collection."))
        parts: list[Part]
        if len(found) == 1:
            parts = await self._shown(interaction, found[0])
        else:
            lines = [option(shaped_title(one.fact, language), one.fact.id) for one in found[:CHOICES]]
            text = _("The question rests on {count} facts. Which one?", count=len(found))
            parts = [text, [Select.to("config-facts-pick", Shelf.TAUGHT, placeholder=_("Open …"), options=lines)]]
        await interaction.response.send_message(view=panel(parts), ephemeral=True)

    async def home(self, interaction: Interaction, _act: Act) -> None:
        """Back to the panel."""
        await interaction.response.edit_message(view=panel(await self._home(interaction)))

    async def shelf(self, interaction: Interaction, act: Act) -> None:
        """One of the lists, or another page of it."""
        shelf, number, *_rest = (*act.ids, 0, 0)
        chosen = Shelf(shelf) if shelf in set(Shelf) else Shelf.TAUGHT
        page = await self._curating.page(actor_of(interaction), chosen, number, language_of(interaction))
        await interaction.response.edit_message(view=panel(_list(page, words(language_of(interaction)))))

    async def pick(self, interaction: Interaction, act: Act) -> None:
        """One line of a list: opened."""
        key = act.values[0] if act.values else ""
        actor, language = actor_of(interaction), language_of(interaction)
        pack = self._bot.services.asking.pack(place_of(interaction))
        kind, _colon, id = key.partition(":")
        if kind == "report" and id.isdigit():
            view = report_view(pack, await self._curating.report(actor, int(id)), language)
        else:
            shown = await self._curating.show(actor, key)
            if shown.entry and shown.entry.state in {State.PROPOSED, State.RETURNED}:
                view = suggestion_view(pack, await self._suggesting.look(actor, shown.entry.id), language)
            else:
                view = panel(await self._shown(interaction, shown))
        await interaction.response.edit_message(view=view)

    async def _home(self, interaction: Interaction) -> list[Part]:
        counts = await self._curating.counts(actor_of(interaction))
        _ = words(language_of(interaction))
        rows: list[Part] = [f"### {_('Facts of this server')}"]
        rows.append("\n".join(f"{_(name)}: **{counts[shelf]}**" for shelf, name in SHELVES.items()))
        rows.append([
            Button.to("config-facts-shelf", shelf, 0, label=_(name)) for shelf, name in SHELVES.items() if counts[shelf]
        ])  # fmt: skip
        if batches := await self._importing.batches(actor_of(interaction)):
            rows += _files(batches, _)
        if counts[Shelf.TAUGHT]:
            rows.append([
                Button.to("config-facts-export", 0, label=_("Export as TOML")),
                Button.to("config-facts-export", 1, label=_("Export as CSV")),
            ])  # fmt: skip
        rows.append(_("-# Open any fact, ours or the pack's, with /config facts fact: to edit, hide or annotate it."))
        return [row for row in rows if row]

    # ---- one fact ----------------------------------------------------------------------------------------------

    async def _shown(
        self, interaction: Interaction, shown: Shown, notice: str = "", undo: tuple[int, int] | None = None
    ) -> list[Part]:
        """A fact with what curators can do to it, under what was just done."""
        language = language_of(interaction)
        _ = words(language)
        pack = self._bot.services.asking.pack(place_of(interaction))
        parts: list[Part] = [notice] if notice else []
        if undo:
            parts.append([Button.to("config-facts-restore", *undo, undo[1] - 1, label=_("Undo"))])
        parts.append(shelf_lines(pack, shown.fact, language))
        back = Button.to("config-facts-home", label=_("Back"))
        if shown.entry is None:
            assert shown.view is not None
            number = self._number(shown.fact.id)
            parts.append(_("Hidden in this server.") if shown.view.hidden else _("Shown in this server."))
            label = _("Show again") if shown.view.hidden else _("Hide")
            hide = Button.to("config-facts-hide", number, int(not shown.view.hidden), label=label)
            return [*parts, [hide, Button.to("config-facts-note", number, label=_("Annotate")), back]]
        entry, to = shown.entry, (shown.entry.id, shown.entry.version)
        parts.append(
            _("{state} · version {number}", state=state_said(entry.state, _), number=entry.version)
            + f" · <t:{int(entry.changed_at.timestamp())}:f>"
        )
        buttons = []
        if entry.state is State.ACCEPTED:
            label = _("Make it a fact") if shown.fact.kind is Kind.PASSAGE else _("Edit")
            buttons.append(Button.to("config-facts-edit", *to, label=label))
            buttons.append(Button.to("config-facts-retire", *to, label=_("Retire")))
        if entry.version > 1:
            buttons.append(Button.to("config-facts-history", entry.id, label=_("History")))
        return [*parts, [*buttons, back]]

    def _number(self, id: str) -> int:
        """Which fact of the pack it is: ids of components hold numbers only."""
        return list(self._bot.services.pack.facts).index(id)

    def _id(self, number: int) -> str:
        ids = list(self._bot.services.pack.facts)
        return ids[number] if number < len(ids) else ""

    async def edit(self, interaction: Interaction, act: Act) -> None:
        """Edit, Make it a fact: the form with what is there."""
        id, version = _two(act)
        shown = await self._curating.show(actor_of(interaction), name_of(id))
        assert shown.entry is not None
        content, _ = Content.read(shown.entry.document), words(language_of(interaction))
        modal = fact_form(
            "config-facts-edited", id, version, world=content.world, given=given_by(content), _=_
        )  # fmt: skip
        await interaction.response.send_modal(modal)

    async def edited(self, interaction: Interaction, act: Act) -> None:
        """The filled form: its next version."""
        await interaction.response.defer()
        actor, language = actor_of(interaction), language_of(interaction)
        entry = await self._curating.edit(actor, *_two(act), act.fields, language)
        await self._changed(interaction, entry.id, entry.version, words(language)("It was changed."))

    async def retire(self, interaction: Interaction, act: Act) -> None:
        """Retire: no longer taught."""
        await interaction.response.defer()
        entry = await self._curating.retire(actor_of(interaction), *_two(act))
        said = words(language_of(interaction))("It is no longer taught here.")
        await self._changed(interaction, entry.id, entry.version, said)

    async def history(self, interaction: Interaction, act: Act) -> None:
        """History: every version, each to go back to."""
        id = _two(act)[0]
        actor, _ = actor_of(interaction), words(language_of(interaction))
        shown = await self._curating.show(actor, name_of(id))
        assert shown.entry is not None
        found = await self._curating.history(actor, id)
        await interaction.response.edit_message(view=panel(_versions(id, shown.entry.version, found, _)))

    async def restore(self, interaction: Interaction, act: Act) -> None:
        """Undo, or a version chosen from the history: made the newest."""
        await interaction.response.defer()
        id, version, to, *_rest = (*act.ids, 0, 0, 0)
        if act.values and act.values[0].isdigit():
            to = int(act.values[0][:9])
        entry = await self._curating.restore(actor_of(interaction), id, version, to)
        said = words(language_of(interaction))("It is as it was at version {number}.", number=to)
        await self._changed(interaction, entry.id, entry.version, said)

    async def _changed(self, interaction: Interaction, id: int, version: int, notice: str) -> None:
        shown = await self._curating.show(actor_of(interaction), name_of(id))
        parts = await self._shown(interaction, shown, notice, (id, version))
        await interaction.edit_original_response(view=panel(parts))

    async def hide(self, interaction: Interaction, act: Act) -> None:
        """Hide, Show again: a fact of the pack, in this server."""
        await interaction.response.defer()
        number, hidden = _two(act)
        shown = await self._curating.hide(actor_of(interaction), self._id(number), hidden=bool(hidden))
        await interaction.edit_original_response(view=panel(await self._shown(interaction, shown)))

    async def note(self, interaction: Interaction, act: Act) -> None:
        """Annotate: the form with the note there is."""
        number = _two(act)[0]
        shown = await self._curating.show(actor_of(interaction), self._id(number))
        given = (shown.view.note if shown.view else None) or ""
        _ = words(language_of(interaction))
        modal = said_form(
            "config-facts-noted", number, title=_("Annotate"), label=_("Note of this server"), limit=NOTE, given=given
        )
        await interaction.response.send_modal(modal)

    async def noted(self, interaction: Interaction, act: Act) -> None:
        """The filled form: the note under the fact, or none."""
        await interaction.response.defer()
        actor, id = actor_of(interaction), self._id(_two(act)[0])
        shown = await self._curating.annotate(actor, id, act.fields.get("said", ""))
        await interaction.edit_original_response(view=panel(await self._shown(interaction, shown)))

    async def export(self, interaction: Interaction, act: Act) -> None:
        """Export: a file, privately."""
        toml, csv = await self._curating.export(actor_of(interaction))
        name, content = ("divergence-facts.csv", csv) if _two(act)[0] else ("divergence-facts.toml", toml)
        file = discord.File(io.BytesIO(content.encode()), name)
        _ = words(language_of(interaction))
        said = _("All this server teaches of its own. It can be brought in again with /config import.")
        await interaction.response.send_message(said, file=file, ephemeral=True)

    async def titles(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Titles to open: those of this server's facts and of the pack."""
        titles = self._bot.services.asking.suggest_titles(current, place_of(interaction), language_of(interaction))
        return [app_commands.Choice(name=title, value=title) for title in titles if len(title) <= CHOICE_NAME]


def _two(act: Act) -> tuple[int, int]:
    first, second, *_rest = (*act.ids, 0, 0)
    return first, second


def _files(batches: list[Batch], _: Words) -> list[Part]:
    """The last files brought in, with a way back for each."""
    lines = [
        f"-# {plain(batch.name)} · <t:{int(batch.at.timestamp())}:d> · "
        + (_("undone") if batch.undone else _.plural("{count} taught", "{count} taught", batch.count))
        for batch in batches[:5]
    ]
    buttons = [
        Button.to("config-own-unfile", batch.id, label=_("Undo {name}", name=shorten(batch.name, 40)))
        for batch in batches[:5]
        if not batch.undone and batch.count
    ]
    return ["\n".join([f"**{_('Files brought in')}**", *lines]), buttons]


def _list(page: Page, _: Words) -> list[Part]:
    """A page of a list, each line to be opened."""
    parts: list[Part] = [f"### {_(SHELVES[page.shelf])}"]
    if not page.lines:
        parts.append(_("There is nothing here."))
    else:
        parts.append(_("Page {number} of {pages}", number=page.number + 1, pages=page.pages))
        parts.append("\n".join(f"{at}. {plain(shorten(line.title, LINE))}" for at, line in enumerate(page.lines, 1)))
        lines = [
            option(f"{at}. {line.title}", line.key, shorten(state_said(line.about, _), LINE))
            for at, line in enumerate(page.lines, 1)
        ]
        parts.append([Select.to("config-facts-pick", page.shelf, placeholder=_("Open …"), options=lines)])
    buttons = []
    if page.number > 0:
        buttons.append(Button.to("config-facts-shelf", page.shelf, page.number - 1, label=_("‹ Before")))
    if page.number + 1 < page.pages:
        buttons.append(Button.to("config-facts-shelf", page.shelf, page.number + 1, label=_("After ›")))
    return [*parts, [*buttons, Button.to("config-facts-home", label=_("Back"))]]


def _versions(id: int, current: int, found: list[Version], _: Words) -> list[Part]:
    """What a fact was, the newest first."""
    lines = []
    for one in found:
        who = f"<@{one.person}>" if one.person else _("somebody who was erased")
        text = plain(shorten(str(one.document.get("statement", "")), LINE))
        state = state_said(one.state, _)
        lines.append(f"**{one.version}** · {state} · {text}\n-# {who} · <t:{int(one.at.timestamp())}:f>")
    older = [
        option(_("Version {number}", number=one.version), str(one.version), str(one.document.get("statement", "")))
        for one in found
        if one.version != current
    ]
    parts: list[Part] = [f"### {_('History')}", *lines[:10]]
    if older:
        parts.append([Select.to("config-facts-restore", id, current, placeholder=_("Go back to …"), options=older)])
    return [*parts, [Button.to("config-facts-home", label=_("Back"))]]


async def show_facts(bot: Divergence, interaction: Interaction, keys: Sequence[str]) -> None:
    """Answer with these facts as curators see them: those of the server to edit, the pack's to hide or annotate."""
    await ConfigFacts(bot).show(interaction, keys)


async def setup(bot: Divergence) -> None:
    shown = ConfigFacts(bot)

    @config_group(bot).command(
        name="facts", description=locale_str("This server's own facts: list, edit, retire; suggestions and reports")
    )
    @app_commands.describe(fact=locale_str("A fact to open by its title, of this server or of the pack"))
    async def open_facts(interaction: Interaction, fact: str = "") -> None:
        await shown.open(interaction, fact)

    @open_facts.autocomplete("fact")
    async def titles(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        return await shown.titles(interaction, current)

    bot.actions |= {
        "config-facts-home": shown.home, "config-facts-shelf": shown.shelf, "config-facts-pick": shown.pick,
        "config-facts-edit": shown.edit, "config-facts-edited": shown.edited, "config-facts-retire": shown.retire,
        "config-facts-history": shown.history, "config-facts-restore": shown.restore, "config-facts-hide": shown.hide,
        "config-facts-note": shown.note, "config-facts-noted": shown.noted, "config-facts-export": shown.export,
    }  # fmt: skip
