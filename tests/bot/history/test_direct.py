"""The direct answer line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.history.dates import When
from bot.history.direct import LONGEST, direct
from bot.history.model import Fact, FactText, Kind, Name, Pack, Quantity, World
from bot.history.wanted import Wanted, wanted
from bot.language import Language

EN, ES = Language.EN, Language.ES


def name(id: str, english: str, spanish: str = "", *, misspelt: tuple[str, ...] = (), group: bool = False) -> Name:
    return Name(id, {EN: english, ES: spanish or english}, (), misspelt, dict.fromkeys(Language, ""), group)


def fact(kind: Kind = Kind.EVENT, **fields: object) -> Fact:
    text = dict.fromkeys(Language, FactText("", "", ()))
    return Fact("fact", World.REAL, kind, text, sources=(), **fields)  # type: ignore[arg-type]


RIVERA = name("diego-rivera", "Diego Rivera")
FERNANDEZ = name("octavio-fernandez", "Octavio Fernández")
CARDENAS = name("cardenas", "Lázaro Cárdenas")
TROTSKY = name("trotsky", "Leon Trotsky", "León Trotsky", misspelt=("trozki",))
DEWEY = name("john-dewey", "John Dewey")
COMMISSION = name("dewey-commission", "Dewey Commission", "Comisión Dewey", group=True)
VISIT = fact(actors=(RIVERA, FERNANDEZ), people=(RIVERA, FERNANDEZ, CARDENAS))
ASYLUM = fact(actors=(CARDENAS,), people=(CARDENAS, TROTSKY))
STAY = fact(when=When.parse("1937-01-09"), places=(name("tampico", "Tampico"), name("mexico", "Mexico", "México")))
HEARINGS = fact(
    quantities=(
        Quantity(10, {EN: "10 days", ES: "10 días"}),
        Quantity(13, {EN: "13 sessions", ES: "13 sesiones"}),
        Quantity(5, {EN: "five members", ES: "cinco miembros"}),
    )
)


@pytest.mark.parametrize(
    ("question", "asks_for"),
    [
        ("who let him in", Wanted.WHO),
        ("quien lo dejo entrar", Wanted.WHO),
        ("which president said yes", Wanted.WHO),
        ("when did he arrive", Wanted.WHEN),
        ("wen did he arrive", Wanted.WHEN),
        ("what year was it", Wanted.WHEN),
        ("qué día llegó", Wanted.WHEN),
        ("en que año subio al poder", Wanted.WHEN),
        ("where did he land", Wanted.WHERE),
        ("in what city was that", Wanted.WHERE),
        ("¿en qué ciudad vivió?", Wanted.WHERE),
        ("how many refugees came", Wanted.AMOUNT),
        ("cuántos refugiados llegaron", Wanted.AMOUNT),
        ("how much oil", Wanted.AMOUNT),
        ("how long did it take", Wanted.DURATION),
        ("how many days did it last", Wanted.DURATION),
        ("cuánto tiempo duró", Wanted.DURATION),
        ("why did he say yes", None),
        ("what happened when he came", None),
        ("por que lo acepto", None),
        ("how did he travel", None),
        ("trotsky", None),
        ("", None),
    ],
)
def test_the_first_question_word_says_what_is_asked_for(question: str, asks_for: Wanted | None):
    assert wanted(question) is asks_for


def test_who_is_answered_with_those_who_did_it_joined_as_people_write_it():
    assert direct(VISIT, "who went to see the president", EN) == "Diego Rivera and Octavio Fernández"
    assert direct(VISIT, "quién fue a ver al presidente", ES) == "Diego Rivera y Octavio Fernández"


def test_spanish_says_e_before_the_sound_i_but_not_before_a_diphthong():
    both = fact(actors=(RIVERA, name("ignacio", "Ignacio Pérez")))
    iron = fact(actors=(RIVERA, name("hierro", "Hierro Viejo")))
    assert direct(both, "quién fue", ES) == "Diego Rivera e Ignacio Pérez"
    assert direct(iron, "quién fue", ES) == "Diego Rivera y Hierro Viejo"
    assert direct(both, "who went", EN) == "Diego Rivera and Ignacio Pérez"


@pytest.mark.parametrize("rivera", ["rivera", "Diego", "diego rivera", "riverra"])
def test_who_leaves_out_those_whom_the_question_names(rivera: str):
    assert direct(VISIT, f"who went with {rivera}", EN) == "Octavio Fernández"


@pytest.mark.parametrize("question", ["who let trotsky in", "who let trozki in", "who let León Trotsky in"])
def test_who_names_the_doer_however_the_other_is_written(question: str):
    assert direct(ASYLUM, question, EN) == "Lázaro Cárdenas"


def test_who_names_the_others_when_the_question_names_the_doer():
    assert direct(ASYLUM, "who did cardenas let in", EN) == "Leon Trotsky"


def test_who_is_answered_with_the_speaker_of_what_was_said():
    said = fact(Kind.SAID, by=DEWEY, people=(TROTSKY, DEWEY))
    assert direct(said, "who said that", EN) == "John Dewey"


def test_the_name_of_a_body_does_not_name_the_person_it_is_called_after():
    heads = fact(actors=(DEWEY,), people=(DEWEY, COMMISSION))
    assert direct(heads, "who headed the dewey commission", EN) == "John Dewey"


def test_to_be_named_in_a_fact_is_not_to_have_done_it():
    assert direct(fact(people=(TROTSKY, CARDENAS)), "who got the land", EN) is None


def test_a_long_list_ends_before_it_grows_too_long():
    many = fact(actors=tuple(name(f"n{number}", f"Somebody Withalongname{number}") for number in range(9)))
    line = direct(many, "who was there", EN)
    assert line is not None
    assert line.endswith("and others")
    assert len(line) <= LONGEST


def test_when_is_answered_with_the_date_as_precisely_as_it_is_known():
    assert direct(STAY, "when did he arrive", EN) == "9 January 1937"
    assert direct(STAY, "cuando llegó", ES) == "9 de enero de 1937"


def test_a_date_the_question_gives_itself_is_not_given_back():
    year = fact(when=When.parse("1937"))
    assert direct(year, "when in 1937 was that", EN) is None
    assert direct(STAY, "when in 1937 was that", EN) == "9 January 1937"


def test_where_is_answered_with_the_most_specific_place_the_question_does_not_name():
    assert direct(STAY, "where did he land", EN) == "Tampico"
    assert direct(STAY, "dónde queda Tampico", ES) == "México"
    assert direct(STAY, "where in mexico is tampico", EN) is None


def test_how_long_is_answered_with_a_time_and_how_many_with_the_number_that_fits_best():
    assert direct(HEARINGS, "how long did the hearings take", EN) == "10 days"
    assert direct(HEARINGS, "cuántos días duraron", ES) == "10 días"
    assert direct(HEARINGS, "how many sessions were there", EN) == "13 sessions"
    assert direct(HEARINGS, "cuantos miembros tenia", ES) == "cinco miembros"


def test_a_number_the_question_gives_itself_is_not_given_back():
    assert direct(HEARINGS, "how long were the 10 days", EN) is None


@pytest.mark.parametrize(
    "question", ["who", "when was it", "where", "how many", "how long", "why", "what is it", "", "🎉"]
)
def test_a_fact_without_the_field_has_no_direct_answer(question: str):
    assert direct(fact(), question, EN) is None


@given(st.text(max_size=120), st.sampled_from(Language))
def test_whatever_is_asked_the_line_is_short_and_one_line(pack: Pack, question: str, language: Language):
    for shipped in list(pack.facts.values())[:20]:
        for opening in ("who ", "when ", "where ", "how many ", "how long "):
            line = direct(shipped, opening + question, language)
            assert line is None or (0 < len(line) <= LONGEST + 20 and "\n" not in line)
