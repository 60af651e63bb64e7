"""Checking claims: what carries one, what is against one and in what, and what stays honestly open."""

from __future__ import annotations

import pytest

from bot.history.model import World
from bot.history.subject import Subject
from bot.history.verdict.checker import Ruling, Verdict
from bot.history.verdict.comparing import What
from bot.history.verdict.message import MessageChecker
from bot.history.verdict.numbers import durations, find_numbers, plain_digits
from bot.history.verdict.times import find_times
from bot.history.verdict.wordforms import folded
from bot.history.verdict_card import ruling_card, summary_card
from bot.language import Language


@pytest.fixture(scope="module")
def checker(subject: Subject) -> MessageChecker:
    return subject.claims


def kinds(ruling: Ruling) -> set[What]:
    return {one.what for one in ruling.differs}


@pytest.mark.parametrize(
    "claim",
    [
        "Trotsky landed in Tampico on 9 January 1937.",
        "El general Cedillo se levantó contra Cárdenas en San Luis Potosí en mayo de 1938.",
        "cardeans natonalized the railwyas in june 1937",
    ],
)
def test_what_a_real_fact_says_is_real(checker, claim):
    ruling = checker.one(claim)
    assert ruling.verdict is Verdict.REAL
    assert ruling.fact.world is World.REAL


@pytest.mark.parametrize(
    "claim", ["Trotsky took power in Mexico in 1942.", "fyi under trotsky the villages bartered goods"]
)
def test_what_only_the_scenario_says_is_alternate(checker, claim):
    assert checker.one(claim).verdict is Verdict.ALTERNATE


@pytest.mark.parametrize(
    "claim", ["Mexico's railways were nationalised.", "In Mexico land was handed over to the peasants."]
)
def test_what_both_histories_carry_as_it_stands_is_both(checker, claim):
    ruling = checker.one(claim)
    assert ruling.verdict is Verdict.BOTH
    assert {ruling.fact.world, ruling.also[0].world} == set(World)


@pytest.mark.parametrize(
    ("claim", "what"),
    [
        ("Mercader struck Trotsky down on 20 August 1938.", What.DATE),
        ("The hearings in the Blue House lasted fifty-two sessions.", What.NUMBER),
        ("Cárdenas tardó diecisiete horas en decirles que sí a Rivera y Fernández.", What.NUMBER),
        ("Miguel Alemán followed Lázaro Cárdenas as president on 1 December 1940.", What.PERSON),
        ("Fue José Vasconcelos quien expropió el petróleo en 1938.", What.PERSON),
        ("Trotsky nació en Ciudad de México.", What.PLACE),
        ("La comisión Dewey declaró culpable a Trotsky.", What.NEGATION),
        ("Cárdenas refused to give Trotsky asylum.", What.DEED),
    ],
)
def test_a_claim_against_the_record_is_neither_and_says_in_what(checker, claim, what):
    ruling = checker.one(claim)
    assert ruling.verdict is Verdict.NEITHER
    assert what in kinds(ruling)


@pytest.mark.parametrize(
    "claim",
    [
        "The oil was expropriated on 18 March 1938 by Trotsky.",
        "Cárdenas took power in 1942 and founded a workers' and peasants' republic.",
        "Trotsky met Roosevelt in Monterrey in April 1943.",
    ],
)
def test_a_name_of_one_world_on_the_deed_of_the_other_is_neither(checker, claim):
    assert checker.one(claim).verdict is Verdict.NEITHER


@pytest.mark.parametrize(
    "claim",
    [
        "Trotsky headed the Soviet delegation at Brest-Litovsk.", "Lázaro Cárdenas nació en Jiquilpan, Michoacán.",
        "Ramón Mercader was born in Barcelona.", "Mercader murió en La Habana en 1978.",
        "Octavio Paz was born in Mexico City in 1914.",
    ],
)  # fmt: skip
def test_a_true_claim_that_the_sources_do_not_hold_stays_open(checker, claim):
    ruling = checker.one(claim)
    assert ruling.verdict is Verdict.UNKNOWN
    assert ruling.fact is None
    assert ruling.differs == ()


def test_a_true_denial_of_the_scenario_is_real(checker):
    assert checker.one("Trotsky never ruled Mexico and never held any post in its government.").verdict is Verdict.REAL


@pytest.mark.parametrize(
    "claim", ["Trotsky would have won free elections in Mexico.", "Trotsky habría ganado en México."]
)
def test_what_might_have_been_is_not_judged(checker, claim):
    assert checker.one(claim).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    "claim",
    [
        "The hearings in Coyoacán took eight days and thirteen sessions.",
        "The Dewey Commission questioned Trotsky for ten days.",
    ],
)
def test_where_scholars_differ_each_of_their_values_is_right(checker, claim):
    assert checker.one(claim).verdict is Verdict.REAL


def test_the_numbers_of_a_claim_are_the_same_in_words_and_in_digits(checker):
    said = [
        checker.one(f"Mexico took in some {number} refugees from the Spanish war.")
        for number in ("30,000", "30 000", "thirty thousand")
    ]
    assert {(ruling.verdict, ruling.fact.id if ruling.fact else None) for ruling in said} == {
        (Verdict.REAL, "asylum-for-spanish-refugees")
    }


def test_the_difference_names_what_was_claimed_and_what_is_recorded(checker):
    ruling = checker.one("Trotsky arrived in Mexico in January 1939.")
    date = next(one for one in ruling.differs if one.what is What.DATE)
    assert date.claimed == "January 1939"
    assert "1937" in date.recorded


# ---- reading dates and numbers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("on 18 March 1938", ("1938-03-18", "1938-03-18")),
        ("el 18 de marzo de 1938", ("1938-03-18", "1938-03-18")),
        ("March 18th, 1938", ("1938-03-18", "1938-03-18")),
        ("in January '37", ("1937-01-01", "1937-01-31")),
        ("en el 42", ("1942-01-01", "1942-12-31")),
        ("en los años treinta", ("1930-01-01", "1939-12-31")),
        ("from 1936 to 1940", ("1936-01-01", "1940-12-31")),
        ("del 10 al 17 de abril de 1937", ("1937-04-10", "1937-04-17")),
        ("in the summer of 1938", ("1938-06-01", "1938-09-28")),
    ],
)
def test_dates_are_read_as_both_languages_write_them(text, days):
    assert [(str(time.earliest), str(time.latest)) for time in find_times(folded(text))] == [days]


@pytest.mark.parametrize("text", ["he may come in march step", "some 1600 refugees", "1900 soldiers"])
def test_what_only_looks_like_a_date_is_none(text):
    assert not [time for time in find_times(folded(text)) if not time.yearless]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("thirty thousand", 30_000), ("treinta mil", 30_000), ("30,000", 30_000), ("30 000", 30_000),
        ("four hundred and fifty-six", 456), ("cuatrocientos cincuenta y seis", 456), ("mil seiscientos", 1600),
        ("7.5 million", 7_500_000), ("seven and a half million", 7_500_000), ("medio millón", 500_000),
    ],
)  # fmt: skip
def test_numbers_are_read_in_words_and_digits_of_both_languages(text, value):
    assert [number.value for number in find_numbers(folded(text))] == [value]


def test_digits_are_joined_without_moving_what_stands_behind_them():
    text = "some 30,000 or 30 000 people"
    assert len(plain_digits(text)) == len(text)


def test_lengths_of_time_are_compared_in_days():
    assert durations("tres anos y siete meses, five minutes") == pytest.approx([1308.55, 5 / 1440])


# ---- messages ----------------------------------------------------------------------------------------------------


def test_a_message_is_taken_apart_into_its_claims(checker):
    said = (
        "wait wait wait. the Dewey commission found Trotsky guilty?? nah. my notes say Mercader killed him in August "
        "1940, and that the oil was expropriated in 1938 by Cárdenas. also who has the charger i lent"
    )
    assert [ruling.verdict for ruling in checker.check(said)] == [Verdict.NEITHER, Verdict.REAL, Verdict.REAL]


@pytest.mark.parametrize(
    "said",
    [
        "brb, dog wants out. See you at eight!", "Feliz cumpleaños Marta!!! ¿Hay pastel o qué?",
        "I love how this group argues about everything.", "Gracias por explicarme ayer, ya entendí todo.",
        "¿Quién se apunta para ir a la Casa Azul el sábado?", "", "🤷‍♀️", "1938", "Когда приехал Троцкий?",
        "x" * 4000, "Trotsky " * 600, "((((", "@everyone", "a\u200bb\u202ec",
    ],
)  # fmt: skip
def test_chatter_is_not_judged(checker, said):
    assert [ruling for ruling in checker.check(said) if ruling.verdict is not Verdict.UNKNOWN] == []


def test_markup_links_and_mentions_do_not_hide_a_claim(checker):
    said = "> **Trotsky** landed in `Tampico` on 9 January 1937 <@123456789> <:smile:12345> https://example.org/a?b=c"
    assert [ruling.verdict for ruling in checker.check(said)] == [Verdict.REAL]


def test_who_a_second_half_leaves_out_is_whom_the_first_spoke_of(checker):
    rulings = list(checker.check("Trotsky tomó el poder en México en 1942 y nacionalizó las minas."))
    assert [ruling.verdict for ruling in rulings] == [Verdict.ALTERNATE, Verdict.ALTERNATE]


# ---- what is denied, and what else was so ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("No fue Trotsky quien expropió el petróleo, fue Lázaro Cárdenas en marzo de 1938.", Verdict.REAL),
        ("no mexican soldier or pilot ever fought in ww2", Verdict.NEITHER),
        ("El partido oficial todavía no se llamaba PRI en 1945.", Verdict.REAL),
        ("The Fourth International was founded in France while Trotsky was in Mexico.", Verdict.REAL),
        ("El sinarquismo se hizo grande sin que sus seguidores agarraran las armas.", Verdict.REAL),
        ("Under Trotsky nobody in Mexico had to pay for medical care.", Verdict.ALTERNATE),
        ("Under Trotsky, Mexican women were kept out of the military brigades.", Verdict.NEITHER),
        ("en el 42 el presidente era avila camacho, no trotsky", Verdict.REAL),
        ("The Mexican Communist Party accused Cárdenas of betraying the nation.", Verdict.NEITHER),
        ("Rivera y Fernández le llevaron a Cárdenas una carta de Múgica.", Verdict.REAL),
        ("Then Trotsky lived in Coyoacán until Mercader killed him in 1940.", Verdict.REAL),
        ("wait didn't Trotsky run mexico in 42 and give women full rights??", Verdict.ALTERNATE),
    ],
)
def test_denials_and_what_stands_beside_the_deed_are_read_as_people_mean_them(checker, claim, verdict):
    assert checker.one(claim).verdict is verdict


@pytest.mark.parametrize(
    ("claim", "denied"),
    [
        ("Cárdenas never left office and governs until today", {"left", "office"}),
        ("Mexican women did not vote until 1955", set()),
        ("wasn't it Cárdenas who expropriated the oil", set()),
        ("oigan y no fue Mercader el que mató a Trotsky", set()),
        ("No fue Mercader el que mató a Trotsky", {"mercader"}),
    ],
)
def test_not_until_some_day_and_an_asking_not_are_no_denials(checker, claim, denied):
    read = checker.checker.read(claim)
    words = {word.surface for word in read.words if word.denied}
    assert words | {name.shown.lower() for name in read.names if name.denied} == denied


def test_who_gave_an_order_is_not_contradicted_by_who_carried_it_out(checker):
    ruling = checker.one("La muerte de Trotsky la ordenó Stalin")
    assert ruling.verdict is Verdict.REAL
    assert ruling.fact.id == "nkvd-ordered-to-kill-trotsky"


@pytest.mark.parametrize(
    ("claim", "what", "recorded"),
    [
        ("Diego Rivera killed Trotsky", What.PERSON, "Ramón Mercader"),
        ("Frida Kahlo mató a Trotsky", What.PERSON, "Ramón Mercader"),
        ("Trotsky was murdered in August 1938", What.DATE, "20–21 August 1940"),
        ("Trotsky granted asylum to Cárdenas", What.PERSON, "Lázaro Cárdenas"),
    ],
)
def test_what_a_title_is_about_is_not_said_of_another_or_of_another_year(checker, claim, what, recorded):
    ruling = checker.one(claim)
    assert ruling.verdict is Verdict.NEITHER
    assert [(one.what, one.recorded) for one in ruling.differs] == [(what, recorded)]


@pytest.mark.parametrize("claim", ["Siqueiros tried to kill Trotsky", "Diego Rivera wanted to kill Trotsky"])
def test_what_somebody_meant_to_do_is_not_against_what_another_did(checker, claim):
    assert checker.one(claim).verdict is not Verdict.NEITHER


# ---- what comes closest ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "closest"),
    [
        ("Siqueiros tried to kill Trotsky", "siqueiros-raid"),
        ("Hernán Laborde chaired the Dewey Commission", "dewey-heads-the-commission"),
    ],
)
def test_a_claim_that_stays_open_comes_with_the_facts_closest_to_it(pack, checker, claim, closest):
    ruling = checker.one(claim)
    assert ruling.verdict is Verdict.UNKNOWN
    assert ruling.closest[0].id == closest
    shown = "\n".join(line.text for line in ruling_card(pack, ruling))
    assert "What comes closest" in shown
    assert (
        pack.facts[closest].text[ruling.language].statement in shown
        or ruling.closest[0].text[ruling.language].title in shown
    )


def test_what_is_close_in_the_scenario_comes_with_its_correction_or_not_at_all(pack):
    fact = pack.facts["full-rights-for-women"]
    ruling = Ruling("Trotsky paid women more", Verdict.UNKNOWN, 0.5, Language.EN, closest=(fact,))
    assert fact.correction.text[Language.EN].tell in "\n".join(line.text for line in ruling_card(pack, ruling))
    several = "\n".join(line.text for line in summary_card(pack, [ruling, ruling], frozenset(World), more=False))
    assert "Closest: ●" in several
    assert "◆" not in several
    real_only = "\n".join(line.text for line in ruling_card(pack, ruling, frozenset({World.REAL})))
    assert "● REAL HISTORY" in real_only
    assert "◆" not in real_only


# ---- cards -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", list(Language))
def test_every_fact_can_decide_a_claim_on_a_card_that_never_lacks_its_correction(pack, language):
    for fact in pack.facts.values():
        verdict = Verdict(fact.world.value)
        for ruling in (
            Ruling("a claim", verdict, 0.9, language, fact),
            Ruling("a claim", Verdict.NEITHER, 0.9, language, fact),
        ):
            lines = ruling_card(pack, ruling)
            worlds = [line.world for line in lines if line.world]
            assert worlds
            if fact.world is World.ALTERNATE:
                assert worlds[-1] is World.REAL
            hidden = ruling_card(pack, ruling, frozenset({World.REAL}))
            assert fact.world is World.REAL or fact.text[language].statement not in {line.text for line in hidden}
