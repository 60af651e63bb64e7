"""The labelled questions beside what others use, over the same texts: printed, never asserted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from rapidfuzz import fuzz, process

from bot.history.model import Fact, Pack
from bot.history.pack import load_pack
from bot.history.search import Index
from bot.settings import ROOT
from tests.benchmarks.porter import Porter
from tests.labelled.questions import Question, development_sets, labelled

HALVES = ("tune", "report")
STYLES = ("plain", "paraphrase", "slang", "vague", "keyword")

First = Callable[[str], str | None]
"""The id of the fact a matcher puts first."""


def corpus() -> Pack:
    """What the questions are about."""
    return load_pack(ROOT / "data" / "trotsky-in-mexico")


def texts_of(fact: Fact) -> str:
    """All that our index reads of a fact's texts, phrasings too, as one passage: no matcher is kept from any of it."""
    return "\n".join("\n".join((text.title, text.statement, *text.asked_as)) for text in fact.text.values())


def peers(facts: Sequence[Fact]) -> dict[str, First]:
    """FTS5 with the Porter stemmer and RapidFuzz's token_set_ratio over whole facts."""
    ids, passages = [fact.id for fact in facts], [texts_of(fact) for fact in facts]
    porter = Porter()
    porter.index(passages)
    lower = [passage.casefold() for passage in passages]

    def by_porter(question: str) -> str | None:
        found = porter.search(question, 1)
        return ids[found[0][0]] if found else None

    def by_ratio(question: str) -> str | None:
        best = process.extractOne(question.casefold(), lower, scorer=fuzz.token_set_ratio)
        return ids[best[2]] if best else None

    return {"FTS5 porter": by_porter, "token_set": by_ratio}


def right_first(questions: Sequence[Question], first: First) -> dict[str, float]:
    """The share of questions whose first fact answers them: overall, and by language, style and typos."""
    right, asked = Counter[str](), Counter[str]()
    for question in questions:
        hit = first(question.text) in question.facts
        for group in ("all", question.lang, question.style, "typos" if question.typos else "clean"):
            right[group] += hit
            asked[group] += 1
    return {group: right[group] / count for group, count in asked.items()}


def refused(index: Index, questions: Sequence[Question]) -> dict[str, float]:
    """The share of questions nothing answers that are not answered, by kind."""
    kept, asked = Counter[str](), Counter[str]()
    for question in questions:
        kept[question.kind] += index.search(question.text).status != "answer"
        asked[question.kind] += 1
    return {kind: kept[kind] / count for kind, count in asked.items()}


def compare(sets: Mapping[str, tuple[list[Question], list[Question]]]) -> None:
    """Print each set by style and language, ours first, and how well ours refuses."""
    pack = corpus()
    facts, index = list(pack.facts.values()), Index.of(pack)

    def ours(question: str) -> str | None:
        matches = index.search(question).matches
        return matches[0].fact.id if matches else None

    matchers = {"Divergence": ours, **peers(facts)}
    groups = ("all", "en", "es", *STYLES, "clean", "typos")
    print(f"{'set':16} {'right fact first':16} " + " ".join(f"{group:>10}" for group in groups))
    for part, (answerable, unanswerable) in sets.items():
        for name, first in matchers.items():
            shares = right_first(answerable, first)
            shown = " ".join(f"{shares[group]:10.3f}" if group in shares else f"{'-':>10}" for group in groups)
            print(f"{part:16} {name:16} {shown}")
        answers = [
            found.matches[0].fact.id in question.facts
            for question in answerable
            if (found := index.search(question.text)).status == "answer"
        ]
        shown = ", ".join(f"{kind} {share:.3f}" for kind, share in sorted(refused(index, unanswerable).items()))
        print(
            f"{part:16} not answered: {shown}; answered {len(answers) / len(answerable):.3f} of the others, "
            f"{sum(answers) / max(1, len(answers)):.3f} of these right"
        )


def halves() -> dict[str, tuple[list[Question], list[Question]]]:
    """The two halves of the labelled questions."""
    return {half: labelled(half) for half in HALVES}


def developing() -> dict[str, tuple[list[Question], list[Question]]]:
    """The half to tune on and the development sets: the half to report stays unread."""
    return {"tune": labelled("tune"), **development_sets()}
