"""TOML, JSON and CSV become facts; what a server hands out comes back in as it was."""

from __future__ import annotations

import json
import tomllib

import pytest

from bot.errors import BadInput
from bot.history.exporting import as_csv, as_toml
from bot.history.importing.found import Wish
from bot.history.importing.reading import read_file
from bot.history.model import Kind, World
from bot.history.own import Content, Spot
from bot.language import Language, words

WISH = Wish(World.REAL, "The ledger", Language.EN)
KEPT = [
    ("own-1", Content(world=World.REAL, statement="Nineteen men cut stone.", source="Ledger, “p. 3”", when="1935-03")),
    ("own-2", Content(world=World.ALTERNATE, statement="=1+1 stones \\ were sold.", source="Essay", kind=Kind.SAID,
                      by="diego-rivera", people=["diego-rivera"], places=["coyoacan"], why="None were.", tell="Count.",
                      real=["own-1"], names="somebody else", title="Stones", language=Language.ES)),
    ("own-3", Content(world=World.ALTERNATE, statement="They ate turnip soup.", source="Essay", kind=Kind.PASSAGE,
                      spot=Spot(heading="Food", item=2))),
]  # fmt: skip


def read(pack, name: str, content: str):
    return read_file(name, content.encode(), WISH, pack)


def test_a_flat_list_takes_world_and_source_from_the_wish(pack):
    found = read(pack, "list.json", json.dumps([{"statement": "Nineteen men cut stone.", "when": "1935"}]))
    [content] = found.contents
    assert (content.world, content.source, content.when, content.kind) == (World.REAL, "The ledger", "1935", Kind.EVENT)


def test_the_shape_of_a_pack_is_read_in_one_language(pack):
    found = read(
        pack, "pack.toml",
        """
[[fact]]
id = "stones"
world = "alternate"
kind = "event"
when = "1942"
people = ["diego-rivera"]
topics = ["asylum"]
sources = [{ source = "gall-2010", paragraph = 3 }]
[fact.es]
title = "Piedras"
statement = "Se vendieron las piedras."
asked_as = ["piedras"]
[fact.correction]
facts = ["cardenas-expropriates-oil"]
[fact.correction.es]
why = "No fue así."
tell = "No hubo piedras."
needed = "Haría falta una cantera."
""",
    )  # fmt: skip
    [content] = found.contents
    assert (content.language, content.statement, content.why) == (
        Language.ES, "Se vendieron las piedras.", "No fue así.",
    )  # fmt: skip
    assert content.spot.paragraph == 3
    assert content.source == pack.sources["gall-2010"].short if "gall-2010" in pack.sources else True


@pytest.mark.parametrize("suffix", ["toml", "csv"])
def test_what_is_handed_out_comes_back_as_it_was(pack, suffix):
    content = as_toml(KEPT) if suffix == "toml" else as_csv(KEPT)
    found = read(pack, f"facts.{suffix}", content)
    assert found.faults == []
    assert list(zip(found.ids, found.contents, strict=True)) == KEPT


def test_the_toml_that_is_handed_out_is_toml(pack):
    assert len(tomllib.loads(as_toml(KEPT))["fact"]) == 2


def test_no_cell_of_the_csv_begins_like_a_formula():
    cells = [cell for line in as_csv(KEPT).splitlines() for cell in line.split(",")]
    assert any(cell.startswith("'=") for cell in cells)
    assert not any(cell.lstrip().startswith(("=", "@", "+")) for cell in cells)


@pytest.mark.parametrize(("row", "said"), [
    ({"statement": "Stones.", "wordl": "real"}, "wordl is not a field that belongs here"),
    ({"statement": ""}, "statement"),
    ({"statement": "They sold stones.", "when": "soon"}, "is not a date"),
    ({"statement": "They sold stones.", "world": "alternate"}, "needs its correction"),
    ({"statement": "They sold stones.", "kind": "rumour"}, "kind"),
    ({"statement": 7}, "must be text"),
    ("just words", "is not an entry"),
    ({"statement": "word " * 80}, "at most 280"),
])  # fmt: skip
def test_each_entry_that_cannot_be_taken_in_is_named_and_the_others_come_in(pack, row, said):
    found = read(pack, "list.json", json.dumps([row, {"statement": "They sold nineteen stones."}]))
    assert len(found.contents) == 1
    assert str(found.faults[0].where) == "fact 1"
    assert said in str(found.faults[0].what)


def test_each_problem_is_told_in_the_language_of_whoever_reads_it(pack):
    rows = [
        {"statement": "Stones.", "wordl": "real"}, {"statement": ""}, {"statement": "They sold.", "when": "soon"},
        {"statement": "They sold stones.", "world": "alternate"}, {"statement": "They sold.", "kind": "rumour"},
        {"statement": 7}, "just words", {"statement": "word " * 80}, {"statement": "They sold.", "people": 5},
        {"statement": "They sold.", "paragraph": "x"}, {"statement": "They sold.", "paragraph": 0},
        {"statement": "They sold.", "real": ["X Y"] * 9}, {"statement": "They sold.", "language": "fr"},
        {"statement": "They.", "when": "1938-02-30"}, {"statement": "They.", "when": "1940/1936"},
        {"statement": "They sold.", "title": "title " * 20}, {"statement": "Fine.", "people": ["nobody-known"]},
        {"statement": "Fine."},
    ]  # fmt: skip
    spanish, english = words(Language.ES), words(Language.EN)
    faults = read(pack, "list.json", json.dumps({"fact": rows, "odd": 1})).faults
    assert len(faults) >= len(rows) - 1
    for fault in faults:
        for sentence in (fault.where, fault.what):
            if sentence.message not in {"“{key}”"}:
                assert sentence.said(spanish) != sentence.said(english), sentence


@pytest.mark.parametrize(("name", "content", "said"), [
    ("a.json", '{"fact": [}', "línea 1, columna 11"),
    ("a.json", '[{"statement": "a", "statement": "b"}]', "dos veces"),
    ("a.json", '[{"paragraph": NaN}]', "NaN no es un número"),
    ("a.toml", "[[fact]]\nstatement = ", "TOML"),
    ("a.toml", "[[fact]\n", "línea 1"),
    ("a.csv", 'statement\n"open', "comillas"),
    ("a.json", '[{"statement": ""}]', "hecho 1: "),
])  # fmt: skip
def test_a_file_that_cannot_be_read_says_so_in_spanish_too(pack, name, content, said):
    with pytest.raises(BadInput) as refused:
        read(pack, name, content)
    assert said in words(Language.ES)(refused.value.message, **refused.value.fields)


def test_names_that_are_no_ids_are_looked_up_and_ids_that_are_unknown_are_said(pack):
    found = read(pack, "list.csv", 'statement,people\nThey sold stones.,"Diego Rivera, nobody-known"\n')
    assert found.contents[0].people == ["nobody-known", "diego-rivera"]
    assert "nobody-known" in str(found.faults[0].what)


def test_a_csv_without_a_column_of_statements_is_refused(pack):
    with pytest.raises(BadInput, match="statement"):
        read(pack, "list.csv", "who,what\na,b\n")
