"""Cards: every shipped fact, in both languages, with its seal, its sources and, if it needs one, its correction."""

from __future__ import annotations

import pytest

from bot.history.card import (
    CARD_LIMIT,
    SHAPES,
    Line,
    Role,
    cite,
    fact_card,
    nothing_card,
    plain_text,
    seal,
    shaped_title,
    sources_card,
    suggestion_card,
)
from bot.history.model import Fact, Kind, Pack, World
from bot.language import Language, words

SEALS = {
    (World.REAL, Language.EN): "● REAL HISTORY",
    (World.REAL, Language.ES): "● HISTORIA REAL",
    (World.ALTERNATE, Language.EN): "◆ ALTERNATE HISTORY",
    (World.ALTERNATE, Language.ES): "◆ HISTORIA ALTERNA",
}
LONGEST_DIRECT = "x" * 80
pytestmark = pytest.mark.parametrize("language", Language)


def text(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines if line.role is not Role.RULE)


def of_world(pack: Pack, world: World) -> list[Fact]:
    return [fact for fact in pack.facts.values() if fact.world is world]


def test_every_card_begins_with_its_seal_and_names_the_other_world_only_to_correct(pack: Pack, language):
    for fact in pack.facts.values():
        seals = [line for line in fact_card(pack, fact, language) if line.role is Role.SEAL]
        assert fact_card(pack, fact, language)[0] == seals[0]
        assert [line.text for line in seals] == [
            SEALS[world, language] for world in ([fact.world] if fact.world is World.REAL else [fact.world, World.REAL])
        ]


def test_every_card_says_its_title_or_the_direct_answer_then_its_statement(pack: Pack, language):
    for fact in pack.facts.values():
        assert fact_card(pack, fact, language)[1].text == fact.text[language].title
        assert fact_card(pack, fact, language, direct="In Tampico")[1].text == "In Tampico"
        assert fact_card(pack, fact, language)[2].text == fact.text[language].statement


def test_every_alternate_card_ends_with_its_correction_under_the_real_seal(pack: Pack, language):
    for fact in of_world(pack, World.ALTERNATE):
        lines = fact_card(pack, fact, language)
        correction = lines[lines.index(seal(World.REAL, language)) :]
        assert fact.correction is not None
        assert correction[1].text == fact.correction.text[language].why
        assert fact.correction.text[language].tell in correction[2].text
        assert cite(pack.real_counterparts(fact)[0].sources[0], language) in correction[3].text
        assert lines[-1] == correction[3]


def test_every_card_fits_a_phone_even_with_the_longest_direct_answer_or_a_twin(pack: Pack, language):
    longest = {world: max(of_world(pack, world), key=lambda fact: len(fact.text[language].title)) for world in World}
    long = {
        f"{fact.id}: {length}"
        for fact in pack.facts.values()
        for direct, twin in ((None, None), (LONGEST_DIRECT, None), (None, longest[fact.world.other]))
        if (length := len(text(fact_card(pack, fact, language, direct=direct, twin=twin)))) > CARD_LIMIT
    }
    assert not long


def test_what_a_card_has_no_room_for_is_in_its_sources(pack: Pack, language):
    for fact in pack.facts.values():
        for note in fact.notes:
            assert note.words[language] in text(sources_card(pack, fact, language))


def test_every_card_says_where_it_comes_from(pack: Pack, language):
    for fact in pack.facts.values():
        assert any(
            line.text.startswith(words(language)("Source: {sources}", sources=cite(fact.sources[0], language)))
            for line in fact_card(pack, fact, language)
        )


def test_every_card_says_when_as_precisely_as_it_is_known(pack: Pack, language):
    for fact in pack.facts.values():
        if fact.when:
            assert fact.when.show(language) in text(fact_card(pack, fact, language)[3:])


def test_every_judgement_says_who_argues_it_and_all_that_was_said_who_said_it(pack: Pack, language):
    sentences = {Kind.JUDGEMENT: "Argued by {name}", Kind.SAID: "Said by {name}"}
    for fact in pack.facts.values():
        if fact.kind in sentences:
            assert fact.by is not None
            by = words(language)(sentences[fact.kind], name=fact.by.name[language])
            assert by in fact_card(pack, fact, language)[3].text


def test_every_real_card_tells_where_scholarship_differs(pack: Pack, language):
    for fact in of_world(pack, World.REAL):
        for note in fact.notes[:1]:
            assert note.words[language] in text(fact_card(pack, fact, language, direct=LONGEST_DIRECT))


def test_a_fact_that_both_histories_have_says_so_and_names_the_other_where_there_is_room(pack: Pack, language):
    both = words(language)("Both histories answer this.").rstrip(".")
    twin = of_world(pack, World.ALTERNATE)[0]
    # The source has the last word; the line stands just above it.
    last = [fact_card(pack, fact, language, twin=twin)[-2].text for fact in of_world(pack, World.REAL)]
    assert all(line.startswith(both) for line in last)
    assert sum(shaped_title(twin, language) in line for line in last) > len(last) / 2


def test_the_card_of_sources_lists_every_citation_in_full_under_its_own_seal(pack: Pack, language):
    for fact in pack.facts.values():
        lines = sources_card(pack, fact, language)
        assert lines[0].text == SEALS[fact.world, language]
        cited = [*fact.sources, *(citation for note in fact.notes for citation in note.sources)]
        cited += [citation for real in pack.real_counterparts(fact) for citation in real.sources]
        listed = [(line.text, line.url) for line in lines if line.text.startswith("– ")]
        assert listed == [(f"– {cite(one, language, full=True)}", one.source.url) for one in cited]
        under = [line.text for line in lines if line.role is Role.SEAL][1:]
        assert under == [SEALS[World.REAL, language]] * len(pack.real_counterparts(fact))


def test_a_citation_read_elsewhere_says_where(pack: Pack, language):
    via = next(one for fact in pack.facts.values() for one in fact.sources if one.via)
    assert via.source.short in cite(via, language)
    assert via.via.source.short in cite(via, language)


def test_titles_are_never_offered_without_their_shape(pack: Pack, language):
    facts = [of_world(pack, world)[0] for world in World]
    offered = text(nothing_card(facts, language)).splitlines()
    assert all(f"{SHAPES[fact.world]} {fact.text[language].title}" in offered for fact in facts)
    assert {"●", "◆"} <= set(text(suggestion_card(language)))


def test_nothing_is_said_honestly_even_with_nothing_near(pack: Pack, language):
    assert len(nothing_card([], language)) == 2
    assert len(nothing_card(list(pack.facts.values()), language)) == 6


def test_plain_text_rules_off_the_correction_and_gives_addresses(pack: Pack, language):
    fact = of_world(pack, World.ALTERNATE)[0]
    assert plain_text(fact_card(pack, fact, language)).split("\n───\n")[1].startswith(SEALS[World.REAL, language])
    real = next(fact for fact in of_world(pack, World.REAL) if fact.sources[0].source.url)
    assert f"\n  {real.sources[0].source.url}" in plain_text(sources_card(pack, real, language))
