"""Finding the facts a question is about."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.history.direct import direct
from bot.history.model import Fact, FactText, Kind, Pack, Saying, World
from bot.history.search import Found, Index, Scope, Status
from bot.language import Language


@pytest.fixture(scope="module")
def index(pack: Pack) -> Index:
    return Index.of(pack)


def first(found: Found) -> str:
    return found.matches[0].fact.id


def made_up(id: str, statement: str, world: World = World.REAL, *asked: str) -> Fact:
    text = FactText(f"Title of {id}", statement, asked)
    return Fact(id, world, Kind.EVENT, dict.fromkeys(Language, text), sources=())


LETTING_IN = {"cardenas-announces-asylum", "cardenas-says-yes-in-five-minutes"}


@pytest.mark.parametrize("question", ["who let trotsky into mexico", "quien dejo entrar a trozky"])
def test_the_question_on_the_readme_is_answered_with_a_name(index: Index, question: str):
    found = index.search(question)
    assert found.status is Status.ANSWER
    assert first(found) in LETTING_IN
    assert direct(found.matches[0].fact, question, found.language or Language.EN) == "Lázaro Cárdenas"


@pytest.mark.parametrize(
    ("question", "id"),
    [
        ("quien encabezó la comisión dewey", "dewey-heads-the-commission"),
        ("expropiacion petrolera", "cardenas-expropriates-oil"),
        ("siqueiros attack on the house", "siqueiros-raid"),
        ("SIQUEIROS ATTACK ON THE HOUSE!!!", "siqueiros-raid"),
        ("cuatro pilares del cardenismo", "gilly-four-pillars"),
        ("guatro pilares del cardemismo", "gilly-four-pillars"),
        ("planeta sin visado", "breton-planet-without-visa"),
        ("rural barter", "rural-barter-networks"),
        ("what was the verdict", "commission-verdict-not-guilty"),
        ("when was trotsky born", "trotsky-birth"),
        ("escuadrón 201", "squadron-201"),
    ],
)
def test_the_right_fact_comes_first_whatever_the_language_case_accents_and_typos(index: Index, question: str, id: str):
    found = index.search(question)
    assert first(found) == id
    assert found.status is not Status.NOTHING


@pytest.mark.parametrize("question", ["when did he arrive", "cuando llego"])
def test_a_short_question_is_at_least_worth_a_suggestion(index: Index, question: str):
    assert index.search(question).status is not Status.NOTHING


@pytest.mark.parametrize(
    "question",
    ["best pizza in town", "how do I install python", "receta de tacos al pastor", "who won the 2018 world cup"],
)
def test_a_question_about_something_else_finds_nothing(index: Index, question: str):
    assert index.search(question).status is Status.NOTHING


@pytest.mark.parametrize(
    "question", ["what is the capital of france", "who was trotsky's dentist", "did cardenas meet hitler"]
)
def test_a_question_that_only_shares_words_with_the_corpus_is_not_answered(index: Index, question: str):
    assert index.search(question).status is not Status.ANSWER


@pytest.mark.parametrize(
    "question", ["", "   ", "🎉🎉", "?!", "¿?", "the of and", "que es lo que", "\u202e\u200b", "@everyone"]
)
def test_a_question_without_a_word_that_means_anything_finds_nothing(index: Index, question: str):
    assert index.search(question).status is Status.NOTHING


@pytest.mark.parametrize(
    "question",
    [
        "trotsky " * 1250,
        " ".join(f"word{number}" for number in range(2000)),
        "x" * 300,
        "a\u0301\u0301\u0301" * 2500,
        "{0.__class__}",
        "'; DROP TABLE facts; --",
        'NEAR(trotsky AND OR NOT * "',
        "(((((((((",
        "\x00\x1b[31m",
        "𝔱𝔯𝔬𝔱𝔰𝔨𝔶",
    ],
)
def test_nothing_anyone_types_breaks_it(index: Index, question: str):
    found = index.search(question)
    assert len(found.matches) <= 5


@given(st.text(max_size=400), st.sampled_from(Scope))
def test_any_text_gives_ordered_probabilities_and_the_outcome_of_the_first(question: str, scope: Scope):
    found = Index([made_up("one", "Trotsky came to Mexico"), made_up("two", "The oil firms left")]).search(
        question, scope
    )
    confidences = [match.confidence for match in found.matches]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert found.status is (Status.of(confidences[0]) if confidences else Status.NOTHING)


def test_nothing_found_still_names_the_nearest_facts(index: Index):
    found = index.search("who was the president of brazil in 1950")
    assert found.status is Status.NOTHING
    assert found.matches


def test_the_language_of_the_question_is_told(index: Index):
    assert index.search("who killed trotsky").language is Language.EN
    assert index.search("¿quién mató a Trotsky?").language is Language.ES
    assert index.search("trotsky").language is None


@pytest.mark.parametrize("world", World)
def test_a_scope_of_one_world_gives_facts_of_that_world_only_and_no_twin(index: Index, world: World):
    found = index.search("who got the land", Scope(world.value))
    assert {match.fact.world for match in found.matches} == {world}
    assert found.twin is None


REAL = made_up("real", "The peasants received the land of the great estates")
ALTERNATE = made_up("alternate", "The peasants received the land of the great estates", World.ALTERNATE)
OTHERS = [made_up(f"other{number}", f"Something else happened on day {number}") for number in range(8)]


def test_of_two_that_fit_alike_the_real_one_comes_first_and_the_other_is_its_twin():
    found = Index([ALTERNATE, REAL, *OTHERS]).search("peasants land estates")
    assert first(found) == "real"
    assert found.twin is not None
    assert found.twin.fact is ALTERNATE


def test_an_alternate_fact_that_fits_clearly_better_stays_first():
    better = replace(
        ALTERNATE, text=dict.fromkeys(Language, FactText("Title", "Councils of peasants ran the estates", ()))
    )
    assert first(Index([better, REAL, *OTHERS]).search("councils of peasants ran the estates")) == "alternate"


@pytest.mark.parametrize(
    "asked", ["in the scenario, who got the estates", "¿y en el escenario, las estates?", "what if: estates"]
)
def test_a_question_that_speaks_of_the_scenario_gets_it_first(asked: str):
    assert first(Index([ALTERNATE, REAL, *OTHERS]).search(asked)) == "alternate"


def test_a_question_that_speaks_of_real_life_gets_the_real_fact_first():
    assert first(Index([ALTERNATE, REAL, *OTHERS]).search("in real life who got the estates")) == "real"


def test_the_world_a_question_names_is_not_trusted_blindly():
    squadron = made_up("squadron", "A squadron of fighter pilots flew over the Philippines")
    found = Index([ALTERNATE, squadron, *OTHERS]).search(
        "in the scenario, which squadron of pilots flew over the Philippines"
    )
    assert first(found) == "squadron"


def test_the_words_that_name_a_world_are_no_part_of_what_is_asked():
    index = Index([ALTERNATE, REAL, *OTHERS])
    assert index.search("peasants land estates in the scenario").status is index.search("peasants land estates").status


def test_a_word_of_the_same_lexicon_group_finds_a_fact_but_its_own_word_finds_it_better():
    facts = [made_up("shelter", "The president gave shelter"), made_up("asylum", "The president gave asylum"), *OTHERS]
    lexicon = [("asylum", "shelter", "let in", "asilo")]
    index = Index(facts, lexicon)
    assert [match.fact.id for match in index.search("asylum").matches] == ["asylum", "shelter"]
    assert {match.fact.id for match in index.search("who let him in").matches} == {"asylum", "shelter"}
    assert not Index(facts).search("asilo").matches


def test_a_phrasing_a_fact_is_asked_as_answers():
    facts = [
        made_up("axe", "Mercader struck with a mountaineer's tool", World.REAL, "what was the murder weapon"),
        *OTHERS,
    ]
    found = Index(facts).search("the murder weapon?")
    assert (found.status, first(found)) == (Status.ANSWER, "axe")


@pytest.mark.parametrize(("what", "id"), [("", "two"), ("deed", "one")])
def test_how_people_put_a_fact_rightly_speaks_for_it(what: str, id: str):
    facts = [
        made_up("one", "The council met the miners", World.REAL, "what about the mines"),
        made_up("two", "The council met the miners", World.REAL, "what about the mines"),
    ]
    saying = Saying("two", "It hung on to them with both hands", Language.EN, what)
    assert first(Index([*facts, *OTHERS], sayings=[saying]).search("did the council hang on to the mines")) == id


def test_facts_that_contradict_each_other_are_both_offered_and_neither_is_the_answer():
    facts = [made_up("early", "The council met first in 1938"), made_up("late", "The council met first in 1939")]
    found = Index([*facts, *OTHERS]).search("when did the council meet first")
    assert found.status is Status.SUGGEST
    assert {match.fact.id for match in found.matches[:2]} == {"early", "late"}


def test_of_two_facts_asked_for_in_the_same_content_words_the_small_words_tell_which():
    before = made_up("before", "Abelardo Rodríguez led the land", World.REAL, "who was president before the general")
    after = made_up("after", "Manuel Ávila led the land", World.REAL, "who was president after the general")
    index = Index([before, after, *OTHERS])
    assert first(index.search("the president after the general was who")) == "after"
    assert first(index.search("the president before the general was who")) == "before"


def test_a_fact_without_phrasings_holds_its_own_among_facts_that_have_some():
    asked = made_up(
        "asked", "The miners went on strike", World.REAL, "did the miners strike", "the strike in the mines"
    )
    bare = made_up("bare", "The bakers went on strike in Puebla")
    assert first(Index([asked, bare, *OTHERS]).search("strike of the bakers of puebla")) == "bare"


@pytest.mark.parametrize(
    "asked",
    ["in the alt timeline, who got the estates", "who got the estates in the made up version",
     "en la ucronía, who got the estates", "en el mundo inventado, estates"],
)  # fmt: skip
def test_the_other_history_has_many_names(asked: str):
    assert first(Index([ALTERNATE, REAL, *OTHERS]).search(asked)) == "alternate"


def test_when_asked_for_a_time_a_fact_with_a_date_is_preferred():
    undated = made_up("undated", "The council met in the palace")
    dated = made_up("dated", "The council met in the palace in 1938")
    assert first(Index([undated, dated, *OTHERS]).search("when did the council meet in the palace")) == "dated"


FACTS = st.lists(
    st.builds(
        made_up,
        st.sampled_from([f"fact{number}" for number in range(6)]),
        st.lists(st.sampled_from("trotsky oil land asylum church grain rail school".split()), min_size=1).map(" ".join),
        st.sampled_from(World),
    ),
    max_size=8,
)


@given(FACTS, FACTS, st.sets(st.sampled_from([f"fact{number}" for number in range(6)])))
def test_an_index_that_grew_and_shrank_is_the_index_built_of_what_is_left(
    early: list[Fact], late: list[Fact], gone: set[str]
):
    grown = Index({fact.id: fact for fact in early}.values())
    for fact in late:
        grown.add(fact)
    for id in gone:
        grown.remove(id)
    left = {fact.id: fact for fact in (*early, *late) if fact.id not in gone}
    built = Index(left.values())
    assert len(grown) == len(built)
    for question in ("oil and land", "when did trotsky get asylum", "chruch grian", "school"):
        one, other = grown.search(question), built.search(question)
        assert [match.fact for match in one.matches] == [match.fact for match in other.matches]
        assert [match.confidence for match in one.matches] == pytest.approx(
            [match.confidence for match in other.matches]
        )


def test_a_fact_that_was_removed_is_found_no_more_and_removing_it_again_is_no_error():
    index = Index([REAL, ALTERNATE])
    index.remove("real")
    index.remove("real")
    assert [match.fact.id for match in index.search("peasants").matches] == ["alternate"]


def test_an_empty_index_finds_nothing():
    assert Index().search("who let trotsky into mexico") == Found(Status.NOTHING, (), None, Language.EN)
