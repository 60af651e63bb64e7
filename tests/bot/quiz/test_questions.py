"""Every kind of question, made from the shipped pack: what it asks, what is right, and what it never does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.history.model import Pack, World
from bot.language import Language
from bot.quiz.judge import Judgement, judge
from bot.quiz.lint import Report, faults_of, lint, questions
from bot.quiz.model import ALTERNATE, CONTRADICTED, NONE, REAL, Question, QuestionKind
from bot.quiz.questions import build, candidates
from bot.quiz.questions.undated import without_dates


@pytest.fixture(scope="module")
def pool(pack: Pack) -> list[Question]:
    """Every item, in some of its variants."""
    return list(questions(pack))


@pytest.fixture(scope="module")
def report(pack: Pack) -> Report:
    return lint(pack)


def of(pool: list[Question], kind: QuestionKind) -> Iterator[Question]:
    return (question for question in pool if question.kind is kind)


def test_the_linter_finds_nothing_wrong_with_any_question(report: Report) -> None:
    print("\n" + "\n".join(f"{kind} {answer}: {count}" for (kind, answer), count in report.counts.items()))
    assert report.faults == ()


def test_there_are_questions_enough_of_every_kind_and_world(report: Report) -> None:
    assert report.counts["real-or-alternate", "real"] >= 30
    assert report.counts["real-or-alternate", "alternate"] >= 30
    assert report.counts["three-way", "contradicted"] >= 30
    assert {kind for kind, _ in report.counts} == {kind.value for kind in QuestionKind}


def test_the_linter_sees_a_year_a_second_right_option_and_a_leak(pack: Pack, pool: list[Question]) -> None:
    told = next(of(pool, QuestionKind.REAL_OR_ALTERNATE))
    dated = replace(told, prompt={language: text + " 1942." for language, text in told.prompt.items()})
    assert any("names a year" in fault for fault in faults_of(pack, dated))

    date = next(of(pool, QuestionKind.DATE))
    twice = replace(date, options=tuple(replace(option, correct=True) for option in date.options))
    assert any("not exactly one option is right" in fault for fault in faults_of(pack, twice))

    who = next(of(pool, QuestionKind.WHO))
    right = who.option(who.answer[0])
    assert right is not None
    leaking = replace(who, prompt={language: f"{right.text[language]}, as is known." for language in Language})
    assert any("holds its answer" in fault for fault in faults_of(pack, leaking))


def test_the_same_id_gives_the_same_question(pack: Pack, pool: list[Question]) -> None:
    assert all(build(pack, question.id) == question for question in pool[::7])


@pytest.mark.parametrize(
    "id", ["", "date", "date:#0", "date:nothing#0", "who:nothing#1", "what:x#0", "gap:x#y", "order:real/x#0"]
)
def test_an_id_the_pack_does_not_have_is_a_key_error(pack: Pack, id: str) -> None:
    with pytest.raises(KeyError):
        build(pack, id)


def test_only_events_and_what_was_said_are_asked(pack: Pack, pool: list[Question]) -> None:
    kinds = Counter(pack.facts[id].kind.value for question in pool for id in question.facts)
    assert set(kinds) == {"event", "said"}


def test_a_statement_to_be_told_apart_has_the_world_of_its_fact(pack: Pack, pool: list[Question]) -> None:
    for question in of(pool, QuestionKind.REAL_OR_ALTERNATE):
        assert question.world is pack.facts[question.facts[0]].world
        assert question.answer == (question.world.value,)
        assert question.seal is None


def test_after_an_alternate_statement_comes_its_correction(pool: list[Question]) -> None:
    for question in of(pool, QuestionKind.REAL_OR_ALTERNATE):
        if question.world is World.ALTERNATE:
            for reveal in question.reveal.values():
                assert reveal.record
                assert reveal.scenario
                assert reveal.why
                assert reveal.tell
                assert reveal.source


def test_a_near_miss_is_real_or_contradicted_by_one_thing(pack: Pack) -> None:
    real, changed = build(pack, "three-way:where-roosevelt-came#0"), build(pack, "three-way:where-roosevelt-came#1")
    assert (real.answer, changed.answer) == ((REAL,), (CONTRADICTED,))
    assert real.prompt[Language.EN] == changed.prompt[Language.EN].replace("Veracruz", "Monterrey")
    assert changed.world is None
    assert changed.facts == ("roosevelt-meets-avila-camacho",)
    assert "“Monterrey”" in (changed.reveal[Language.ES].why or "")


def test_real_and_contradicted_near_misses_are_as_many(pack: Pack) -> None:
    near = Counter(candidate.verdict for candidate in candidates(pack) if candidate.parity is not None)
    assert near[REAL] == near[CONTRADICTED]


def test_wrong_dates_lie_near_and_outside_the_precision(pack: Pack, pool: list[Question]) -> None:
    about = build(pack, "date:commission-verdict-not-guilty#0")  # about December 1937
    shown = {option.text[Language.EN] for option in about.options if not option.correct}
    assert not shown & {"October 1937", "November 1937", "January 1938", "February 1938"}
    for question in of(pool, QuestionKind.DATE):
        years = [int(option.text[Language.EN][-4:]) for option in question.options]
        assert max(years) - min(years) <= 12


@pytest.mark.parametrize(
    ("language", "text", "left"),
    [
        (Language.EN, "On 7 December 1936 he may march; from 19 to 24 August 1936, in 1934-1940 and the 1930s.",
         "On ______ he may march; from ______, in ______ and the ______."),
        (Language.ES, "El 7 de diciembre de 1936, del 5 al 6 de febrero de 1936 y en 1934-1940, casi 1600 personas.",
         "El ______, del ______ y en ______, casi 1600 personas."),
    ],
)  # fmt: skip
def test_dates_are_left_out_and_nothing_else(language: Language, text: str, left: str) -> None:
    assert without_dates(text, language) == left


def test_an_order_demands_nothing_where_dates_overlap(pack: Pack, pool: list[Question]) -> None:
    for question in of(pool, QuestionKind.ORDER):
        when = {key: pack.facts[id].when for key, id in zip(question.answer, question.facts, strict=True)}
        for one in question.answer:
            for two in question.answer:
                first, second = when[one], when[two]
                assert first
                assert second
                assert ((one, two) in question.pairs) == (first.latest < second.earliest)
        assert question.share_in_order(question.answer) == 1
        assert len({pack.facts[id].world for id in question.facts}) == 1


def test_those_who_did_not_do_it_have_no_part_in_it(pack: Pack, pool: list[Question]) -> None:
    for question in of(pool, QuestionKind.WHO):
        part = {name.name[Language.EN] for name in pack.facts[question.facts[0]].people}
        assert not part & {option.text[Language.EN] for option in question.options if not option.correct}


def test_what_belongs_in_a_gap_is_right_in_either_language(pack: Pack) -> None:
    paris = build(pack, "gap:death-of-lev-sedov/paris#0")
    assert paris.gap is not None
    for gap in paris.gap.values():
        assert {judge(text, gap) for text in ("Paris", "París", "in Pariss")} == {Judgement.RIGHT}
        assert judge("France", gap) is Judgement.ALMOST
        assert judge("not Paris", gap) is Judgement.WRONG


def test_an_account_leaves_the_record_once_or_never(pack: Pack, pool: list[Question]) -> None:
    seen = Counter(question.answer[0] for question in of(pool, QuestionKind.DIVERGENCE))
    assert set(seen) == {"1", "2", "3", "4", NONE}
    for question in of(pool, QuestionKind.DIVERGENCE):
        worlds = [pack.facts[id].world for id in question.facts]
        assert worlds.count(World.ALTERNATE) <= 1
        assert question.prompt[Language.EN].count("\n") == len(question.options) - 2


def test_a_question_of_one_world_shows_its_seal_and_one_that_tells_worlds_shows_none(pool: list[Question]) -> None:
    deciding = {QuestionKind.REAL_OR_ALTERNATE, QuestionKind.THREE_WAY, QuestionKind.DIVERGENCE}
    for question in pool:
        assert (question.seal is None) == (question.kind in deciding)
        if question.seal:
            assert question.world is None


def test_no_answer_is_learnt_from_how_often_it_is_right(pool: list[Question]) -> None:
    letters = Counter(
        question.answer[0] for kind in (QuestionKind.DATE, QuestionKind.WHO) for question in of(pool, kind)
    )
    assert max(letters.values()) / letters.total() < 0.35
    told = Counter(question.answer[0] for question in of(pool, QuestionKind.THREE_WAY))
    assert {REAL, ALTERNATE, CONTRADICTED} == set(told)
