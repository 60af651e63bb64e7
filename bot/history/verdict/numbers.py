"""The numbers in running text, in digits and in words of both languages, each with what it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_ONES = (
    "zero cero", "", "two dos", "three tres", "four cuatro", "five cinco", "six seis", "seven siete", "eight ocho",
    "nine nueve", "ten diez", "eleven once", "twelve doce", "thirteen trece", "fourteen catorce", "fifteen quince",
    "sixteen dieciseis", "seventeen diecisiete", "eighteen dieciocho", "nineteen diecinueve", "twenty veinte",
    "veintiuno veintiun", "veintidos", "veintitres", "veinticuatro", "veinticinco", "veintiseis", "veintisiete",
    "veintiocho", "veintinueve",
)  # fmt: skip
_TENS = (
    "thirty treinta", "forty cuarenta", "fifty cincuenta", "sixty sesenta", "seventy setenta", "eighty ochenta",
    "ninety noventa",
)  # fmt: skip
_HUNDREDS = (
    "cien ciento", "doscientos doscientas", "trescientos trescientas", "cuatrocientos cuatrocientas",
    "quinientos quinientas", "seiscientos seiscientas", "setecientos setecientas", "ochocientos ochocientas",
    "novecientos novecientas",
)  # fmt: skip
_SMALL: dict[str, int] = {
    **{word: number for number, words in enumerate(_ONES) for word in words.split()},
    **{word: 30 + 10 * number for number, words in enumerate(_TENS) for word in words.split()},
    **{word: 100 * number for number, words in enumerate(_HUNDREDS, start=1) for word in words.split()},
}
_ONE = frozenset("one un una uno a".split())
_SCALES = {
    "hundred": 100, "thousand": 1_000, "mil": 1_000, "million": 1_000_000, "millions": 1_000_000, "millon": 1_000_000,
    "millones": 1_000_000, "billion": 1_000_000_000, "dozen": 12, "docena": 12,
}  # fmt: skip
_STANDS_ALONE = frozenset(["mil", "millones", "docena"])
_HALF = frozenset("half medio media".split())
_JOINS = frozenset(["and", "y"])
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[a-z]+")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[,.\u00a0\u202f ]\d{3})+(?![\d])")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d{1,2}(?!\d))")
_ROUGHLY = re.compile(
    r"\b(?:about|around|some|nearly|almost|roughly|approximately|circa|close to|unos|unas|casi|cerca de|alrededor de"
    r"|aproximadamente|como|mas o menos) (?:a |an |the |los |las |el )?$"
)
_MORE = re.compile(r"\b(?:more than|over|at least|mas de|al menos|por lo menos) $")
_FEWER = re.compile(r"\b(?:fewer than|less than|under|at most|menos de|a lo sumo|como mucho) $")
UNIT_WORDS = 4
"""Words after a number among which what it counts is looked for."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as a text gives it, and where it stands."""

    value: float
    start: int
    end: int
    roughly: bool = False
    bound: int = 0
    """1 for "more than", -1 for "less than"."""

    def is_like(self, value: float) -> bool:
        """Whether the text can mean `value`."""
        if self.bound and value != self.value:
            near = 0.6 * self.value <= value <= 1.7 * self.value
            return near and (value - self.value) * self.bound > 0
        return abs(self.value - value) <= (0.1 if self.roughly else 0.02) * max(abs(value), 1e-9)


def plain_digits(text: str) -> str:
    """`text`, as long as before, with `30,000`, `30 000` and `30.000` as `30000` and `7,5` as `7.5`."""
    joined = _GROUPED.sub(lambda found: re.sub(r"\D", "", found[0]).ljust(len(found[0])), text)
    return _DECIMAL_COMMA.sub(".", joined)


def find_numbers(text: str) -> list[Number]:
    """The numbers in folded `text` with plain digits, in order. A bare "one" is an article, not a number."""
    tokens = list(_TOKEN.finditer(text))
    found: list[Number] = []
    place = 0
    while place < len(tokens):
        value, after = _read([token[0] for token in tokens], place)
        if value is None:
            place += 1
            continue
        start, end = tokens[place].start(), tokens[after - 1].end()
        before = text[:start]
        bound = 1 if _MORE.search(before) else -1 if _FEWER.search(before) else 0
        found.append(Number(value, start, end, _ROUGHLY.search(before) is not None, bound))
        place = after
    return found


def _read(words: list[str], place: int) -> tuple[float | None, int]:
    """The number that begins at `place`, and the place after it; None if none does."""
    began, total, current = place, 0.0, 0.0
    while place < len(words):
        word, following = words[place], words[place + 1] if place + 1 < len(words) else ""
        if (
            word in _JOINS
            and words[place + 1 : place + 3] == ["a", "half"]
            and place + 3 < len(words)
            and words[place + 3] in _SCALES
            and place > began
        ):
            place, current = place + 2, current + 0.5
        elif word in _SCALES and (place > began or word in _STANDS_ALONE):
            total, current = _scaled(_SCALES[word], total, current)
        elif word in _HALF and _million_follows(words, place):
            place, current = place + (following in _ONE), current + 0.5
        elif (value := _value(word, following, after=current)) is not None:
            current += value
        elif not _joins(word, following, place > began, current):
            break
        place += 1
    return (total + current if place > began else None), place


def _scaled(scale: int, total: float, current: float) -> tuple[float, float]:
    if scale in {12, 100}:
        return total, (current or 1.0) * scale
    if scale == 1_000:
        return total + (current or 1.0) * scale, 0.0
    return ((total + current) or 1.0) * scale, 0.0


def _million_follows(words: list[str], place: int) -> bool:
    rest = [word for word in words[place + 1 : place + 3] if word not in _ONE]
    return bool(rest) and rest[0].startswith("mill")


def _value(word: str, following: str, after: float) -> float | None:
    """What one word counts for behind `after`; None if it cannot go on from there."""
    if word[:1].isdigit():
        return None if after else float(word)
    if word in _ONE and following in _SCALES and not after:
        return 1.0
    value = 1 if word in _ONE and after % 100 >= 20 and after % 10 == 0 else _SMALL.get(word)
    fits = value is not None and (
        not after or (value < 100 <= after) or (value < 10 and after % 100 >= 20 and not after % 10)
    )
    return float(value) if value is not None and fits else None


def _joins(word: str, following: str, begun: bool, current: float) -> bool:
    """Whether "and" stands within a number: "treinta y cuatro", "four hundred and fifty"."""
    if word not in _JOINS or not begun or not current:
        return False
    value = 1 if following in _ONE else _SMALL.get(following)
    tens = current % 100 >= 20 and current % 10 == 0 and word == "y"
    return value is not None and ((tens and value < 10) or (current % 100 == 0 and word == "and" and value < 100))


_DAYS = {
    "second": 1 / 86400, "segundo": 1 / 86400, "min": 1 / 1440, "minute": 1 / 1440, "minuto": 1 / 1440, "hour": 1 / 24,
    "hora": 1 / 24, "day": 1.0, "dia": 1.0, "week": 7.0, "semana": 7.0, "month": 30.4, "mes": 30.4, "mese": 30.4,
    "year": 365.25, "ano": 365.25, "decade": 3652.5, "decada": 3652.5,
}  # fmt: skip
_UNIT = re.compile(
    rf" +(?:whole |full |long |entire |largos |largas )?(?P<unit>{'|'.join(sorted(_DAYS, key=len, reverse=True))})s?\b"
)


def durations(text: str) -> list[float]:
    """The lengths of time in folded `text` with plain digits, in days; "three years and seven months" is one."""
    found: list[float] = []
    last = 0
    for number in find_numbers(text):
        if unit := _UNIT.match(text, number.end):
            days = number.value * _DAYS[unit["unit"]]
            if found and text[last : number.start] in {" and ", " y "}:
                found[-1] += days
            else:
                found.append(days)
            last = unit.end()
    return found


def unit_included(number: Number, text: str) -> Number:
    """`number` with the minutes, days or years it counts as part of it."""
    unit = _UNIT.match(text, number.end)
    return replace(number, end=unit.end()) if unit else number


def duration_of(number: Number, text: str) -> float | None:
    """The days a number stands for, if it counts minutes, days, years or the like."""
    unit = _UNIT.match(text, number.end)
    return number.value * _DAYS[unit["unit"]] if unit else None
