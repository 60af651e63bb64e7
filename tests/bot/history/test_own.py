"""What a server adds, hides and annotates, over a pack that everybody shares."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.history.card import CARD_LIMIT, fact_card, plain_text, sources_card
from bot.history.compare import pair_card
from bot.history.model import Kind, Pack, World
from bot.history.own import HEADING, NOTE, PASSAGE, SOURCE, STATEMENT, WHY, Content, Spot, date_in, fact_of, with_own
from bot.history.search import Index, Scope, Status
from bot.history.subject import Subject
from bot.history.verdict.checker import Verdict
from bot.history.verdict_card import ruling_card
from bot.language import Language
from bot.quiz.questions.parts import GAP
from bot.quiz.questions.who import build, candidates

SOUP = Content(world=World.REAL, statement="Nineteen stonecutters ate turnip soup at the quarry.", source="Ledger")
SEAT = Content(
    world=World.ALTERNATE, statement="The stonecutters of the quarry elected a parliament.", source="Essay",
    why="They only went on strike.", real=["own:1"],
)  # fmt: skip
PIECE = Content(
    world=World.ALTERNATE, kind=Kind.PASSAGE, statement="The canteen of the quarry counted its barrels on Thursdays.",
    source="Essay", spot=Spot(heading="The canteen", paragraph=4),
)  # fmt: skip


def over(subject: Subject, *contents: Content, hidden: tuple[str, ...] = (), notes: dict[str, str] | None = None):
    own = [fact_of(f"own:{number}", content, subject.pack) for number, content in enumerate(contents, start=1)]
    return subject.over(with_own(subject.pack, own, hidden, notes), own)


def test_facts_of_the_server_and_of_the_pack_answer_side_by_side(subject):
    both = over(subject, SOUP, SEAT)
    assert both.index.search("who ate turnip soup at the quarry").matches[0].fact.id == "own:1"
    shared = subject.index.search("when was the oil expropriated by cardenas")
    found = both.index.search("when was the oil expropriated by cardenas")
    assert found.matches[0].fact is shared.matches[0].fact
    assert found.status is shared.status is Status.ANSWER
    assert subject.index.search("who ate turnip soup at the quarry").status is not Status.ANSWER


def test_typos_in_words_that_only_the_server_knows_are_forgiven(subject):
    assert over(subject, SOUP).index.search("turnpi soup of the stonecuters").matches[0].fact.id == "own:1"


def test_a_fact_comes_before_a_passage_that_fits_hardly_better(subject):
    same = Content(**{**SOUP.model_dump(), "kind": Kind.PASSAGE})
    found = over(subject, same, SOUP).index.search("who ate turnip soup at the quarry")
    assert [match.fact.id for match in found.matches[:2]] == ["own:2", "own:1"]
    assert found.status is Status.ANSWER


def test_what_is_hidden_is_found_by_nothing_but_corrections_still_rest_on_it(subject):
    id = "cardenas-expropriates-oil"
    without = over(subject, hidden=(id,))
    assert id not in without.pack.facts
    assert all(match.fact.id != id for match in without.index.search("oil expropriation of cardenas").matches)
    assert (
        without.claims.one("Cárdenas expropriated the oil companies in March 1938.").fact is not subject.pack.facts[id]
    )
    departing = subject.pack.departures_from(subject.pack.facts[id])
    for fact in departing:
        assert without.pack.real_counterparts(fact)
        assert "REAL HISTORY" in plain_text(fact_card(without.pack, fact, Language.EN))
        assert without.pack.counterpart(fact) is None or without.pack.counterpart(fact).id != id


def test_a_note_of_the_server_stands_under_the_fact_and_the_fact_is_as_it_was(subject):
    id = "cardenas-expropriates-oil"
    noted = over(subject, notes={id: "Read the decree aloud."})
    fact = noted.index.search("when was the oil expropriated by cardenas").matches[0].fact
    assert "Note of this server: Read the decree aloud." in plain_text(fact_card(noted.pack, fact, Language.EN))
    assert fact.text == subject.pack.facts[id].text
    assert not any(note.local for note in subject.pack.facts[id].notes)


def test_a_servers_fact_is_shown_in_its_own_language_whichever_is_asked_for(subject):
    own = over(subject, Content(world=World.REAL, statement="Se vendía sopa.", source="Libro", language=Language.ES))
    for language in Language:
        assert "Se vendía sopa." in plain_text(fact_card(own.pack, own.pack.facts["own:1"], language))


def test_a_pair_of_the_servers_own_can_be_compared(subject):
    own = over(subject, SOUP, SEAT)
    [pair] = [pair for pair in own.pairs.all if pair.alternate.id == "own:2"]
    assert pair.real.id == "own:1"
    told = plain_text(pair_card(pair, Language.EN))
    assert "They only went on strike." in told
    assert "How to tell" not in told


def test_a_claim_is_judged_by_the_servers_facts_and_passages(subject):
    own = over(subject, SOUP, SEAT, PIECE)
    for claim, verdict in (
        ("Nineteen stonecutters ate turnip soup at the quarry.", Verdict.REAL),
        ("The stonecutters of the quarry elected a parliament.", Verdict.ALTERNATE),
        ("The canteen of the quarry counted its barrels on Thursdays.", Verdict.ALTERNATE),
    ):
        ruling = own.claims.one(claim)
        assert ruling.verdict is verdict, claim
        card = plain_text(ruling_card(own.pack, ruling))
        assert ("They only went on strike" in card) == (ruling.fact.id == "own:2")
        assert subject.claims.one(claim).verdict is Verdict.UNKNOWN


def test_passages_are_on_no_timeline_in_no_list_of_titles_and_in_no_question(subject):
    from bot.history.timeline import on_timelines
    from bot.quiz.questions import candidates

    dated = Content(**{**PIECE.model_dump(), "when": "1943-02-03"})
    own = over(subject, dated)
    assert "own:1" not in {fact.id for fact in on_timelines(own.pack)}
    assert own.titles.complete("the canteen", Language.EN, list(World)) == []
    assert not any("own:1" in candidate.facts for candidate in candidates(own.pack))


def test_dated_facts_of_the_server_become_questions_when_they_are_complete(subject):
    from bot.quiz.questions import build, candidates

    dated = [Content(**{**SOUP.model_dump(), "statement": f"{number} stonecutters left.", "when": f"193{number}-05"})
             for number in range(4, 9)]  # fmt: skip
    lone = Content(**{**SEAT.model_dump(), "real": [], "when": "1943"})
    own = over(subject, *dated, lone)
    found = {candidate.item for candidate in candidates(own.pack)}
    assert {"date:own:1", "order:real/of-this-server"} <= found
    assert not any("own:6" in candidate.facts for candidate in candidates(own.pack))
    assert build(own.pack, "date:own:1#0").facts == ("own:1",)
    assert len(build(own.pack, "order:real/of-this-server#0").facts) >= 3


def filled(world: World, kind: Kind, length: int) -> Content:
    """A content as long as it may be."""
    limit = PASSAGE if kind is Kind.PASSAGE else STATEMENT[world]
    return Content(
        world=world, kind=kind, statement=("word " * 200)[: min(limit, length + 9)].strip(), source="s" * SOURCE,
        title="t" * 60, when="1936-12-19/1937-01-09", spot=Spot(heading="h" * HEADING, paragraph=99),
        why="w" * WHY if world is World.ALTERNATE and kind is not Kind.PASSAGE else "",
    )  # fmt: skip


full = st.builds(filled, st.sampled_from(World), st.sampled_from([Kind.EVENT, Kind.PASSAGE]), st.integers(1, PASSAGE))


@given(full)
@settings(max_examples=60)
def test_a_card_of_anything_that_can_be_kept_fits_a_phone(content):
    pack = Pack("p", "1.0.0", {}, {}, {}, {}, {}, {}, {}, {}, ())
    fact = fact_of("own:1", content, pack)
    shown = with_own(pack, [fact])
    for language in Language:
        lines = fact_card(shown, fact, language)
        assert sum(len(line.text) + 1 for line in lines) <= CARD_LIMIT
        assert lines[0].world is content.world
        assert sources_card(shown, fact, language)


def test_the_one_date_of_a_text_is_found_and_none_where_there_are_several():
    assert date_in("He landed on 9 January 1937 at dawn.") == "1937-01-09"
    assert date_in("Vino en diciembre de 1936.") == "1936-12"
    assert date_in("It rained in 1936, and again in 1940.") == ""
    assert date_in("It rained (Gilly, 1995: 179).") == ""
    assert date_in("It rained.") == ""


def test_an_overlay_costs_nothing_to_those_who_have_none(subject):
    assert isinstance(subject.index, Index)
    assert subject.index.search("turnip soup", Scope.REAL).status is not Status.ANSWER
    assert NOTE < WHY


@pytest.mark.parametrize("bad", [
    {"statement": ""}, {"statement": "a\nb"}, {"statement": "x" * 281}, {"when": "soon"}, {"source": ""},
    {"why": "because"}, {"world": "alternate"}, {"statement": "tur\u202ened"},
])  # fmt: skip
def test_what_cannot_be_kept_is_refused(bad):
    with pytest.raises(ValueError):
        Content.read({"world": "real", "statement": "They sold stone.", "source": "Ledger", **bad})


def said_by(name: str, **fields: object) -> Content:
    return Content(
        world=World.REAL, kind=Kind.SAID, by=name, source="Letter", when="1938-05",
        statement="In a letter Diego Rivera called the soup of the quarry the best in Coyoacán.", **fields
    )  # fmt: skip


def test_who_said_what_the_server_adds_is_asked_with_people_of_the_time_who_did_not(subject):
    pack = over(subject, said_by("diego-rivera")).pack
    (who,) = [one for one in pack.items.whos if one not in subject.pack.items.whos]
    assert who.name.id == "diego-rivera"
    assert len({name.id for name in who.others} - {"diego-rivera"}) >= 3
    (name,) = [candidate.name for candidate in candidates(pack) if candidate.facts == ("own:1",)]
    question = build(pack, name, 0)
    assert GAP in question.prompt[Language.EN]
    assert "Rivera" not in question.prompt[Language.EN]
    assert question.reveal[Language.ES].record


def test_who_did_it_is_not_asked_of_deeds_nor_of_words_that_name_nobody(subject):
    deed = SOUP.model_copy(update={"people": ["diego-rivera"], "by": "diego-rivera"})
    unnamed = said_by("andre-breton")
    assert over(subject, deed, unnamed).pack.items.whos == subject.pack.items.whos


def test_prompts_of_discussions_go_with_the_facts_they_start_from_and_carry_the_servers_notes(subject):
    prompt = next(iter(subject.pack.prompts.values()))
    first = prompt.facts[0].id
    assert prompt.id not in over(subject, hidden=(first,)).pack.prompts
    noted = over(subject, notes={first: "Seen in the archive."}).pack.prompts[prompt.id]
    assert noted.facts[0].notes != prompt.facts[0].notes
    assert set(over(subject, SOUP).pack.prompts) == set(subject.pack.prompts)
