"""The labelled claims: what members might claim, and a careful reader's verdict. Half to tune on, half to report."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.history.verdict.checker import Ruling, Verdict
from bot.history.verdict.message import MessageChecker

FILE = Path(__file__).with_name("claims.toml")
DEVELOPMENT = {
    "development": Path(__file__).with_name("development_claims.toml"),
    "further": Path(__file__).with_name("further_claims.toml"),
    "members": Path(__file__).with_name("member_claims.toml"),
    "short": Path(__file__).with_name("short_claims.toml"),
}
"""Claims whose every row may be read: what fails there is mended."""
BLIND = {
    "blind": Path(__file__).with_name("blind_claims.toml"),
    "blind short": Path(__file__).with_name("blind_short_claims.toml"),
}
"""Claims that nobody who works on the checker reads."""
BESIDE = Path(__file__).with_name("beside.toml")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A claim, its verdict, the facts that may decide it, and what it may be said to differ in."""

    text: str
    lang: str
    verdict: str
    made: str
    half: str
    facts: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    typos: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A labelled claim and the ruling it got."""

    claim: Labelled
    ruling: Ruling

    @property
    def right(self) -> bool:
        return self.ruling.verdict.value == self.claim.verdict


@dataclass(frozen=True, slots=True)
class Figures:
    """What is published of one half."""

    outcomes: Sequence[Outcome]

    def share(self, among: Iterable[str], verdicts: Iterable[Verdict]) -> float:
        """Of the claims whose true verdict is in `among`, the share that got one of `verdicts`."""
        wanted, given = set(among), set(verdicts)
        rulings = [outcome.ruling.verdict in given for outcome in self.outcomes if outcome.claim.verdict in wanted]
        return sum(rulings) / len(rulings)

    @property
    def accuracy(self) -> float:
        return sum(outcome.right for outcome in self.outcomes) / len(self.outcomes)

    @property
    def fiction_called_real(self) -> float:
        """Alternate or contradicted claims that are called real: the worst error."""
        return self.share({"alternate", "neither"}, {Verdict.REAL})

    @property
    def absent_called_neither(self) -> float:
        """True claims that the sources do not hold and that are called contradicted: the second worst."""
        return self.share({"unknown"}, {Verdict.NEITHER})

    @property
    def undecided(self) -> float:
        """Claims that the facts decide and that are left open."""
        return self.share({"real", "alternate", "both", "neither"}, {Verdict.UNKNOWN})

    @property
    def differences_right(self) -> float:
        """Of the claims rightly called contradicted, those where what differs is named rightly."""
        named = [
            any(one.what.value in outcome.claim.differs for one in outcome.ruling.differs)
            for outcome in self.outcomes
            if outcome.right and outcome.ruling.verdict is Verdict.NEITHER
        ]
        return sum(named) / len(named) if named else 1.0

    def confusion(self) -> Counter[tuple[str, str]]:
        """How often each true verdict got each given one."""
        return Counter((outcome.claim.verdict, outcome.ruling.verdict.value) for outcome in self.outcomes)


def labelled(half: str) -> list[Labelled]:
    """The claims of one half, `tune` or `report`."""
    return [claim for claim in _read(FILE) if claim.half == half]


def development() -> dict[str, list[Labelled]]:
    """The claims to develop with, by set."""
    return {name: _read(file) for name, file in DEVELOPMENT.items()}


def blind() -> dict[str, list[Labelled]]:
    """The claims that nobody who works on the checker has read, by set."""
    return {name: _read(file) for name, file in BLIND.items()}


def beside() -> list[Labelled]:
    """Claims close to a fact on which it and all others are silent."""
    rows = tomllib.loads(BESIDE.read_text(encoding="utf-8"))["claim"]
    return [Labelled(row["text"], row["lang"], "unknown", "beside", "development") for row in rows]


def _read(file: Path) -> list[Labelled]:
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["claim"]
    return [
        Labelled(**{"half": "development"} | row | {key: tuple(row[key]) for key in ("facts", "differs") if key in row})
        for row in rows
    ]


def judged(checker: MessageChecker, claims: Iterable[Labelled]) -> Figures:
    """The claims with the rulings they get."""
    return Figures([Outcome(claim, checker.one(claim.text)) for claim in claims])
