"""Saying which of several things is meant."""

from __future__ import annotations

import pytest

from bot.practice.choosing import choose
from bot.practice.places import Refused

FLOWERS = [("Red rose", 1), ("Red tulip", 2), ("Ñandú grass", 3), ("1940", 4), ("🌺", 5)]


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [("2", 2), ("red TULIP", 2), ("tul", 2), ("nandu", 3), ("1940", 4), ("🌺", 5), ("red r", 1)],
)
def test_a_number_a_name_or_its_beginning_is_enough(wanted, meant):
    assert choose(wanted, FLOWERS, "flower") == meant


def test_of_two_that_match_neither_is_chosen():
    with pytest.raises(Refused, match=r"could be \[1\] Red rose or \[2\] Red tulip"):
        choose("red", FLOWERS, "flower")


@pytest.mark.parametrize("wanted", ["", "0", "9", "oak", "²", "9" * 5000])
def test_what_is_not_there_is_refused_with_what_is(wanted):
    with pytest.raises(Refused, match=r"There is no flower .* There are: \[1\] Red rose"):
        choose(wanted, FLOWERS, "flower")
