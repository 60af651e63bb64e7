"""Cards as Discord gets them: within its limits, whatever is put into them."""

from __future__ import annotations

import pytest

from bot.history.card import Line, Role, fact_card, sources_card
from bot.history.model import Pack
from bot.language import Language
from cogs.ui.buttons import Button
from cogs.ui.cards import layout
from cogs.ui.limits import COMPONENTS, MESSAGE_TEXT
from tests.discord_view import parts


def written(view) -> str:
    return "".join(part["content"] for part in parts(view.to_components()) if "content" in part)


@pytest.mark.parametrize("language", Language)
def test_every_shipped_fact_and_its_sources_fit_a_message(pack: Pack, language):
    for fact in pack.facts.values():
        for card in (fact_card(pack, fact, language), sources_card(pack, fact, language)):
            view = layout(card, [Button.to("ask-sources", 2**62, label="x" * 200)], above="a" * 60)
            assert len(written(view)) <= MESSAGE_TEXT
            assert len(list(parts(view.to_components()))) <= COMPONENTS


@pytest.mark.parametrize("language", Language)
def test_no_shipped_list_of_sources_is_cut_short(pack: Pack, language):
    for fact in pack.facts.values():
        assert "…" not in written(layout(sources_card(pack, fact, language))).splitlines()[-1][-3:], fact.id


def test_a_card_that_is_too_long_is_cut_and_still_fits():
    view = layout([Line(Role.SMALL, "word " * 300) for _ in range(20)], above="asked")
    assert len(written(view)) <= MESSAGE_TEXT


def test_each_world_has_a_frame_of_its_colour_that_begins_with_its_seal(pack: Pack):
    for fact in pack.facts.values():
        frames = layout(fact_card(pack, fact, Language.EN)).to_components()
        colours = [frame["accent_color"] for frame in frames]
        assert colours == ([0xE69F00, 0x0072B2] if fact.correction else [0x0072B2])
        for frame in frames:
            seal = "**● REAL HISTORY**" if frame["accent_color"] == 0x0072B2 else "**◆ ALTERNATE HISTORY**"
            assert frame["components"][0]["content"].startswith(seal)


def test_a_frame_never_mixes_worlds(pack: Pack):
    for fact in pack.facts.values():
        for card in (fact_card(pack, fact, Language.EN), sources_card(pack, fact, Language.EN)):
            for frame in layout(card).to_components():
                seals = {mark for mark in "●◆" if mark in "".join(part.get("content", "") for part in parts([frame]))}
                assert len(seals) == 1


def test_an_address_is_shown_as_its_host():
    view = layout([Line(Role.SMALL, "A page", url="https://example.org/a(b)>c")])
    assert "[example.org](<https://example.org/a(b%29%3Ec>)" in written(view)
