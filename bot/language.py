"""The two languages of everything people read, and the gettext catalogues that hold the sentences.

English is the message id; Spanish is looked up in `data/locale/`. Values are put in last and by name only,
so no user text is ever a format string.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path

from bot.text import fold

LOCALES = Path(__file__).resolve().parents[1] / "data" / "locale"
DOMAIN = "divergence"


class Language(StrEnum):
    """A language that both the packs and the screens speak."""

    EN = "en"
    ES = "es"

    @classmethod
    def of_locale(cls, locale: str | None) -> Language | None:
        """The language of a Discord locale such as `es-419` or `en-GB`; None if we do not speak it."""
        try:
            return cls(str(locale or "").split("-", maxsplit=1)[0].lower())
        except ValueError:
            return None


class Words:
    """The sentences of one language. Call it with a message id: `_("Asked by {name}", name=name)`."""

    def __init__(self, language: Language, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def __call__(self, message: str, /, **fields: object) -> str:
        said = {name: value.said(self) if isinstance(value, Sentence) else value for name, value in fields.items()}
        return self._catalogue.gettext(message).format_map(said)

    def plural(self, one: str, many: str, /, count: int, **fields: object) -> str:
        """The form for `count`, which is also the field `{count}`."""
        return self._catalogue.ngettext(one, many, count).format_map({"count": count, **fields})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that is translated only where it is shown: a marked message and its fields, which may be sentences."""

    message: str
    fields: Mapping[str, object] = field(default_factory=dict)

    def said(self, _: Words) -> str:
        """The sentence in the language of `_`."""
        return _(self.message, **self.fields)

    def __str__(self) -> str:
        return self.said(words(Language.EN))


class Unfit(ValueError):
    """A ValueError whose words are translated where they are shown; `str()` is English."""

    def __init__(self, message: str, **fields: object) -> None:
        self.sentence = Sentence(message, fields)
        super().__init__(str(self.sentence))


@cache
def words(language: Language) -> Words:
    """The catalogue of `language`, read once."""
    # English must not fall through to some other catalogue on the machine: it is the message ids themselves.
    if language is Language.EN:
        return Words(language, gettext.NullTranslations())
    return Words(language, gettext.translation(DOMAIN, LOCALES, languages=[language.value]))


def mark(message: str) -> str:
    """Mark a sentence for the catalogues where it is written but translated only where it is shown."""
    return message


# Words that only one of the two languages uses for grammar, folded. Names and nouns say nothing about the asker.
_GRAMMAR = {
    Language.EN: frozenset(
        """
        the who what when where why how did does do was were is are of in and to his her with for by that it on which
        whom whose their they he she him has have had from at this there about into if or be been can could would
        should much many long let get got ask asked tell give gave come came go went take took say said not
        """.split()
    ),
    Language.ES: frozenset(
        """
        el la los las un una unos unas que quien quienes como cuando donde cual cuales cuanto cuanta cuantos cuantas
        por para del al en y se su sus con fue fueron era eran es son lo le les mas hubo hay habia sobre desde hasta
        porque pero si dejo dio dijo hizo vino llego pidio estuvo tuvo quiso entre sin ese esa eso esta este esto oye
        dime cuentame pq xq de
        """.split()
    ),
}
_SPANISH_SIGNS = re.compile(r"[¿¡ñÑ]")
_ACCENTS = re.compile(r"[áéíóúüÁÉÍÓÚÜ]")


def guess_language(text: str) -> Language | None:
    """The language a question is written in where that is clear, else None (a name or two says nothing)."""
    tokens = re.findall(r"[a-z]+", fold(text))
    english = sum(token in _GRAMMAR[Language.EN] for token in tokens)
    spanish = sum(token in _GRAMMAR[Language.ES] for token in tokens)
    # An accent may come with a name ("García"), so it only tips an even balance; an opening mark is Spanish.
    spanish_weight = spanish + 2 * bool(_SPANISH_SIGNS.search(text)) + 0.5 * bool(_ACCENTS.search(text))
    if spanish_weight > english and spanish_weight >= 1:
        return Language.ES
    if english > spanish_weight:
        return Language.EN
    return None
