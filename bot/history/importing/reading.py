"""Any file that is brought in: its kind by its name, its text checked, its entries with whom and what they name."""

from __future__ import annotations

from bot.errors import BadInput
from bot.history.importing import csv, json, prose, toml
from bot.history.importing.found import Found, Wish
from bot.history.importing.text import suffix_of, text_of
from bot.history.model import Pack
from bot.history.own import SOURCE, Recogniser
from bot.language import Sentence, mark
from bot.text import clean, fold


def read_file(name: str, content: bytes, wish: Wish, pack: Pack) -> Found:
    """What a file holds; BadInput, within a moment, for whatever is no file of facts or prose.

    An entry that stands there twice is a fault; people, places and dates of passages are those of `pack`.
    """
    suffix = suffix_of(name)
    text = text_of(content)
    known = {id: clean(source.short, SOURCE) for id, source in pack.sources.items()}
    match suffix:
        case "toml":
            found = toml.read(text, wish, known)
        case "json":
            found = json.read(text, wish, known)
        case "csv":
            found = csv.read(text, wish, known)
        case _:
            found = prose.read(text, wish, markdown=suffix in {"md", "markdown"})
    return _checked(found, pack)


def _checked(found: Found, pack: Pack) -> Found:
    """Without what stands there twice, and with what each entry names."""
    recogniser, seen = Recogniser(pack), dict[str, int]()
    kept = Found(faults=found.faults)
    for number, (id, content) in enumerate(zip(found.ids, found.contents, strict=True), start=1):
        said = f"{content.world}: {fold(content.statement)}"
        if said in seen:
            same = Sentence(mark("says the same as entry {number}"), {"number": seen[said]})
            kept.refuse(_entry(number), same)
            continue
        seen[said] = number
        for name in (*content.people, *content.places):
            if recogniser.name(name) is None:
                unknown = mark("“{name}” is no person or place of the pack; it is left out")
                kept.refuse(_entry(number), Sentence(unknown, {"name": name}))
        people, places = recogniser.typed(content.names)
        typed = {"people": [*content.people, *people], "places": [*content.places, *places]}
        kept.add(recogniser.complete(content.model_copy(update=typed)), id)
    if not kept.contents:
        if not kept.faults:
            raise BadInput(mark("Nothing in that file can be taken in."))
        first = kept.faults[0]
        raise BadInput(
            mark("Nothing in that file can be taken in. {where}: {what}"), where=first.where, what=first.what
        )
    return kept


def _entry(number: int) -> Sentence:
    return Sentence(mark("entry {number}"), {"number": number})
