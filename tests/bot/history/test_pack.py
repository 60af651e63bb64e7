"""Packs: a good one becomes a value; whatever is wrong with another is told at once, by file and entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import PackError
from bot.history.model import Pack, Tier, World
from bot.history.pack import load_pack
from bot.history.search import Index, Status
from bot.language import Language
from bot.settings import ROOT
from tests.bot.history.packs import FILES, change, write_pack

REAL, BACKGROUND, ALTERNATE = "real/landing.toml", "background/decision.toml", "alternate/landing.toml"
LANDING, DECISION, LEONOV = f"{REAL}: first-landing", f"{BACKGROUND}: why-they-went", f"{ALTERNATE}: leonov-lands"
STEPPED = "Alexei Leonov stepped out before all others."


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write_pack(tmp_path / "apollo")


def faults(folder: Path) -> tuple[str, ...]:
    with pytest.raises(PackError) as caught:
        load_pack(folder, thorough=True)
    assert str(caught.value).startswith(f"The pack in {folder} has faults:\n")
    return caught.value.faults


# ---- what is shipped ------------------------------------------------------------------------------------------------


def test_the_shipped_pack_is_fit_to_be_taught():
    load_pack(ROOT / "data" / "trotsky-in-mexico", thorough=True)


def test_the_shipped_pack_holds_every_fact_of_both_documents(pack: Pack):
    of_documents = [fact for fact in pack.facts.values() if fact.tier is not Tier.BACKGROUND]
    assert len(of_documents) >= 75
    assert len([fact for fact in of_documents if fact.world is World.ALTERNATE]) >= 32


def test_every_shipped_fact_can_be_read_in_every_language(pack: Pack):
    for fact in pack.facts.values():
        for language in Language:
            text = fact.text[language]
            assert text.title
            assert text.statement
            assert text.asked_as
        assert fact.text[Language.EN].statement != fact.text[Language.ES].statement


def test_every_shipped_alternate_fact_and_no_other_is_corrected_by_real_ones(pack: Pack):
    for fact in pack.facts.values():
        assert (fact.correction is not None) == (fact.world is World.ALTERNATE)
        assert bool(pack.real_counterparts(fact)) == (fact.world is World.ALTERNATE)
        assert all(real.world is World.REAL for real in pack.real_counterparts(fact))


def test_counterparts_lead_there_and_back(pack: Pack):
    for fact in pack.facts.values():
        for real in pack.real_counterparts(fact):
            assert fact in pack.departures_from(real)


# ---- another subject ------------------------------------------------------------------------------------------------


def test_a_pack_of_another_subject_loads_and_answers(small):
    pack = load_pack(small, thorough=True)
    assert (pack.id, set(pack.facts)) == ("apollo", {"first-landing", "why-they-went", "leonov-lands"})
    found = Index.of(pack).search("who landed first")
    assert found.status is Status.ANSWER
    assert found.matches[0].fact.id == "first-landing"


# ---- what may be wrong ----------------------------------------------------------------------------------------------

BROKEN = {
    "no world": (ALTERNATE, 'world = "alternate"\n', "", f"{LEONOV}: world is missing"),
    "another world": (REAL, '"real"', '"other"', f"{LANDING}: world: input should be 'real' or 'alternate'"),
    "a fact in the wrong folder": (
        REAL, 'tier = "document"', 'tier = "background"\nconfidence = "low"', f"{LANDING}: a fact of this world and"
    ),
    "no kind": (REAL, 'kind = "event"\n', "", f"{LANDING}: kind is missing"),
    "no tier": (REAL, 'tier = "document"\n', "", f"{LANDING}: a real fact needs its tier"),
    "an alternate tier": (ALTERNATE, "kind =", 'tier = "document"\nkind =', f"{LEONOV}: an alternate fact has no tier"),
    "no confidence": (BACKGROUND, 'confidence = "high"\n', "", f"{DECISION}: a background fact needs its confidence"),
    "no source": (REAL, 'sources = [{ source = "report"', 'x = [{ source = "report"', f"{LANDING}: sources is missing"),
    "empty sources": (ALTERNATE, '[{ source = "novel" }]', "[]", f"{LEONOV}: sources: list should have at least 1"),
    "a note without source": (REAL, '[{ source = "study" }] }]', "[] }]", f"{LANDING}: notes.0.sources: list should"),
    "a source of the other world": (ALTERNATE, '"novel"', '"report"', f"{LEONOV}: report is a source of the other wor"),
    "no correction": (ALTERNATE, "[fact.correction", "[[fact]]\n[fact.correction", f"{LEONOV}: an alternate fact need"),
    "a correction without facts": (ALTERNATE, '["first-landing"]', "[]", f"{LEONOV}: correction.facts: list should"),
    "a correction by fiction": (ALTERNATE, '["first-landing"]', '["leonov-lands"]', f"{LEONOV}: its correction names"),
    "a correction by nothing": (ALTERNATE, '["first-landing"]', '["gone"]', f"{LEONOV}: its correction names an unkno"),
    "no translation": (BACKGROUND, "[fact.es]", "[fact.fr]", f"{DECISION}: es is missing"),
    "no translated cue": (ALTERNATE, 'tell = "En el Apolo 11 iba Armstrong."\n', "", f"{LEONOV}: correction.es.tell i"),
    "no translated name": (
        "people.toml", 'name = { en = "Alexei Leonov", es = "Alekséi Leónov" }', 'name = { en = "Alexei Leonov" }',
        "people.toml: leonov: name.es is missing",
    ),
    "a pack of one language": ("pack.toml", '["en", "es"]', '["en"]', "pack.toml: languages must be en, es"),
    "an unknown person": (REAL, 'people = ["armstrong"]', 'people = ["aldrin"]', f"{LANDING}: unknown person “aldrin”"),
    "an unknown voice": (BACKGROUND, 'by = "logsdon"', 'by = "nobody"', f"{DECISION}: unknown person “nobody”"),
    "an actor who was not there": (REAL, 'actors = ["armstrong"]', 'actors = ["leonov"]', f"{LANDING}: actor “leonov”"),
    "an unknown place": (REAL, '["tranquility"]', '["mars"]', f"{LANDING}: unknown place “mars”"),
    "a place in an unknown place": ("places.toml", '"moon"\n', '"mars"\n', "places.toml: tranquility: unknown place “"),
    "an unknown topic": (REAL, '["landing"]', '["launch"]', f"{LANDING}: unknown topic “launch”"),
    "an unknown source": (BACKGROUND, '"study"', '"hearsay"', f"{DECISION}: unknown source “hearsay”"),
    "an unknown via": (REAL, 'via = { source = "study" }', 'via = { source = "x" }', f"{LANDING}: unknown source “x”"),
    "an unknown field": (REAL, "when =", "whan =", f"{LANDING}: whan is not a field that belongs here"),
    "a judgement without voice": (BACKGROUND, 'by = "logsdon"\n', "", f"{DECISION}: a fact of kind judgement must say"),
    "an event with a voice": (REAL, "when =", 'by = "logsdon"\nwhen =', f"{LANDING}: only what was said or argued"),
    "an impossible day": (REAL, "1969-07-20", "1969-02-30", f"{LANDING}: when: “1969-02-30” is not a day of the calen"),
    "an impossible range": (REAL, "1969-07-20", "1969/1968", f"{LANDING}: when: “1969/1968” ends before it begins"),
    "no date at all": (REAL, "1969-07-20", "one summer", f"{LANDING}: when: “one summer” is not a date such as"),
    "a date without quotes": (REAL, '"1969-07-20"', "1969-07-20", f"{LANDING}: when: must be written in quotes"),
    "a number in quotes": (REAL, "section = 1", 'section = "1"', f"{LANDING}: sources.0.section: input should be a va"),
    "an id twice": (BACKGROUND, '"why-they-went"', '"first-landing"', f"{LANDING}: the id is already used"),
    "an id with blanks": (REAL, '"first-landing"', '"First landing"', f"{REAL}: First landing: id: string should matc"),
    "no id": (REAL, 'id = "first-landing"\n', "", f"{REAL}: entry 1: id is missing"),
    "a near-duplicate": (
        BACKGROUND, "The programme was chosen because it could be won.",
        "Neil Armstrong landed on the Moon before anyone else did.",
        f"{LANDING}: says nearly the same as why-they-went",
    ),
    "a title twice": (BACKGROUND, "Why the race was run", "ARMSTRONG lands first", f"{LANDING}: en title is also that"),
    "a phrasing twice": (BACKGROUND, "why did they go", "Who landed first", f"{LANDING}: “who landed first” is asked"),
    "a year in a title": (REAL, "Armstrong lands first", "Armstrong in 1969", f"{LANDING}: en title gives away a date"),
    "a month in a title": (REAL, "Armstrong llega primero", "Luna en julio", f"{LANDING}: es title gives away a date:"),
    "a long title": (REAL, "Armstrong lands first", "A" * 61, f"{LANDING}: en title has 61 characters, at most 60"),
    "a long statement": (ALTERNATE, STEPPED, "a" * 196, f"{LEONOV}: en statement has 196 characters, at most 195"),
    "a long note": (REAL, "La hora se discute.", "a" * 171, f"{LANDING}: es note has 171 characters, at most 170"),
    "a long correction": (ALTERNATE, "Armstrong was first.", "a" * 156, f"{LEONOV}: en correction.why has 156"),
    "a long cue": (ALTERNATE, "En el Apolo 11 iba Armstrong.", "a" * 96, f"{LEONOV}: es correction.tell has 96"),
    "two lines": (REAL, "before anybody else did.", "before\\nanybody.", f"{LANDING}: en.statement: must be one line"),
    "a telling word": (ALTERNATE, "stepped", "really stepped", f"{LEONOV}: en statement says “really”"),
    "a telling word in Spanish": (REAL, "llegó a la Luna", "en realidad llegó", f"{LANDING}: es statement says “en re"),
    "a mirror": ("sources.toml", "www.nasa.gov/apollo-11", "dokumen.pub/x", "sources.toml: report: dokumen.pub is not"),
    "a shortener": ("sources.toml", "www.nasa.gov/apollo-11", "bit.ly/x", "sources.toml: report: bit.ly is not an"),
    "an address of numbers": ("sources.toml", "www.nasa.gov", "192.0.2.1", "sources.toml: report: the address is not"),
    "no web address": ("sources.toml", "https:", "javascript:", "sources.toml: report: the address is not a plain web"),
    "half an address": ("sources.toml", "//www.nasa.gov", "//[www", "sources.toml: report: the address is not a plain"),
    "a bare address": ("sources.toml", "NASA, 1969", "https://nasa.gov", "sources.toml: report: the reference holds a"),
    "a short form twice": ("sources.toml", "Logsdon 2010", "Nasa 1969", "sources.toml: study: its short form is also"),
    "a name twice": ("people.toml", "Alexei Leonov", "ARMSTRONG", "people.toml: leonov: “armstrong” is also a name of"),
    "an empty group": ("lexicon.toml", '["alunizar"]', "[]", "lexicon.toml: group 1: es: list should have at least 1"),
    "a stray table": (REAL, "[[fact]]", "[extra]\n[[fact]]", f"{REAL}: extra does not belong here, only [[fact]]"),
    "a single table": ("lexicon.toml", "[[group]]", "[group]", "lexicon.toml: group does not belong here, only [[grou"),
    "a row that is no table": ("lexicon.toml", "[[group]]", "group = [3]\n[x]", "lexicon.toml: group 1: entry: input"),
    "a retired id that is a fact's": (
        "pack.toml", 'version = "1.0.0"', 'version = "1.0.0"\nretired = ["leonov-lands"]', "pack.toml: leonov-lands is"
    ),
    "a new name that is no fact's": (
        "pack.toml", 'version = "1.0.0"', 'version = "1.0.0"\nrenamed = { was = "is" }', "pack.toml: renamed was leads"
    ),
    "new names in a circle": (
        "pack.toml", 'id = "apollo"', 'id = "apollo"\nrenamed = { a = "b", b = "a" }', "pack.toml: renamed a leads"
    ),
    "broken TOML": (ALTERNATE, 'kind = "event"', "kind = event", f"{ALTERNATE}: cannot be read: Invalid value (at lin"),
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_fault_is_told_by_file_and_entry(small, file, old, new, expected):
    change(small, file, old, new)
    assert any(fault.startswith(expected) for fault in faults(small)), faults(small)


@pytest.mark.parametrize("name", [name for name in FILES if "/" not in name])
def test_a_missing_file_is_told_by_its_name(small, name):
    (small / name).unlink()
    assert f"{name}: the file is missing" in faults(small)


def test_an_empty_head_is_told(small):
    (small / "pack.toml").write_text("")
    assert "pack.toml: id is missing" in faults(small)


def test_a_pack_without_facts_is_told(small):
    for name in (REAL, BACKGROUND, ALTERNATE):
        (small / name).unlink()
    assert faults(small) == ("pack.toml: the pack has no facts",)


@pytest.mark.parametrize("name", ["alternative/landing.toml", "real/deeper/landing.toml", "facts.toml"])
def test_a_file_that_nothing_reads_is_told(small, name):
    (small / name).parent.mkdir(exist_ok=True)
    (small / name).write_text(FILES[REAL].replace("first-landing", "second-landing"))
    assert any(fault.startswith(f"{name}: nothing reads this") for fault in faults(small))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a = " + b"[" * 5000, b"\x00"])
def test_a_file_that_cannot_be_read_is_told(small, content):
    (small / REAL).write_bytes(content)
    assert any(fault.startswith(f"{REAL}: cannot be read: ") for fault in faults(small))


@pytest.mark.parametrize("name", ["nowhere", "apollo/pack.toml", "x" * 300])
def test_what_is_no_folder_is_told(tmp_path, small, name):
    assert faults(tmp_path / name) == (f"{tmp_path / name} is not a folder that can be read",)


def test_all_faults_are_told_at_once(small):
    chosen = [
        BROKEN[name]
        for name in ("no kind", "no confidence", "a telling word", "a mirror", "a name twice", "an empty group",
                     "a pack of one language", "a correction by nothing")
    ]  # fmt: skip
    for file, old, new, _ in chosen:
        change(small, file, old, new)
    told = faults(small)
    assert all(any(fault.startswith(expected) for fault in told) for _, _, _, expected in chosen)


def test_a_fact_is_found_under_every_name_it_ever_had(small):
    names = 'renamed = { first = "second", second = "leonov-lands", lost = "gone" }\nretired = ["gone"]'
    change(small, "pack.toml", 'version = "1.0.0"', f'version = "1.0.0"\n{names}')
    pack = load_pack(small)
    assert [pack.called_now(id) for id in ("first", "second", "leonov-lands", "lost")] == [
        "leonov-lands", "leonov-lands", "leonov-lands", "gone",
    ]  # fmt: skip
