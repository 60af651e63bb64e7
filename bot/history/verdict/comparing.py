"""The dates and numbers of a claim beside those of a fact: they agree, they differ, or there is nothing to compare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.history.dates import Moment
from bot.history.model import World
from bot.history.stems import Stems
from bot.history.verdict.numbers import Number, duration_of
from bot.history.verdict.reading import Claim, meanings_of
from bot.history.verdict.records import Record, units_after, when_said
from bot.history.verdict.times import FIRST, Reach, Time


class What(StrEnum):
    """In what a claim may differ from the record."""

    DATE = "date"
    NUMBER = "number"
    PERSON = "person"
    PLACE = "place"
    DEED = "deed"
    NEGATION = "negation"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing a claim has otherwise than the record; both as they are said."""

    what: What
    claimed: str
    recorded: str


Compared = Difference | bool
"""A difference, or whether there was something to compare with, which then agreed."""

BEGIN = frozenset(
    "begin began begun start started empezar empezo comenzar comenzo inicio iniciar estallo broke since desde".split()
)
END = frozenset("end ended finish finished over termino terminar acabo acabar concluyo concluir until hasta".split())
ARRIVE = frozenset("arrive arrived landed came llegar llego desembarco arribo vino".split())
"""Words for how a long stay begins."""
ALREADY = frozenset("already ya".split())
STATE = frozenset(
    """president presidente live lived living vivir vivia vivio rule ruled govern governed gobernar gobernaba still
    todavia aun seguia""".split()
)
"""Words for what goes on for as long as it lasts."""
CHANGE = frozenset("leave left quit take took become became dejo dejar asumio tomo renuncio".split())
LONG = timedelta(days=731)
"""How long that must have lasted for a date within it to say when it was so, not when it happened."""
EXACT = timedelta(days=40)
"""A date not longer than this is one that somebody looked up."""
SPAN_SLACK = timedelta(days=370)
"""How far the ends of two stretches of time may lie apart that are meant for one."""
OF_ANOTHER = 0.1
"""Share of a claim's words below which a date in the fact belongs to something else that the fact says."""
OF_THIS = 0.5


def compare_date(
    time: Time, claim: Claim, record: Record, votes: Mapping[int, float], alternate: tuple[Time, Time] | None
) -> Compared:
    """A date of the claim beside the dates of the fact.

    `votes` says for the dates in the fact's text, by number, how much of what is claimed stands near each; `alternate`
    is the time the other history spans, within which its undated facts lie.
    """
    said, when = claim.said(time.start, time.end), record.when
    differs = Difference(What.DATE, said, when_said(record.fact, claim.language) or _first_date(record, claim))
    if when is None and (record.fact.world is World.ALTERNATE or not record.dates):
        return _undated(time, said, record, alternate)
    if time.reach is Reach.POINT and not time.yearless and ALREADY & set(claim.around(time.start).split()):
        time = Time(FIRST, time.latest, time.start, time.end, Reach.OPEN)
    if _is_stated(time, record):
        return True
    agrees = None if time.yearless else _beside_span(time, claim, record, votes)
    if agrees is not None:
        return agrees or differs
    if not any(time.meets(known) for known in _dates(record)):
        return differs
    if len(record.dates) > 1 and time.reach is not Reach.OPEN and _share(time, record, votes) < OF_ANOTHER:
        return Difference(What.DATE, said, record.dates[max(votes, key=lambda number: votes[number])].shown)
    return True


def _dates(record: Record) -> Iterator[Time]:
    if record.when:
        yield record.when
    yield from (dated.time for dated in record.dates)


def _first_date(record: Record, claim: Claim) -> str:
    shown = [dated.shown for dated in record.dates if dated.language is claim.language]
    return shown[0] if shown else ""


def _undated(time: Time, said: str, record: Record, alternate: tuple[Time, Time] | None) -> Compared:
    """Beside a fact without a date, which in the other history lies within what that history spans."""
    if record.fact.world is World.REAL or alternate is None or time.yearless:
        return False
    first, last = alternate
    if time.latest < first.earliest or time.earliest > last.latest:
        return Difference(What.DATE, said, f"{first.earliest.year}–{last.latest.year}")
    return True


def _is_stated(time: Time, record: Record) -> bool:
    """Whether the fact or one of its notes gives just this date."""
    when = record.when
    if when is not None and when.reach is not Reach.SPAN and time.meets(when):
        return True
    noted = [one for one in record.noted_times if one.latest - one.earliest < EXACT and time.meets(one)]
    if noted and time.reach is Reach.POINT and time.latest - time.earliest < EXACT:
        return True
    day = (time.earliest, time.latest)
    return time.earliest == time.latest and any((d.time.earliest, d.time.latest) == day for d in record.dates)


def _beside_span(time: Time, claim: Claim, record: Record, votes: Mapping[int, float]) -> bool | None:
    """Beside a fact that went on for some time: whether it agrees, None if that is still open."""
    span = record.fact.when
    if span is None or span.end is None:
        return None
    ends = (_whole(span.start), _whole(span.end))
    tokens = set(claim.tokens)
    if time.reach is Reach.POINT:
        long = span.latest - span.earliest > LONG
        begins, stops = bool(tokens & BEGIN) or (long and bool(tokens & ARRIVE)), bool(tokens & END)
        if begins is not stops:
            return time.meets(ends[0] if begins else ends[1]) or _share(time, record, votes) > OF_THIS
        lasting = long and bool(tokens & STATE) and not tokens & CHANGE
        within = lasting and span.earliest <= time.earliest and time.latest <= span.latest
        return True if within or any(time.meets(end) for end in ends) else None
    if time.reach is Reach.SPAN:
        apart = (abs(time.earliest - span.earliest), abs(time.latest - span.latest))
        told = any(dated.time.reach is Reach.SPAN and dated.time.meets(time) for dated in record.dates)
        within = span.earliest <= time.earliest and time.latest <= span.latest
        return None if max(apart) <= SPAN_SLACK or told or within else False
    return None


def _whole(moment: Moment) -> Time:
    return Time(moment.earliest, moment.latest, 0, 0)


def _share(time: Time, record: Record, votes: Mapping[int, float]) -> float:
    """The share of what is claimed that stands, in the fact, near dates that agree with `time`; 1 if none can tell."""
    whole = sum(votes.values())
    agreeing = sum(vote for number, vote in votes.items() if time.meets(record.dates[number].time))
    return agreeing / whole if whole else 1.0


YEARS = range(1800, 2000)
"""Numbers of four digits that are years where they stand alone."""


def compare_number(number: Number, claim: Claim, record: Record, stems: Stems) -> Compared:
    """A number of the claim beside the numbers of the fact that count the same."""
    said = claim.said(number.start, number.end)
    if (days := duration_of(number, claim.whole)) is not None:
        return _compare_length(days, number, said, record)
    if number.value in YEARS and said.isdigit():  # "the 1917 law"
        known = [time for time in (*_dates(record), *record.noted_times) if not time.yearless]
        return any(time.earliest.year <= number.value <= time.latest.year for time in known)
    values = [*(count.value for count in record.counts), *record.noted_counts]
    if any(number.is_like(value) for value in values):
        return True
    units = units_after(number, claim.flat[: number.end] + claim.whole[number.end :], stems)
    if following := next((word for word in claim.words if word.at >= number.end), None):
        units |= meanings_of(following)
    rivals = [count for count in record.counts if count.units & units]
    if not units and len({count.value for count in record.counts}) == 1:
        rivals = list(record.counts)
    if not rivals:
        return False
    # Of those that count the same, the one that says what it counts.
    best = max(
        rivals,
        key=lambda count: (len(count.units & units), claim.language in count.shown, len(count.show(claim.language))),
    )
    return Difference(What.NUMBER, said, best.show(claim.language))


def _compare_length(days: float, number: Number, said: str, record: Record) -> Compared:
    """A length of time beside how long things lasted by the fact."""
    lasted = Number(days, 0, 0, number.roughly or days > EXACT.days, number.bound)
    if any(lasted.is_like(known) for known in record.lasting):
        return True
    if not record.lasting:
        return False
    shown = [words for words in record.lasting.values() if words]
    return Difference(What.NUMBER, said, shown[0] if shown else str(record.fact.when or ""))
