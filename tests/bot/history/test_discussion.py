"""What the cards of a discussion say: the record first, nothing of the scenario where it is not shown, and counts."""

from __future__ import annotations

import pytest

from bot.history.card import Role, plain_text, seal
from bot.history.discussion import (
    Ballot,
    Cited,
    Part,
    evidence_card,
    nudge_card,
    opening_card,
    result_card,
    second_vote_card,
)
from bot.history.model import Pack, Prompt, World
from bot.language import Language
from cogs.ui.cards import layout
from cogs.ui.limits import MESSAGE_TEXT

BOTH, REAL = frozenset(World), frozenset({World.REAL})
EN = Language.EN


@pytest.fixture
def prompt(pack: Pack) -> Prompt:
    return pack.prompts["what-made-18-march-possible"]


def test_every_opening_card_says_the_real_facts_first_then_the_departure_then_the_question(pack: Pack):
    for prompt in pack.prompts.values():
        for language in Language:
            said = plain_text(opening_card(prompt, BOTH, language))
            parts = [
                seal(World.REAL, language).text,
                *(fact.text[language].statement for fact in prompt.facts),
                seal(World.ALTERNATE, language).text,
                prompt.alternate.text[language].statement,
                prompt.alternate.correction.text[language].why,
                prompt.text[language].question,
                *prompt.text[language].options,
            ]
            places = [said.find(part) for part in parts]
            assert -1 not in places
            assert places == sorted(places)


def test_every_opening_card_fits_a_message_whole(pack: Pack):
    for prompt in pack.prompts.values():
        for language in Language:
            lines = opening_card(prompt, BOTH, language)
            assert layout(lines).content_length() <= MESSAGE_TEXT
            assert sum(len(line.text) for line in lines) <= MESSAGE_TEXT / 2


def test_where_only_the_record_is_shown_nothing_of_the_scenario_is_quoted(pack: Pack):
    for prompt in pack.prompts.values():
        for language in Language:
            said = plain_text(opening_card(prompt, REAL, language))
            assert prompt.alternate.text[language].statement not in said
            assert seal(World.ALTERNATE, language).text not in said


def test_the_question_stands_in_no_worlds_frame(prompt):
    frames = layout(opening_card(prompt, BOTH, EN)).to_components()
    assert [frame.get("accent_color") is None for frame in frames] == [False, False, False, True]


def test_every_fact_is_sourced_and_words_are_given_to_who_said_them(pack: Pack):
    said = plain_text(opening_card(pack.prompts["a-word-not-to-interfere"], BOTH, EN))
    assert "Said by Leon Trotsky · Source: Gall 2010" in said
    assert said.count("Source: ") == 4


def test_evidence_begins_with_its_seal_and_names_who_brought_it_in_which_part(pack: Pack, prompt):
    head, who, *_ = evidence_card(pack, Cited(prompt.facts[0], 7, Part.ARCHIVIST), EN)
    assert head == seal(World.REAL, EN)
    assert (who.role, who.text, who.id) == (Role.PERSON, "Cited · Archivist", 7)


def test_alternate_evidence_brings_its_correction_and_the_pair(pack: Pack, prompt):
    said = plain_text(evidence_card(pack, Cited(prompt.alternate, 7, Part.SCENARIST), EN))
    assert prompt.alternate.correction.text[EN].why in said
    assert "Departs from: ● Cárdenas expropriates the oil companies" in said


def test_a_nudge_is_the_prompts_gentle_question_and_where_to_go_on(pack: Pack, prompt):
    said = plain_text(nudge_card(prompt, pack.prompts[prompt.next], EN))
    assert said.startswith(prompt.text[EN].nudge)
    assert "Or go on to “From boycott to trade agreement” with /discuss start." in said


def test_the_second_card_asks_the_same_question(prompt):
    said = plain_text(second_vote_card(prompt, EN, 24))
    assert said.startswith(prompt.text[EN].question)
    assert "after 24 hours" in said
    assert "closed" in plain_text(second_vote_card(prompt, EN, 24, voting=False))


def test_the_result_counts_both_votes_and_the_moves_of_those_who_voted_twice(pack: Pack, prompt):
    ballots = [Ballot(0, 1), Ballot(0, 1), Ballot(1, 1), Ballot(3, 0), Ballot(0, None), Ballot(None, 2)]
    said = plain_text(result_card(pack, prompt, ballots, [], EN)).splitlines()
    shown = {
        one[0]: (two, three) for one, two, three in zip(said, said[1:], said[2:], strict=False) if one[1:3] == " ·"
    }
    assert shown == {
        "A": ("before: 3 ██████", "after: 1 ██"),
        "B": ("before: 1 ██", "after: 3 ██████"),
        "C": ("before: 0", "after: 1 ██"),
        "D": ("before: 1 ██", "after: 0"),
    }
    assert "First vote: 5 · second vote: 5 · both: 4" in said
    assert "Shift among those who voted twice: A → B 2, D → A 1, unchanged 1" in said


def test_a_result_without_votes_or_evidence_says_so_in_numbers(pack: Pack, prompt):
    said = plain_text(result_card(pack, prompt, [], [], EN))
    assert "First vote: 0 · second vote: 0 · both: 0" in said
    assert "Shift" not in said
    assert "HISTORY" not in said


def test_the_result_lists_what_was_cited_by_world_and_by_whom(pack: Pack, prompt):
    cited = [
        Cited(prompt.alternate, 7, Part.SCENARIST),
        Cited(prompt.facts[0], 8, None),
        Cited(prompt.facts[1], None, Part.ARCHIVIST),
    ]
    lines = result_card(pack, prompt, [], cited, EN)
    said = plain_text(lines)
    assert said.index("● REAL HISTORY") < said.index("◆ ALTERNATE HISTORY") < said.index("Departs from: ●")
    assert "Archivist · a former member" in said
    assert [line.id for line in lines if line.role is Role.PERSON] == [8, 7]


def test_a_hundred_citations_still_make_one_message(pack: Pack, prompt):
    cited = [Cited(fact, 7, None) for fact in list(pack.facts.values())[:100]]
    lines = result_card(pack, prompt, [Ballot(0, 1)], cited, EN)
    assert layout(lines).content_length() <= MESSAGE_TEXT
    assert "and " in plain_text(lines)


def test_where_the_scenario_is_covered_the_question_and_the_record_are_not(prompt):
    lines = opening_card(prompt, BOTH, EN, scenario_last=True)
    frames = layout(lines, spoiler=True).to_components()
    assert [(frame.get("accent_color"), frame["spoiler"]) for frame in frames][-1] == (0xE69F00, True)
    assert [frame["spoiler"] for frame in frames] == [False, False, False, True]
