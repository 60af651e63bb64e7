"""What discussions start from: real facts, their departure, a question that stands without it, and positions."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.errors import PackError
from bot.history.discussion import LETTERS
from bot.history.model import Pack, World
from bot.history.pack import load_pack
from bot.language import Language
from tests.bot.history.packs import change, write_pack

FILE = "discussions.toml"
TWO = """
[[discussion]]
id = "who-first"
topic = "landing"
facts = ["first-landing", "why-they-went"]
alternate = "leonov-lands"
next = "why-then"
[discussion.en]
title = "Who came first"
question = "What mattered most?"
options = ["Money", "Skill", "Luck"]
nudge = "And if there had been no money?"
[discussion.es]
title = "Quién llegó primero"
question = "¿Qué importó más?"
options = ["El dinero", "La pericia", "La suerte"]
nudge = "¿Y si no hubiera habido dinero?"

[[discussion]]
id = "why-then"
topic = "landing"
facts = ["why-they-went", "first-landing"]
alternate = "leonov-lands"
next = "who-first"
[discussion.en]
title = "Why then"
question = "Why not later?"
options = ["One", "Two", "Three", "Four"]
nudge = "What else?"
[discussion.es]
title = "Por qué entonces"
question = "¿Por qué no más tarde?"
options = ["Uno", "Dos", "Tres", "Cuatro"]
nudge = "¿Qué más?"
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    folder = write_pack(tmp_path / "apollo")
    (folder / FILE).write_text(TWO, encoding="utf-8")
    return folder


def faults(folder: Path) -> tuple[str, ...]:
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    return caught.value.faults


def test_two_dozen_prompts_are_shipped_and_every_topic_of_theirs_has_another_to_go_on_to(pack: Pack):
    assert len(pack.prompts) >= 24
    assert min(Counter(prompt.topic for prompt in pack.prompts.values()).values()) >= 2


def test_every_shipped_prompt_starts_from_real_facts_and_names_a_departure_from_one_of_them(pack: Pack):
    for prompt in pack.prompts.values():
        assert {fact.world for fact in prompt.facts} == {World.REAL}
        assert {fact.id for fact in prompt.facts} & set(prompt.alternate.correction.facts)


def test_every_shipped_prompt_is_written_in_both_languages(pack: Pack):
    for prompt in pack.prompts.values():
        english, spanish = (prompt.text[language] for language in Language)
        assert 3 <= len(english.options) == len(spanish.options) <= len(LETTERS)
        assert "¿" in spanish.question
        assert english.nudge != spanish.nudge


def test_a_pack_may_do_without_prompts(small):
    (small / FILE).unlink()
    assert load_pack(small).prompts == {}


def test_prompts_are_read_in_their_order(small):
    prompts = load_pack(small).prompts
    assert list(prompts) == ["who-first", "why-then"]
    assert [fact.id for fact in prompts["why-then"].facts] == ["why-they-went", "first-landing"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('topic = "landing"', 'topic = "cheese"', "unknown topic “cheese”"),
        ('"first-landing", "why-they-went"', '"first-landing", "nothing"', "unknown fact “nothing”"),
        ('"first-landing", "why-they-went"', '"first-landing", "leonov-lands"', "“leonov-lands” is not a real fact"),
        ('"first-landing", "why-they-went"', '"first-landing", "first-landing"', "names a fact twice"),
        ('alternate = "leonov-lands"', 'alternate = "first-landing"', "“first-landing” is not an alternate fact"),
        ('next = "why-then"', 'next = "who-first"', "“who-first” is not another entry of its topic to go on to"),
        ('next = "why-then"', 'next = "nowhere"', "“nowhere” is not another entry of its topic to go on to"),
        ('"Money", "Skill"', '"Money", "money"', "en options hold one twice"),
        ('["Money", "Skill", "Luck"]', '["A", "B", "C", "D"]', "has not as many options in one language"),
        ("What mattered most?", "Is the scenario right?", "en question says “scenario”"),
        ('"Money"', f'"{"M" * 61}"', "en option has 61 characters, at most 60"),
        ('["Money", "Skill", "Luck"]', '["Money"]', "en.options: list should have at least 3 items"),
        ('nudge = "And if', 'hint = "And if', "en.nudge is missing"),
        ('id = "who-first"', 'id = "why-then"', "the id is used twice"),
    ],
)
def test_a_broken_prompt_is_refused_with_its_entry_and_what_is_wrong(small, old, new, fault):
    change(small, FILE, old, new)
    assert any(told.startswith(f"{FILE}: ") and fault in told for told in faults(small))


def test_every_fault_of_the_file_is_told_at_once(small):
    change(small, FILE, 'topic = "landing"', 'topic = "cheese"')
    change(small, FILE, "Why not later?", "Why this scenario?")
    (small / FILE).write_text((small / FILE).read_text(encoding="utf-8") + "\n[stray]\n", encoding="utf-8")
    told = "\n".join(faults(small))
    for fault in ("unknown topic “cheese”", "says “scenario”", "stray does not belong here, only [[discussion]]"):
        assert fault in told
