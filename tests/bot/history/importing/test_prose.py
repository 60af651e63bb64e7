"""Prose becomes passages, each with its place in the document."""

from __future__ import annotations

import pytest

from bot.errors import BadInput
from bot.history.importing.found import Wish
from bot.history.importing.reading import read_file
from bot.history.model import Kind, World
from bot.language import Language

WISH = Wish(World.REAL, "The ledger", Language.EN)


def passages(pack, text: str, name: str = "text.md"):
    found = read_file(name, text.encode(), WISH, pack)
    assert all(one.kind is Kind.PASSAGE for one in found.contents)
    return found.contents


def places(contents):
    return [(one.spot.heading, one.spot.paragraph, one.spot.item, one.spot.footnote) for one in contents]


def test_headings_paragraphs_items_and_footnotes_keep_their_place(pack):
    text = """# First part

A first paragraph that goes
on over two lines.

- One item of a list
- Another item of it

## Second part

A second paragraph, with a note.[^2]

[^2]: What the note says at length.
"""
    contents = passages(pack, text)
    assert contents[0].statement == "A first paragraph that goes on over two lines."
    assert places(contents) == [
        ("First part", 1, None, None), ("First part", None, 1, None), ("First part", None, 2, None),
        ("Second part", 2, None, None), ("", None, None, 2),
    ]  # fmt: skip


def test_in_a_text_whose_lines_are_paragraphs_short_lines_without_a_stop_are_headings(pack):
    long = "The quarry was opened by nineteen men who had never held a chisel, and who did not like the work at all."
    text = f"The quarry and its people\n{long} {long}\nWhat they ate\n- Soup and bread\n- Turnip soup was sold on \
Thursdays.\n- Bread was sold on Mondays.\nAfterwards\nIn the end {long} {long}\n"
    assert places(passages(pack, text, "text.txt")) == [
        ("The quarry and its people", 1, None, None), ("Soup and bread", None, 1, None),
        ("Soup and bread", None, 2, None), ("Afterwards", 2, None, None),
    ]  # fmt: skip


def test_numbered_items_that_the_text_refers_to_are_its_footnotes(pack):
    text = (
        "The owners closed the quarry.(1) Nobody was told of it.(2)\n\n  1. The letter is lost for ever.\n    back to \
text\n  2. A witness said so later on.\n  3. This is merely a third item.\n"
    )
    assert [(spot[2], spot[3]) for spot in places(passages(pack, text, "text.txt"))] == [
        (None, None), (None, 1), (None, 2), (3, None),
    ]  # fmt: skip


def test_a_long_paragraph_is_cut_between_sentences_and_its_parts_keep_its_number(pack):
    said = "The U.S. owners counted {} stonecutters in the quarry on every single morning of that year."
    contents = passages(pack, " ".join(said.replace("{}", str(number)) for number in range(10, 24)))
    assert [one.statement.count("owners") for one in contents] == [6, 6, 2]
    assert {one.spot.paragraph for one in contents} == {1}
    assert all(one.statement.endswith("year.") and one.statement.startswith("The U.S. owners") for one in contents)


def test_people_places_and_a_single_date_are_recognised_where_they_are_certain(pack):
    first, second, third = passages(
        pack,
        "Diego Rivera moved to Coyoacán on 7 March 1938 (Perez 1991).\n\nIn 1935 and in 1936 it rained a lot there.\n\n"
        "They sold coral necklaces in may.\n",
    )
    assert (first.people, first.places, first.when) == (["diego-rivera"], ["coyoacan"], "1938-03-07")
    assert second.when == ""
    assert (third.people, third.when) == ([], "")


def test_what_stands_there_twice_is_taken_once_and_said(pack):
    found = read_file("text.md", b"The same words again and again.\n\nThe same words again and again.\n", WISH, pack)
    assert len(found.contents) == 1
    assert [str(fault.what) for fault in found.faults] == ["says the same as entry 1"]


def test_more_passages_than_are_allowed_are_refused(pack):
    text = "\n\n".join(f"Paragraph number {number} of the ledger." for number in range(501))
    with pytest.raises(BadInput, match="more than"):
        read_file("text.md", text.encode(), WISH, pack)


def test_marks_of_markdown_and_links_are_taken_out(pack):
    [one] = passages(pack, "The **quarry** stands [in the hills](https://example.org/x) and *sells* stone.\n")
    assert one.statement == "The quarry stands in the hills and sells stone."
