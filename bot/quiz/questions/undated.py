"""A fact's statement with its dates left out: days, months and years, in both languages."""

from __future__ import annotations

import re

from bot.history.model import Fact
from bot.language import Language
from bot.quiz.model import Text
from bot.quiz.questions.parts import GAP

_YEAR = r"(?:1[89]|20)\d\d"
_DAYS = r"\d{1,2}(?:(?:[-–]| (?:to|and|al|y) )\d{1,2})?"
_MONTHS = {
    # May and March are words as well; months have a capital in English.
    Language.EN: "January|February|March|April|May|June|July|August|September|October|November|December",
    Language.ES: "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
}
_DATE = {
    Language.EN: re.compile(
        rf"\b(?:{_DAYS} )?(?:{_MONTHS[Language.EN]})\b(?:,? {_YEAR}\b)?|\b{_YEAR}(?:[-–]{_YEAR})?(?:s\b|\b)"
    ),
    Language.ES: re.compile(
        rf"\b(?:{_DAYS} de )?(?:{_MONTHS[Language.ES]})\b(?: de {_YEAR}\b)?|\b{_YEAR}(?:[-–]{_YEAR})?\b"
    ),
}
_DECADE = re.compile(r"\b(?:the|los años) (?:nineteen)?(?:twenties|thirties|forties|veinte|treinta|cuarenta)\b")


def without_dates(text: str, language: Language) -> str:
    """`text` with a gap for every date in it; the days that follow one (“on the 24th”) stay."""
    return _DECADE.sub(GAP, _DATE[language].sub(GAP, text))


def undated(fact: Fact) -> Text:
    """The statement of `fact` without its dates, in every language."""
    return {language: without_dates(text.statement, language) for language, text in fact.text.items()}
