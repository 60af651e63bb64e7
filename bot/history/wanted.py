"""What sort of thing a question asks for: a person, a time, a place or a number."""

from __future__ import annotations

from enum import StrEnum

from bot.history.stems import is_stop, words


class Wanted(StrEnum):
    """What would answer a question in a word or two."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    AMOUNT = "amount"
    DURATION = "duration"


_WHO = frozenset("who whom whose whos whod quien quienes kien qien quines".split())
_WHEN = frozenset("when whens wen cuando cuadno cuando cuano kuando".split())
_WHERE = frozenset("where wheres wher donde adonde dnde dond".split())
_HOW_MUCH = frozenset(["cuanto", "cuanta", "cuantos", "cuantas", "kuantos"])
_OTHER = frozenset("what whats which wat why how hows que cual cuales como porque pq xq".split())

# After "what", "which", "que", "cual", at most two words on: the noun that says what sort of thing it is.
_NOUNS = {
    Wanted.WHEN: frozenset("year date day month century decade time ano fecha dia mes siglo decada epoca".split()),
    Wanted.WHERE: frozenset(
        """city town country place state port street house ciudad pueblo pais lugar sitio estado puerto calle
        casa""".split()
    ),
    Wanted.WHO: frozenset(
        """person people president presidente general minister ministro leader lider senator senador ambassador
        embajador prosecutor fiscal journalist periodista writer escritor painter pintor artist artista
        historian historiador philosopher filosofo persona personas gente mexican politician politico""".split()
    ),
    Wanted.AMOUNT: frozenset("number percentage share numero cantidad porcentaje cifra".split()),
}
_TIME_NOUNS = frozenset(
    """second seconds minute minutes hour hours day days week weeks month months year years time long old
    segundo segundos minuto minutos hora horas dia dias semana semanas mes meses ano anos tiempo""".split()
)
_AFTER_HOW = frozenset("many much big large far old".split())


def counted(question: str) -> str | None:
    """The word after "how many", "how much", "cuántos": what is to be counted; None if nothing is."""
    asked = words(question)
    for place, word in enumerate(asked):
        how_many = word == "how" and asked[place + 1 : place + 2] in (["many"], ["much"])
        if word in _HOW_MUCH or how_many:
            rest = (other for other in asked[place + 1 + how_many :] if not is_stop(other, None))
            return next(rest, None)
    return None


def wanted(question: str) -> Wanted | None:
    """What the first question word of `question` asks for; None if it asks for anything else (why, how, whether)."""
    asked = words(question)
    for place, word in enumerate(asked):
        following = asked[place + 1 : place + 4]
        if word in _WHO:
            return Wanted.WHO
        if word in _WHEN:
            return Wanted.WHEN
        if word in _WHERE:
            return Wanted.WHERE
        if word in _HOW_MUCH or (word == "how" and following and following[0] in {"long", *_AFTER_HOW}):
            duration = following[:1] == ["long"] or not _TIME_NOUNS.isdisjoint(following[:2])
            return Wanted.DURATION if duration else Wanted.AMOUNT
        if word in _OTHER:
            # "el pueblo que recibió..." asks nothing yet: a bare "que" counts only where a question begins.
            noun = next((kind for kind, nouns in _NOUNS.items() if not nouns.isdisjoint(following[:2])), None)
            if noun or word != "que" or place <= 1:
                return noun
    return None
