"""What members suggest and servers keep, as cards and forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
from discord import ui

from bot.history.card import Line, Role, fact_card, shaped_title
from bot.history.likeness import Likeness
from bot.history.model import Fact, Kind, Pack, World
from bot.history.own import NAMES, SOURCE, STATEMENT, TOPIC, WHY, Content, fact_of
from bot.history.verdict_card import difference
from bot.language import Language, Words, mark, words
from bot.services.suggesting import REASON, Entry, Report, State, Suggestion, name_of
from cogs.ui.buttons import Button, form
from cogs.ui.cards import layout, markdown
from cogs.ui.limits import PLACEHOLDER

WORLDS = (World.REAL, World.ALTERNATE)
"""By the number that stands for each in the id of a component."""
STATES = {
    "proposed": mark("waiting"), "returned": mark("asked back"), "accepted": mark("taught"),
    "rejected": mark("rejected"), "retired": mark("retired"), "edit": mark("changed"),
}  # fmt: skip
_NEWS = {
    "accepted": mark("Your suggestion is taught from now on."),
    "returned": mark("A curator asks about your suggestion: {reason}"),
    "rejected": mark("Your suggestion was not taken: {reason}"),
}


def fact_form(action: str, *ids: int, world: World, given: Mapping[str, str], _: Words) -> ui.Modal:
    """A form for a fact of one world, filled with what is `given`; five items at most."""
    title = _("◆ A fact of the alternate history") if world is World.ALTERNATE else _("● A fact of real history")
    fields: dict[str, tuple[str, ui.TextInput[Any]]] = {
        "statement": (_("What happened, in one sentence"), _input(given, "statement", STATEMENT[world], long=True)),
        "when": (_("When, if it is known"), _input(given, "when", 40, hint=_("1936, 1936-12-07, 7 December 1936"))),
        "source": (
            _("Where it is from"),
            _input(given, "source", SOURCE, required=True, hint=_("Author, title, year, page")),
        ),
        "names": (_("People and places, with commas"), _input(given, "names", NAMES)),
    }
    if world is World.ALTERNATE:
        fields["why"] = (_("What really was instead"), _input(given, "why", WHY, long=True))
    return form(action, *ids, title=title, **fields)


def _input(
    given: Mapping[str, str], key: str, limit: int, *, long: bool = False, required: bool = False, hint: str = ""
) -> ui.TextInput[Any]:
    return ui.TextInput(
        style=discord.TextStyle.paragraph if long else discord.TextStyle.short, max_length=limit,
        required=long or required, default=given.get(key, "")[:limit] or None, placeholder=hint[:PLACEHOLDER] or None,
    )  # fmt: skip


def said_form(action: str, *ids: int, title: str, label: str, limit: int = REASON, given: str = "") -> ui.Modal:
    """A form for one text."""
    text: ui.TextInput[Any] = ui.TextInput(
        style=discord.TextStyle.paragraph, max_length=limit, default=given[:limit] or None, required=limit == REASON
    )
    return form(action, *ids, title=title, said=(label, text))


def given_by(content: Content) -> dict[str, str]:
    """What stands in a form about a fact that is there already."""
    return {
        "statement": content.statement, "when": content.when, "source": content.source, "names": content.names,
        "why": content.why,
    }  # fmt: skip


def likeness_lines(likeness: Likeness, language: Language) -> list[Line]:
    """What is taught that says nearly the same or otherwise."""
    _ = words(language)
    lines = []
    if likeness.same:
        lines.append(Line(Role.HEADING, _("Nearly the same is taught already")))
        lines += [Line(Role.BODY, shaped_title(fact, language)) for fact in likeness.same]
    if likeness.against and likeness.against.fact:
        lines.append(Line(Role.HEADING, _("A fact says otherwise")))
        lines.append(Line(Role.BODY, shaped_title(likeness.against.fact, language)))
        lines += [Line(Role.SMALL, difference(one, _)) for one in likeness.against.differs[:2]]
    return [Line(Role.BREAK), *lines] if lines else []


def by_line(text: str, person: int | None) -> Line:
    """`text` and who; only the text if that is no longer known."""
    return Line(Role.PERSON, text, id=person) if person is not None else Line(Role.SMALL, text)


def news_lines(pack: Pack, entry: Entry, language: Language) -> list[Line]:
    """What became of a suggestion, for whoever made it."""
    _ = words(language)
    said = _(_NEWS.get(entry.state, _NEWS["accepted"]), reason=entry.reason or "")
    return [*fact_card(pack, _fact(pack, entry), language), Line(Role.BREAK), Line(Role.BODY, said)]


def suggestion_view(pack: Pack, found: Suggestion, language: Language) -> ui.LayoutView:
    """A suggestion beside what is like it, with what curators can do with it."""
    assert found.entry is not None
    entry, _ = found.entry, words(language)
    lines = [
        *fact_card(pack, found.fact, language),
        Line(Role.BREAK),
        by_line(_("Suggestion {number}", number=entry.id), entry.author),
        *likeness_lines(found.likeness, language),
    ]
    if entry.state is State.RETURNED:
        lines.append(Line(Role.SMALL, _("Asked back: {reason}", reason=entry.reason or "")))
    to = (entry.id, entry.version)
    buttons = [
        Button.to("config-own-accept", *to, label=_("Accept"), style=discord.ButtonStyle.success),
        Button.to("config-own-rewrite", *to, label=_("Edit")),
        Button.to("config-own-ask", *to, label=_("Ask back")),
        Button.to("config-own-reject", *to, label=_("Reject"), style=discord.ButtonStyle.danger),
    ]
    return layout(lines, buttons)


def decided_lines(pack: Pack, entry: Entry, decider: int, language: Language) -> list[Line]:
    """A suggestion after it was decided on, and by whom."""
    _ = words(language)
    return [
        *fact_card(pack, _fact(pack, entry), language),
        Line(Role.BREAK),
        by_line(_("Suggestion {number}", number=entry.id), entry.author),
        by_line(state_said(entry.state, _), decider),
    ]


def report_view(pack: Pack, report: Report, language: Language, done_by: int | None = None) -> ui.LayoutView:
    """What somebody says is wrong with a fact, the fact, and what curators can do; or who did."""
    _ = words(language)
    fact = pack.facts.get(report.fact) or pack.hidden.get(report.fact)
    lines = [*fact_card(pack, fact, language), Line(Role.BREAK)] if fact else []
    lines.append(by_line(_("Report {number}", number=report.id), report.reporter))
    lines.append(Line(Role.BODY, _("“{words}”", words=report.words)))
    if done_by is not None:
        return layout([*lines, by_line(_("dealt with"), done_by)])
    buttons = [
        Button.to("config-report-done", report.id, label=_("Done"), style=discord.ButtonStyle.success),
        Button.to("config-report-reply", report.id, label=_("Reply")),
    ]
    if fact is not None and fact.topics != (TOPIC,) and fact.kind is not Kind.PASSAGE:
        buttons.append(Button.to("config-report-hide", report.id, label=_("Hide the fact here")))
        buttons.append(Button.to("config-report-note", report.id, label=_("Annotate")))
    return layout(lines, buttons)


def state_said(state: str, _: Words) -> str:
    """A state in a word."""
    return _(STATES[state]) if state in STATES else state


def shelf_lines(pack: Pack, fact: Fact, language: Language) -> str:
    """A fact's card as one paragraph of a panel, its seal first."""
    return "\n".join(markdown(line) for line in fact_card(pack, fact, language) if line.text)


def _fact(pack: Pack, entry: Entry) -> Fact:
    return fact_of(name_of(entry.id), Content.read(entry.document), pack)
