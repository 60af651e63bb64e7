"""The words that people say with which day and hour something is to be, in both languages."""

from __future__ import annotations

import re

from rapidfuzz import process
from rapidfuzz.distance import OSA

MONTHS = {
    name: number
    for number, names in enumerate((
        "january jan enero ene", "february feb febrero", "march mar marzo", "april apr abril abr", "may mayo",
        "june jun junio", "july jul julio", "august aug agosto ago", "september sept sep septiembre setiembre",
        "october oct octubre", "november nov noviembre", "december dec diciembre dic",
    ), 1)
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate((
        "monday mon lunes lun", "tuesday tue tues martes", "wednesday wed weds miercoles mie",
        "thursday thu thur thurs jueves jue", "friday fri viernes vie",
        "saturday sat sabado sab", "sunday sun domingo dom",
    ))
    for name in names.split()
}  # fmt: skip
SECONDS = {
    name: seconds
    for seconds, names in (
        (60, "minute minutes min mins minuto minutos"), (3600, "hour hours hr hrs h hora horas"),
        (86400, "day days dia dias"), (7 * 86400, "week weeks semana semanas"),
    )
    for name in names.split()
}  # fmt: skip
COUNTS = {
    name: number
    for number, names in enumerate((
        "a an one un una uno", "two dos", "three tres", "four cuatro", "five cinco", "six seis", "seven siete",
        "eight ocho", "nine nueve", "ten diez", "eleven once", "twelve doce",
    ), 1)
    for name in names.split()
}  # fmt: skip
MORNING, EVENING, NIGHT = "am", "pm", "night"
PARTS = {
    "morning": MORNING, "manana": MORNING, "madrugada": MORNING, "afternoon": EVENING, "evening": EVENING,
    "night": NIGHT, "tarde": EVENING, "noche": NIGHT,
}  # fmt: skip
_OTHERS = """today tonight tomorrow after next this coming at on the in of and half past quarter noon midday midnight
    oclock hoy pasado proximo proxima este esta que viene las los el la de del por en dentro media cuarto menos y a
    mediodia medianoche hs horas am pm"""
WORDS = frozenset((*MONTHS, *WEEKDAYS, *SECONDS, *COUNTS, *PARTS, *_OTHERS.split()))
_LEAST_LETTERS = 5


def spelt(text: str) -> str:
    """`text`, folded before, with the words that are nearly one of ours put right."""
    return re.sub(r"[a-z]+", lambda found: _nearest(found[0]), text)


def _nearest(word: str) -> str:
    if word in WORDS or len(word) < _LEAST_LETTERS:
        return word
    slips = 1 if len(word) < 2 * _LEAST_LETTERS - 2 else 2
    near = process.extract(word, WORDS, scorer=OSA.distance, score_cutoff=slips, limit=2)
    alone = near and (len(near) == 1 or near[0][1] < near[1][1])
    return near[0][0] if alone else word
