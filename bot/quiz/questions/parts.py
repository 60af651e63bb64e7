"""What the kinds of question are put together from: words in every language, dice, reveals and blanks."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.history.card import source_line
from bot.history.model import Fact, Kind, Name, Pack, World
from bot.language import Language, Words, words
from bot.quiz.model import Option, QuestionKind, Reveal, Text

GAP = "______"
"""What stands where something is to be filled in."""
LETTERS = "abcdefgh"
QUIZZED = frozenset({Kind.EVENT, Kind.SAID})
"""Only events, and who said what, are asked; a scholar's reading is not a thing to be right about."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that can be built: its item, and what is known of it before."""

    kind: QuestionKind
    name: str
    """Of the item within its kind."""
    facts: tuple[str, ...]
    """Ids of what it can be made from: one fact, or those that a variant chooses among."""
    verdict: str | None = None
    """Key of the right answer, of kinds that tell worlds apart."""
    parity: int | None = None
    """Whether the variant must be even (0) or odd (1) for that verdict."""
    matched: bool = True
    """Whether it may stand beside statements of the other world: not if its period alone would decide."""

    varies: bool = True
    """Whether variants differ in more than that."""

    @property
    def item(self) -> str:
        return f"{self.kind}:{self.name}"


def both(say: Callable[[Words], str]) -> Text:
    """What `say` says, in every language."""
    return {language: say(words(language)) for language in Language}


def dice_of(kind: QuestionKind, name: str, variant: int) -> random.Random:
    """Dice that fall the same way for the same variant of the same item, on every machine."""
    return random.Random(f"{kind}:{name}#{variant}")  # noqa: S311 - repeatable is what they are for


def lettered(options: Sequence[tuple[Text, bool, Text]]) -> tuple[Option, ...]:
    """Options (text, whether right, feedback) with the keys a, b, c …, in their order."""
    return tuple(
        Option(key, text, correct, feedback)
        for key, (text, correct, feedback) in zip(LETTERS, options, strict=False)
    )  # fmt: skip


def correct_key(options: Sequence[Option]) -> tuple[str, ...]:
    """The key of the right one."""
    return tuple(option.key for option in options if option.correct)


def title(fact: Fact) -> Text:
    """The title of a fact, in every language."""
    return {language: text.title for language, text in fact.text.items()}


def shown_date(fact: Fact, _: Words) -> str:
    """A fact's title with its date, as feedback refers to it."""
    text = fact.text[_.language].title
    return _("{title} ({date})", title=text, date=fact.when.show(_.language)) if fact.when else text


def departure(pack: Pack, fact: Fact) -> Fact | None:
    """The alternate fact of a divergence: `fact` itself, or the first that departs from it."""
    if fact.world is World.ALTERNATE:
        return fact
    return next(iter(pack.departures_from(fact)), None)


def reveal(pack: Pack, fact: Fact, why: Text | None = None, *, plain: bool = False) -> dict[Language, Reveal]:
    """What is told after a question that `fact` decides.

    `why` stands in for the correction's, without a scenario. A `plain` reveal of a real fact leaves the scenario out:
    nothing of it was asked.
    """
    leaves = why is None and not (plain and fact.world is World.REAL)
    departs = departure(pack, fact) if leaves else None
    record = pack.real_counterparts(fact)[0] if fact.world is World.ALTERNATE else fact
    told = {}
    for language in Language:
        correction = departs.correction.text[language] if departs and departs.correction else None
        told[language] = Reveal(
            record=record.text[language].statement,
            source=source_line(record.sources, language).text,
            scenario=departs.text[language].statement if departs else None,
            why=why[language] if why else correction.why if correction else None,
            tell=(correction.tell or None) if correction else None,
        )
    return told


def counterpart(pack: Pack, fact: Fact) -> str | None:
    """Id of what stands opposite `fact` in the other world."""
    other = pack.counterpart(fact)
    return other.id if other else None


def forms(name: Name) -> list[str]:
    """Everything `name` is called, longest first."""
    return sorted({*name.name.values(), *name.aliases}, key=lambda form: (-len(form), form))


def bare_forms(name: Name) -> list[str]:
    """The forms of `name` without a form of address, which stays where the name is left out: “President ______”."""
    known = forms(name)
    own = {word for full in name.name.values() for word in full.split()}
    return [form for form in known if form.split()[0] in own or form.partition(" ")[2] not in known]


def blanked(text: str, left_out: Sequence[str]) -> str:
    """`text` with a gap wherever one of the forms stands as a word of its own."""
    pattern = "|".join(re.escape(form) for form in left_out)
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", GAP, text)


def quizzed(pack: Pack, world: World) -> list[Fact]:
    """The facts of a world that may be asked about, in the order of the pack.

    Of the scenario, those beside which the record can be set: what a server adds may name no real fact.
    """
    return [
        fact
        for fact in pack.facts.values()
        if fact.world is world and fact.kind in QUIZZED and (world is World.REAL or pack.real_counterparts(fact))
    ]


def stands_with_the_scenario(pack: Pack, fact: Fact) -> bool:
    """Whether a real fact is of the years the scenario tells of, give or take one: else its period would decide."""
    dated = [other.when for other in quizzed(pack, World.ALTERNATE) if other.when]
    if not dated or fact.when is None:
        return False
    year = timedelta(days=366)
    return (
        fact.when.latest >= min(when.earliest for when in dated) - year
        and fact.when.earliest <= max(when.latest for when in dated) + year
    )
