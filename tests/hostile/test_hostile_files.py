"""Files made to do harm, made as they are used: each is refused with a sentence and without filling the memory."""

from __future__ import annotations

import tracemalloc

import pytest

from bot.errors import BadInput
from bot.history.importing.found import Wish
from bot.history.importing.reading import read_file
from bot.history.importing.text import SIZE
from bot.history.model import World
from bot.language import Language, words
from tests.hostile.files import HOSTILE

MEMORY = 48 * SIZE
"""Bytes that looking at a file of one MiB may take for a moment."""


@pytest.mark.parametrize("kind", HOSTILE)
def test_it_is_refused_in_a_sentence_without_filling_the_memory(pack, kind):
    name, make = HOSTILE[kind]
    content = make()
    tracemalloc.start()
    try:
        with pytest.raises(BadInput) as refused:
            read_file(name, content, Wish(World.REAL, "Source", Language.EN), pack)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    said = words(Language.EN)(refused.value.message, **refused.value.fields)
    assert said.strip().endswith(".") or ":" in said
    assert len(said) < 400
    assert all(character.isprintable() for character in said)
    assert most < MEMORY


def test_there_are_more_than_twenty_of_them():
    assert len(HOSTILE) >= 25
    assert all(len(make()) <= SIZE + 1 for _name, make in HOSTILE.values())
