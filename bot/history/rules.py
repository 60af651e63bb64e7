"""What a pack must keep to beyond its shape: the checks of `divergence data check`, each a small function.

Every check yields sentences that begin with the file and the entry they are about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from bot.history import item_rules, prompts, sayings
from bot.history.entries import CitationEntry, FactEntry, FactTextEntry
from bot.history.model import Kind, SourceKind, World
from bot.language import Language
from bot.text import fold

if TYPE_CHECKING:
    from bot.history.pack import Sheets

TITLE_LIMIT = 60
STATEMENT_LIMIT = {World.REAL: 250, World.ALTERNATE: 195}
NOTE_LIMIT = 170
WHY_LIMIT = 155
TELL_LIMIT = 95
NEEDED_LIMIT = 160
NEAR_DUPLICATE = 90
"""rapidfuzz token-sort similarity, 0 to 100, from which two statements are taken for one."""

# The seal says which world it is; a statement that says it too teaches readers to trust the wording.
_TELLS = re.compile(
    r"\b(real|really|actually|in reality|alternate|scenario|fictional|realmente|en realidad|de hecho|escenario"
    r"|alternas?|alternos?|ficticios?|ficticias?)\b",
    re.IGNORECASE,
)
_MONTH_NAMES = (
    "january february march april may june july august september october november december "
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
).split()
# "May" and "March" are words as well as months; a day beside them makes them dates.
_MONTH = "|".join(_MONTH_NAMES)
_ONLY_MONTH = "|".join(set(_MONTH_NAMES) - {"may", "march"})
_DATE = re.compile(
    rf"\b(?:1[0-9]|20)[0-9]{{2}}\b|\b(?:{_ONLY_MONTH})\b|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+|de\s+)?(?:{_MONTH})\b",
    re.IGNORECASE,
)
_UNREPUTABLE = re.compile(
    r"(^|\.)(blogspot\.\w+|wordpress\.com|scribd\.com|academia\.edu|dokumen\.\w+|pdfcoffee\.com|vdoc\.pub|docsity\.com"
    r"|coursehero\.com|studocu\.com|facebook\.com|reddit\.com|quora\.com|x\.com|twitter\.com|medium\.com|bit\.ly|t\.co"
    r"|tinyurl\.com|googleusercontent\.com|libgen\.\w+|z-lib\.\w+|fandom\.com|pinterest\.\w+|staging\.[\w.]+)$"
)


def faults_in(sheets: Sheets, *, thorough: bool) -> list[str]:
    """Every fault of meaning in the sheets, in the order of the checks.

    `thorough` adds what compares every pair of facts: for those who write a pack, not for every start of the bot.
    """
    checks: list[Callable[[Sheets], Iterator[str]]] = [
        _languages, _emptiness, _duplicates, _worlds, _unknown_ids, _voices, _corrections, _lengths, _wording,
        _phrasings, _addresses, _names, _renames, item_rules.faults_in, prompts.faults_in, sayings.faults_in,
    ]  # fmt: skip
    if thorough:
        checks.append(_near_duplicates)
    return [fault for check in checks for fault in check(sheets)]


def _texts(fact: FactEntry) -> Iterator[tuple[Language, FactTextEntry]]:
    yield Language.EN, fact.en
    yield Language.ES, fact.es


def _languages(sheets: Sheets) -> Iterator[str]:
    if sheets.pack and set(sheets.pack.languages) != set(Language):
        yield f"pack.toml: languages must be {', '.join(sorted(Language))}"


def _renames(sheets: Sheets) -> Iterator[str]:
    """An id that was ever given to a fact leads to one that there is, or is retired; never to another fact."""
    if sheets.pack is None:
        return
    ids, renamed, retired = {entry.id for _, entry in sheets.facts}, sheets.pack.renamed, set(sheets.pack.retired)
    for old in sorted((renamed.keys() | retired) & ids):
        yield f"pack.toml: {old} is renamed or retired, and there is a fact of that id"
    for old in sorted(renamed.keys() & retired):
        yield f"pack.toml: {old} is both renamed and retired"
    for old, new in renamed.items():
        seen = {old}
        while new in renamed and new not in seen:
            seen.add(new)
            new = renamed[new]
        if new not in ids | retired:
            yield f"pack.toml: renamed {old} leads to {new}, which is no fact"


def _emptiness(sheets: Sheets) -> Iterator[str]:
    if not sheets.facts and not sheets.faults:
        yield "pack.toml: the pack has no facts"


def _duplicates(sheets: Sheets) -> Iterator[str]:
    seen: dict[str, str] = {}
    for file, fact in sheets.facts:
        if fact.id in seen:
            yield f"{file}: {fact.id}: the id is already used in {seen[fact.id]}"
        seen.setdefault(fact.id, file)


def _worlds(sheets: Sheets) -> Iterator[str]:
    for file, fact in sheets.facts:
        here = f"{file}: {fact.id}"
        folder = file.split("/", maxsplit=1)[0]
        right = "alternate" if fact.world is World.ALTERNATE else "background" if fact.tier == "background" else "real"
        if folder != right:
            yield f"{here}: a fact of this world and tier belongs in {right}/"
        match fact.world:
            case World.REAL:
                if fact.tier is None:
                    yield f"{here}: a real fact needs its tier (document or background)"
                if fact.correction is not None:
                    yield f"{here}: a real fact has no correction"
                if fact.tier == "background" and fact.confidence is None:
                    yield f"{here}: a background fact needs its confidence"
            case World.ALTERNATE:
                if fact.tier is not None:
                    yield f"{here}: an alternate fact has no tier"
                if fact.correction is None:
                    yield f"{here}: an alternate fact needs its correction"
        for citation in fact.sources:
            source = sheets.sources.get(citation.source)
            if source and (source.kind is SourceKind.FICTION) != (fact.world is World.ALTERNATE):
                yield f"{here}: {citation.source} is a source of the other world"


def _citations(fact: FactEntry) -> Iterator[CitationEntry]:
    waiting = [*fact.sources, *(citation for note in fact.notes for citation in note.sources)]
    while waiting:
        citation = waiting.pop()
        yield citation
        if citation.via:
            waiting.append(citation.via)


def _unknown_ids(sheets: Sheets) -> Iterator[str]:
    topics = set(sheets.pack.topics) if sheets.pack else set()

    def unknown(here: str, what: str, ids: Iterable[str], known: Iterable[str]) -> Iterator[str]:
        yield from (f"{here}: unknown {what} “{id}”" for id in dict.fromkeys(ids) if id not in set(known))

    for file, fact in sheets.facts:
        here = f"{file}: {fact.id}"
        yield from unknown(here, "source", (citation.source for citation in _citations(fact)), sheets.sources)
        yield from unknown(here, "person", [*fact.people, *([fact.by] if fact.by else [])], sheets.people)
        yield from unknown(here, "place", fact.places, sheets.places)
        yield from unknown(here, "topic", fact.topics, topics)
        yield from (f"{here}: actor “{id}” is not among its people" for id in fact.actors if id not in fact.people)
    for id, place in sheets.places.items():
        yield from unknown(f"places.toml: {id}", "place", [place.within] if place.within else [], sheets.places)
    dated = [fact.id for _, fact in sheets.facts if fact.when and fact.world is World.REAL]
    for id, person in sheets.people.items():
        yield from unknown(f"people.toml: {id}", "dated real fact", [person.died] if person.died else [], dated)


def _voices(sheets: Sheets) -> Iterator[str]:
    for file, fact in sheets.facts:
        needs = fact.kind in {Kind.SAID, Kind.JUDGEMENT}
        if needs and fact.by is None:
            yield f"{file}: {fact.id}: a fact of kind {fact.kind} must say by whom"
        if not needs and fact.by is not None:
            yield f"{file}: {fact.id}: only what was said or argued has a “by”"


def _corrections(sheets: Sheets) -> Iterator[str]:
    worlds = {fact.id: fact.world for _, fact in sheets.facts}
    for file, fact in sheets.facts:
        for id in fact.correction.facts if fact.correction else ():
            if id not in worlds:
                yield f"{file}: {fact.id}: its correction names an unknown fact “{id}”"
            elif worlds[id] is not World.REAL:
                yield f"{file}: {fact.id}: its correction names “{id}”, which is not a real fact"


def _lengths(sheets: Sheets) -> Iterator[str]:
    def too_long(here: str, what: str, text: str, limit: int) -> Iterator[str]:
        if len(text) > limit:
            yield f"{here}: {what} has {len(text)} characters, at most {limit}"

    for file, fact in sheets.facts:
        here = f"{file}: {fact.id}"
        for language, text in _texts(fact):
            yield from too_long(here, f"{language} title", text.title, TITLE_LIMIT)
            yield from too_long(here, f"{language} statement", text.statement, STATEMENT_LIMIT[fact.world])
            for note in fact.notes:
                yield from too_long(here, f"{language} note", getattr(note, language), NOTE_LIMIT)
            if fact.correction:
                correction = getattr(fact.correction, language)
                yield from too_long(here, f"{language} correction.why", correction.why, WHY_LIMIT)
                yield from too_long(here, f"{language} correction.tell", correction.tell, TELL_LIMIT)
                yield from too_long(here, f"{language} correction.needed", correction.needed, NEEDED_LIMIT)


def _wording(sheets: Sheets) -> Iterator[str]:
    titles: dict[tuple[str, str], str] = {}
    for file, fact in sheets.facts:
        for language, text in _texts(fact):
            here = f"{file}: {fact.id}: {language}"
            if (other := titles.setdefault((language, fold(text.title)), fact.id)) != fact.id:
                yield f"{here} title is also that of {other}"
            for what, words in (("title", text.title), ("statement", text.statement)):
                if found := _TELLS.search(words):
                    yield f"{here} {what} says “{found[0]}”: the seal says which world it is"
            if found := _DATE.search(text.title):
                yield f"{here} title gives away a date: “{found[0]}”"


def _near_duplicates(sheets: Sheets) -> Iterator[str]:
    for (_, one), (file, two) in combinations(sheets.facts, 2):
        # The worlds are meant to stand close to each other; within a world two like statements are one fact.
        if one.world is two.world and (
            fuzz.token_sort_ratio(one.en.statement, two.en.statement, score_cutoff=NEAR_DUPLICATE)
            or fuzz.token_sort_ratio(one.es.statement, two.es.statement, score_cutoff=NEAR_DUPLICATE)
        ):
            yield f"{file}: {two.id}: says nearly the same as {one.id}"


def _phrasings(sheets: Sheets) -> Iterator[str]:
    seen: dict[str, str] = {}
    for file, fact in sheets.facts:
        for phrase in (*fact.en.asked_as, *fact.es.asked_as):
            if (other := seen.setdefault(fold(phrase), fact.id)) != fact.id:
                yield f"{file}: {fact.id}: “{phrase}” is asked of {other} too"


def _addresses(sheets: Sheets) -> Iterator[str]:
    shorts: dict[str, str] = {}
    for id, source in sheets.sources.items():
        here = f"sources.toml: {id}"
        if (other := shorts.setdefault(fold(source.short), id)) != id:
            yield f"{here}: its short form is also that of {other}"
        if re.search(r"https?://|www\.", source.reference):
            yield f"{here}: the reference holds a bare address"
        if source.url is None:
            continue
        try:
            parts = urlsplit(source.url)
            host = parts.hostname or ""
        except ValueError:
            host = ""
        if not host or parts.scheme not in {"http", "https"} or parts.username or re.fullmatch(r"[\d.:\[\]]+", host):
            yield f"{here}: the address is not a plain web address"
        elif _UNREPUTABLE.search(host):
            yield f"{here}: {host} is not an address to cite (a mirror, a dump, a shortener or a forum)"


def _names(sheets: Sheets) -> Iterator[str]:
    for file, table in (("people.toml", sheets.people), ("places.toml", sheets.places)):
        seen: dict[str, str] = {}
        for id, entry in table.items():
            for form in dict.fromkeys(map(fold, (entry.name.en, entry.name.es, *entry.aliases))):
                if (other := seen.setdefault(form, id)) != id:
                    yield f"{file}: {id}: “{form}” is also a name of {other}"
