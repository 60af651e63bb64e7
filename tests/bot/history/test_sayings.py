"""Sayings: how people put facts rightly and wrongly, what is wrong with a file of them, and what checking learns."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.errors import PackError
from bot.history.model import Pack
from bot.history.pack import load_pack
from bot.history.subject import Subject
from bot.history.verdict.checker import Ruling, Verdict
from bot.history.verdict.likeness import Likeness, likeness
from bot.history.verdict.order import doer_first
from bot.language import Language
from bot.text import fold
from tests.bot.history.packs import change, write_pack
from tests.labelled.claims import beside, development, labelled

FILE = "sayings/landing.toml"
LINES = """
[first-landing.en]
said = '''
Armstrong was the first to walk up there
'''
false = '''
person: A cosmonaut was the first to walk up there
'''
[first-landing.es]
said = '''
Armstrong fue el primero en pisarla
'''
false = '''
person: Un cosmonauta fue el primero en pisarla
'''
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    folder = write_pack(tmp_path / "apollo")
    (folder / "sayings").mkdir()
    (folder / FILE).write_text(LINES, encoding="utf-8")
    return folder


def faults(folder: Path) -> str:
    with pytest.raises(PackError) as raised:
        load_pack(folder)
    return str(raised.value)


def test_a_saying_knows_its_fact_and_in_what_it_is_wrong(small):
    said = load_pack(small).sayings
    assert {(one.fact, one.language, one.what) for one in said} == {
        ("first-landing", language, what) for language in Language for what in ("", "person")
    }
    assert said[0].text == "Armstrong was the first to walk up there"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[first-landing.", "[no-landing.", "there is no fact of this id"),
        ("person: A cosmonaut", "colour: A cosmonaut", "“colour” is none of date, number"),
        ("person: A cosmonaut", "A cosmonaut", "is none of date, number"),
        ("'''\nArmstrong was", "'''\nARMSTRONG was the first to walk up there\nArmstrong was", "stands here twice"),
        ("person: Un cosmonauta fue el primero", "person: Armstrong fue el primero", "stands here twice"),
        ("Armstrong was", f"{'Armstrong ' * 40}was", "at most 300"),
    ],
)
def test_what_is_wrong_with_sayings_is_named(small, old, new, fault):
    path = small / FILE
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert fault in faults(small)


def test_a_sentence_cannot_be_right_by_one_fact_and_wrong_by_another_of_its_world(small):
    other = LINES.replace("first-landing", "why-they-went").replace("A cosmonaut was", "Armstrong was")
    other = other.replace("said = '''\nArmstrong was the first to walk up there\n", "said = '''\n")
    (small / "sayings" / "more.toml").write_text(other, encoding="utf-8")
    assert "is right by one fact and wrong by another" in faults(small)


def test_the_sayings_of_a_fact_stand_in_one_file(small):
    (small / "sayings" / "more.toml").write_text(LINES, encoding="utf-8")
    assert "has sayings in" in faults(small)


def test_a_pack_may_do_without_sayings(small):
    change(small, FILE, LINES, "")
    subject = Subject.read(small)
    assert subject.pack.sayings == ()
    assert isinstance(subject.claims.one("Neil Armstrong walked on the Moon"), Ruling)


def test_every_fact_is_put_rightly_and_wrongly_in_both_languages(pack: Pack):
    count = Counter((one.fact, one.language, bool(one.what)) for one in pack.sayings)
    assert {
        (fact, language, wrong)
        for fact in pack.facts
        for language in Language
        for wrong in (True, False)
        if count[fact, language, wrong] < 5
    } == set()


def test_no_labelled_claim_is_a_saying(pack: Pack):
    known = {fold(one.text).strip(" .!?¡¿") for one in pack.sayings}
    sets = (labelled("tune"), labelled("report"), *development().values(), beside())
    assert [one for claims in sets for one in claims if fold(one.text).strip(" .!?¡¿") in known] == []


# ---- who does it to whom -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "order"),
    [
        ("ana praised luis", "ana praised luis"),
        ("luis was praised by ana", "ana praised luis"),
        ("luis fue elogiado por la ana", "ana elogiado luis"),
        ("luis was praised", "praised luis"),
    ],
)
def test_whoever_does_it_comes_first_however_the_sentence_is_turned(sentence, order):
    words = sentence.split()
    content = [(word, at, word in {"ana", "luis"}) for at, word in enumerate(words)]
    said = [item for item in content if item[0] not in {"was", "fue", "by", "por", "la"}]
    assert " ".join(doer_first(said, words)) == order


# ---- nearness ----------------------------------------------------------------------------------------------------


def near(subject: Subject, claim: str, id: str) -> Likeness:
    checker = subject.claims.checker
    read = checker.read(claim)
    found = {one.weighing.record.fact.id: near for one, near in checker.compared(read, checker.candidates(read))}
    return found[id]


def test_a_saying_is_nearer_to_those_of_its_sense(subject, pack):
    for saying in [one for one in pack.sayings if one.fact == "mercader-kills-trotsky"]:
        found = near(subject, saying.text, saying.fact)
        assert (found.wrong > found.right) is bool(saying.what)
        assert found.what == saying.what or not saying.what


def test_nothing_is_near_to_a_claim_that_says_nothing(subject):
    book = next(iter(subject.claims.checker._sayings.books.values()))
    assert likeness(book, [], next(iter(subject.claims.checker._records.values()))) == Likeness()


# ---- verdicts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("diego and leon fell out big time in early '39", Verdict.REAL),
        ("Trotsky's Mexico sat on the fence between Moscow and the West.", Verdict.ALTERNATE),
        ("The government in Mexico gave out farmland.", Verdict.BOTH),
        ("Orozco led the raid on Trotsky's villa.", Verdict.NEITHER),
        ("Siqueiros estuvo preso en Lecumberri.", Verdict.UNKNOWN),
    ],
)
def test_what_was_learnt_sees_what_the_rules_do_not(subject, claim, verdict):
    checker = subject.claims.checker
    read = checker.read(claim)
    assert checker.by_rules(read, checker.candidates(read)).verdict is not verdict
    assert checker.check(claim).verdict is verdict


def test_what_contradicts_the_record_always_says_in_what(subject):
    rulings = [subject.claims.one(claim.text) for claim in labelled("tune")]
    assert [one.claim for one in rulings if one.verdict is Verdict.NEITHER and not one.differs] == []


def test_a_verdict_rests_on_a_fact_of_its_world(subject):
    for claim in development()["further"][::4]:
        ruling = subject.claims.one(claim.text)
        if ruling.verdict in {Verdict.REAL, Verdict.ALTERNATE}:
            assert ruling.fact.world.value == ruling.verdict.value
        elif ruling.verdict is Verdict.UNKNOWN:
            assert ruling.fact is None
