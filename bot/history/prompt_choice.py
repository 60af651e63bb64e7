"""Which prompts somebody means: by a topic, by the words of a title or question, or by what they start from."""

from __future__ import annotations

from bot.history.model import Pack, Prompt
from bot.history.search import Index, Scope
from bot.language import Language
from bot.text import fold, tokens

NEAR_ENOUGH = 0.3
"""Probability that a fact is meant from which on a topic may be named by it; one word seldom makes it likelier."""


def named(pack: Pack, text: str, language: Language) -> list[tuple[str, str]]:
    """The names and ids of topics, then prompts, whose name, question or topic holds every word of `text`."""
    wanted = tokens(text)
    topics = dict.fromkeys(prompt.topic for prompt in pack.prompts.values())
    known = [(pack.topics[topic][language], "", topic) for topic in topics]
    for prompt in pack.prompts.values():
        said, topic = prompt.text[language], pack.topics[prompt.topic][language]
        known.append((said.title, f"{said.question} {topic}", prompt.id))
    return [(name, id) for name, more, id in known if all(word in fold(f"{name} {more}") for word in wanted)]


def fitting(pack: Pack, index: Index, text: str, language: Language) -> list[Prompt]:
    """The prompts that `text` may mean; all of them for no text, and none if nothing comes near.

    An id means itself. Where no name holds the words, they are looked up as a question would be, and what starts from
    the best fact so found is meant.
    """
    prompts = list(pack.prompts.values())
    if not text:
        return prompts
    if text in pack.topics or text in pack.prompts:
        return [prompt for prompt in prompts if text in {prompt.topic, prompt.id}]
    ids = {id for spoken in (language, *Language) for _name, id in named(pack, text, spoken)}
    if meant := [prompt for prompt in prompts if ids & {prompt.topic, prompt.id}]:
        return meant
    for match in index.search(text, Scope.REAL_FIRST).matches:
        if match.confidence < NEAR_ENOUGH:
            break
        ids = {match.fact.id}
        if meant := [prompt for prompt in prompts if ids & {fact.id for fact in (*prompt.facts, prompt.alternate)}]:
            return meant
    return []
