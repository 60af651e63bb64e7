"""Time zones: found by city, by beginnings and in spite of typos, and by nothing else."""

from __future__ import annotations

import pytest

from bot.services.zones import complete, named, names


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("mexico", "America/Mexico_City"), ("new york", "America/New_York"), ("MADRID", "Europe/Madrid"),
        ("madird", "Europe/Madrid"), ("são paulo", "America/Sao_Paulo"), ("buenos", "America/Buenos_Aires"),
        ("utc", "UTC"),
    ],
)  # fmt: skip
def test_a_city_comes_first(typed, first):
    assert complete(typed)[0] == first


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "xqzzyk", "🕰️"])
def test_what_is_like_no_zone_finds_none(typed):
    assert complete(typed) == []


@pytest.mark.parametrize("typed", ["../../etc/passwd", "/etc/localtime", "Europe", "Europe/", "x\x00", "", "9" * 5000])
def test_only_the_name_of_a_zone_is_one(typed):
    assert named(typed) is None


def test_a_name_counts_whatever_its_case():
    assert str(named("europe/madrid")) == "Europe/Madrid"
    assert str(named("America/new york")) == "America/New_York"


def test_every_zone_that_is_offered_is_one():
    assert all(named(name) for name in names()[::40])
    assert len(complete("a", 25)) == 25
