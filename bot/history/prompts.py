"""What discussions start from: `discussions.toml`, read, checked and built."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from bot.history import entries
from bot.history.model import Fact, Prompt, PromptText, World
from bot.language import Language
from bot.text import fold

if TYPE_CHECKING:
    from bot.history.pack import Sheets

KEY = "discussion"
TITLE_LIMIT = 60
QUESTION_LIMIT = 200
OPTION_LIMIT = 60
NUDGE_LIMIT = 180
# Its question is asked in channels that never show the scenario, so it has to stand without it.
_NAMES_THE_SCENARIO = re.compile(
    r"\b(scenario|alternate|fictional|escenario|alternas?|alternos?|fictici[oa]s?)\b", re.I
)


def read(sheets: Sheets, name: str) -> None:
    """Put the entries of the file into `sheets.prompts`, and what is wrong with their shape into its faults."""
    for key, rows in (sheets.read(name) or {}).items():
        if key != KEY or not isinstance(rows, list):
            sheets.faults.append(f"{name}: {key} does not belong here, only [[{KEY}]]")
            continue
        for number, raw in enumerate(rows, start=1):
            told = raw.get("id") if isinstance(raw, dict) else None
            where = f"{name}: {told or f'entry {number}'}"
            if (entry := sheets.shape(entries.PROMPTS, raw, where)) is not None:
                sheets.prompts.append(entry)


def faults_in(sheets: Sheets) -> Iterator[str]:
    """Every fault of the prompts, by entry."""
    prompts: dict[str, entries.PromptEntry] = {}
    facts = {fact.id: fact for _, fact in sheets.facts}
    for prompt in sheets.prompts:
        here = f"discussions.toml: {prompt.id}"
        if prompt.id in prompts:
            yield f"{here}: the id is used twice"
        prompts.setdefault(prompt.id, prompt)
        if sheets.pack and prompt.topic not in sheets.pack.topics:
            yield f"{here}: unknown topic “{prompt.topic}”"
        yield from (f"{here}: {fault}" for fault in (*_facts(prompt, facts), *_texts(prompt)))
    for prompt in sheets.prompts:
        following = prompts.get(prompt.next)
        if following is None or following.id == prompt.id or following.topic != prompt.topic:
            yield f"discussions.toml: {prompt.id}: “{prompt.next}” is not another entry of its topic to go on to"


def _facts(prompt: entries.PromptEntry, facts: Mapping[str, entries.FactEntry]) -> Iterator[str]:
    for id in prompt.facts:
        if id not in facts:
            yield f"unknown fact “{id}”"
        elif facts[id].world is not World.REAL:
            yield f"“{id}” is not a real fact"
    if len(set(prompt.facts)) < len(prompt.facts):
        yield "names a fact twice"
    other = facts.get(prompt.alternate)
    if other is None:
        yield f"unknown fact “{prompt.alternate}”"
    elif other.correction is None:
        yield f"“{other.id}” is not an alternate fact"
    elif set(other.correction.facts).isdisjoint(prompt.facts):
        yield f"none of its facts is one that “{other.id}” departs from"
    known = [facts[id] for id in (*prompt.facts, prompt.alternate) if id in facts]
    if known and not any(prompt.topic in fact.topics for fact in known):
        yield f"none of its facts is of the topic “{prompt.topic}”"


def _texts(prompt: entries.PromptEntry) -> Iterator[str]:
    for language, text in _by_language(prompt).items():
        said = {"title": TITLE_LIMIT, "question": QUESTION_LIMIT, "nudge": NUDGE_LIMIT}
        lines = [(what, getattr(text, what), limit) for what, limit in said.items()]
        lines += [("option", option, OPTION_LIMIT) for option in text.options]
        for what, line, limit in lines:
            if len(line) > limit:
                yield f"{language} {what} has {len(line)} characters, at most {limit}"
            if found := _NAMES_THE_SCENARIO.search(line):
                yield f"{language} {what} says “{found[0]}”: it is read in channels that show the record alone, too"
        if len(set(map(fold, text.options))) < len(text.options):
            yield f"{language} options hold one twice"
    if len(prompt.en.options) != len(prompt.es.options):
        yield "has not as many options in one language as in the other"


def _by_language(prompt: entries.PromptEntry) -> Mapping[Language, entries.PromptTextEntry]:
    return {Language.EN: prompt.en, Language.ES: prompt.es}


def build(given: list[entries.PromptEntry], facts: Mapping[str, Fact]) -> dict[str, Prompt]:
    """The prompts of sheets without faults, by id, in their order."""

    def text(entry: Any) -> PromptText:
        return PromptText(entry.title, entry.question, tuple(entry.options), entry.nudge)

    return {
        entry.id: Prompt(
            entry.id,
            entry.topic,
            tuple(facts[id] for id in entry.facts),
            facts[entry.alternate],
            entry.next,
            {language: text(said) for language, said in _by_language(entry).items()},
        )
        for entry in given
    }
