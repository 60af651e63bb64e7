"""A round: a mix of kinds, the worlds in balance, nothing twice, and an honest count where there is little."""

from __future__ import annotations

from collections import Counter
from itertools import islice, pairwise
from random import Random

import pytest

from bot.history.model import Pack, World
from bot.quiz.about import find_about
from bot.quiz.difficulty import MIDDLE, learnt
from bot.quiz.known import Asked, Known
from bot.quiz.model import Question, QuestionKind
from bot.quiz.questions.maker import Maker, Wish, series

SEEDS = range(60)


def dice(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - repeatable is what a seed is for


@pytest.fixture(scope="module")
def maker(pack: Pack) -> Maker:
    return Maker.of(pack)


@pytest.fixture(scope="module")
def rounds(maker: Maker) -> list[tuple[Question, ...]]:
    return [maker.make(Wish(10), dice(seed)).questions for seed in SEEDS]


def test_the_same_seed_gives_the_same_round(maker: Maker) -> None:
    assert maker.make(Wish(10), dice(5)) == maker.make(Wish(10), dice(5))
    assert maker.make(Wish(10), dice(5)) != maker.make(Wish(10), dice(6))


def test_ten_questions_are_of_six_kinds(rounds: list[tuple[Question, ...]]) -> None:
    for questions in rounds:
        kinds = Counter(question.kind for question in questions)
        assert len(questions) == 10
        assert kinds[QuestionKind.REAL_OR_ALTERNATE] == 4
        assert kinds[QuestionKind.THREE_WAY] == 2
        assert kinds[QuestionKind.DATE] + kinds[QuestionKind.ORDER] == 1
        assert kinds[QuestionKind.WHO] == kinds[QuestionKind.GAP] == kinds[QuestionKind.DIVERGENCE] == 1


def test_half_of_the_statements_are_of_each_world(rounds: list[tuple[Question, ...]]) -> None:
    for questions in rounds:
        worlds = Counter(question.world for question in questions if question.world)
        assert worlds[World.REAL] == worlds[World.ALTERNATE]
        told = Counter(question.world for question in questions if question.tells_worlds)
        assert told[World.REAL] == told[World.ALTERNATE] == 2


@pytest.mark.parametrize("count", [1, 2, 3, 5, 7, 20, 30])
def test_rounds_of_any_length_are_full_and_as_balanced_as_they_can_be(maker: Maker, count: int) -> None:
    for seed in range(8):
        questions = maker.make(Wish(count), dice(seed)).questions
        worlds = Counter(question.world for question in questions if question.world)
        assert len(questions) == count
        assert abs(worlds[World.REAL] - worlds[World.ALTERNATE]) <= 1


def test_a_third_of_the_three_way_statements_are_in_neither_history(maker: Maker) -> None:
    answers: Counter[str] = Counter()
    for seed in range(120):
        questions = maker.make(Wish(10), dice(seed)).questions
        answers.update(question.answer[0] for question in questions if question.kind is QuestionKind.THREE_WAY)
    assert all(0.22 < count / answers.total() < 0.45 for count in answers.values())


def test_no_answer_comes_four_times_in_a_row(maker: Maker, rounds: list[tuple[Question, ...]]) -> None:
    of_one_kind = [
        maker.make(Wish(20, QuestionKind.REAL_OR_ALTERNATE), dice(seed)).questions for seed in range(20)
    ]  # fmt: skip
    for questions in [*rounds, *of_one_kind]:
        longest = run = 1
        for one, two in pairwise(questions):
            run = run + 1 if one.answer and one.answer == two.answer else 1
            longest = max(longest, run)
        assert longest <= 3


def test_no_divergence_and_no_fact_comes_twice(pack: Pack, rounds: list[tuple[Question, ...]]) -> None:
    for questions in rounds:
        facts = [set(question.facts) for question in questions]
        for number, one in enumerate(facts):
            later = set().union(*facts[number + 1 :])
            assert not one & later
            opposite = {real.id for id in one for real in pack.real_counterparts(pack.facts[id])}
            opposite |= {other.id for id in one for other in pack.departures_from(pack.facts[id])}
            assert not opposite & later


def test_what_was_seen_lately_is_not_asked_while_others_are_left(maker: Maker) -> None:
    seen: set[str] = set()
    for seed in range(5):
        questions = maker.make(Wish(10, known=Known(dict.fromkeys(seen, 1))), dice(seed)).questions
        assert not {question.item for question in questions} & seen
        seen |= {question.item for question in questions}


def test_when_everything_was_seen_it_is_asked_again(maker: Maker) -> None:
    everything = {candidate.item: 1 for candidate in maker.candidates}
    assert len(maker.make(Wish(10, known=Known(everything)), dice(1)).questions) == 10


def test_what_fewest_of_the_players_saw_is_asked_first(maker: Maker) -> None:
    seen = {candidate.item: 3 for candidate in maker.candidates}
    once = [one.item for one in maker.candidates if one.kind is QuestionKind.DATE][:5]
    seen |= dict.fromkeys(once, 1)
    questions = maker.make(Wish(5, QuestionKind.DATE, known=Known(seen)), dice(1)).questions
    assert {question.item for question in questions} == set(once)


def test_what_a_server_leaves_out_is_never_asked(maker: Maker) -> None:
    gaps = [one.item for one in maker.candidates if one.kind is QuestionKind.GAP]
    known = Known(left_out=frozenset(gaps[:-3]))
    questions = maker.make(Wish(10, QuestionKind.GAP, known=known), dice(1)).questions
    assert {question.item for question in questions} <= set(gaps[-3:])
    assert questions


# ---- what the answers taught ------------------------------------------------------------------------------------


def test_a_question_is_as_hard_as_its_answers_say(maker: Maker) -> None:
    (guessed,) = maker.make(Wish(1, QuestionKind.DATE), dice(1)).questions
    known = Known(asked={guessed.item: Asked(100, 30)})
    (asked,) = maker.make(Wish(1, QuestionKind.DATE, known=known), dice(1)).questions
    assert asked.item == guessed.item
    assert asked.difficulty == learnt(guessed.difficulty, Asked(100, 30)) > 0.6 > guessed.difficulty


def test_what_everybody_or_nobody_knows_is_asked_only_while_nothing_else_is_left(maker: Maker) -> None:
    items = [one.item for one in maker.candidates if one.kind is QuestionKind.DATE]
    telling = items[:4]
    known = Known(asked={item: Asked(40, 40) for item in items} | {item: Asked(40, 20) for item in telling})
    questions = maker.make(Wish(6, QuestionKind.DATE, known=known), dice(2)).questions
    assert {question.item for question in questions} > set(telling)
    assert len(questions) == 6


def test_rounds_come_out_about_equally_hard_once_answers_are_there(maker: Maker) -> None:
    skewed = Random(4)  # noqa: S311 - as above
    asked = {one.item: Asked(40, skewed.choice([12, 16, 30, 37])) for one in maker.candidates}

    def off(known: Known) -> float:
        made = [maker.make(Wish(10, known=known), dice(seed)).questions for seed in range(30)]
        hard = [sum(learnt(one.difficulty, asked[one.item]) for one in round) / len(round) for round in made]
        if known.asked:
            hard = [sum(one.difficulty for one in round) / len(round) for round in made]
        return sum(abs(mean - MIDDLE) for mean in hard) / len(hard)

    assert off(Known(asked=asked)) < 0.7 * off(Known())


@pytest.mark.parametrize("kind", QuestionKind)
def test_a_round_may_be_of_one_kind(maker: Maker, kind: QuestionKind) -> None:
    questions = maker.make(Wish(6, kind), dice(3)).questions
    assert [question.kind for question in questions] == [kind] * 6


@pytest.mark.parametrize("name", ["asylum", "Petróleo", "Trotsky", "Diego Rivera", "múgica", "Mexico City", "siqueros"])
def test_a_round_is_about_a_topic_a_person_or_a_place(pack: Pack, maker: Maker, name: str) -> None:
    about = find_about(pack, name)
    assert about
    questions = maker.make(Wish(10, about=about), dice(2)).questions
    assert questions
    assert all(about.fits(pack, question) for question in questions)


def test_nothing_is_about_what_the_pack_does_not_know(pack: Pack) -> None:
    assert find_about(pack, "the price of tea") is None
    assert find_about(pack, "") is None


def test_where_there_is_little_the_round_is_short_and_says_so(pack: Pack, maker: Maker) -> None:
    round = maker.make(Wish(10, about=find_about(pack, "women")), dice(1))
    assert 0 < len(round.questions) < round.wanted == 10


def test_a_topic_of_one_world_asks_nobody_to_tell_worlds_apart(pack: Pack, maker: Maker) -> None:
    questions = maker.make(Wish(10, about=find_about(pack, "dewey-commission")), dice(1)).questions
    assert questions
    assert not any(question.tells_worlds for question in questions)


def test_a_series_goes_on_for_as_long_as_is_wished(maker: Maker) -> None:
    questions = list(series(maker, Wish(45), 7))
    assert len(questions) == 45
    assert len({question.item for question in questions}) == 45
    assert list(islice(series(maker, Wish(45), 7), 3)) == questions[:3]


def test_a_pack_without_items_asks_what_its_facts_allow(tmp_path) -> None:
    from bot.history.pack import load_pack
    from tests.bot.history.packs import FILES

    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    round = Maker.of(load_pack(tmp_path)).make(Wish(10), dice(1))
    assert round.questions == ()
