"""A claim as it is compared with facts: its words with what may stand for them, its names, dates and numbers, and
what of it is denied."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from bot.history.model import World
from bot.history.postings import Phrase
from bot.history.search import Index
from bot.history.stems import Stems, is_stop
from bot.history.verdict.names import Mention, Register
from bot.history.verdict.numbers import Number, find_numbers, unit_included
from bot.history.verdict.opposites import denied
from bot.history.verdict.times import Time, find_times
from bot.history.verdict.wordforms import CANONICAL, IGNORED, LIGHT, TOKEN, WORLD_WAR, canonical, folded, mask, talk
from bot.language import Language, guess_language

_PART = re.compile(r"[,;:.!?–—](?=\s)|\s-\s|\b(?:but|pero)\b")
_BEGINS = re.compile(r"(?:^|[.!?:¿¡“\"(\n])\s*$")
_ARTICLE = r"(?: the| el| la| los| las| general| president| presidente| su)*"
_PASSIVE = re.compile(rf"\b(?:by|por){_ARTICLE} $")
_PLACED = re.compile(rf"\b(?:in|at|to|from|near|into|en|al?|del?|desde|hacia|hasta){_ARTICLE} $")
_LOCATED = re.compile(rf"\b(?:in|at|en){_ARTICLE} $")
_WHERETO = re.compile(
    r"\b(?:from|desde|(?:arriv|came|sail|went|mov|travel|flew|fled|return|reach|got)\w* (?:to|into|in|at)"
    rf"|(?:sal|part|vin|zarp|proced|huy)\w* del?|(?:lleg|viaj|desembarc|arrib|atrac|fue)\w* al?){_ARTICLE} $"
)
_ASIDE = re.compile(r"\b(?:while|when|whilst|until|till|mientras|cuando|hasta que)\b[^,;:.]*$")
_CONTEXT = re.compile(r"[a-z]+ (?:in|at|en) $")
_RECIPIENT = re.compile(rf"\b(?:to|for|on|upon|al?|para){_ARTICLE} $")
_NOT_DOER = re.compile(
    r"\b(?:to|of|for|with|from|against|in|at|on|al?|del?|para|con|contra|en|hacia|sobre|about|under|bajo)"
    rf"{_ARTICLE} $"
)
_OWNER = re.compile(r"['’]s?\b")
_SOURCE_BEFORE = re.compile(
    r"\b(?:segun(?: (?:conto|dijo|cuenta|dice))?|according to|going by|dijo|conto|cuenta|dice|recordo|as per)"
    rf"{_ARTICLE} $|^\s*(?:for|para|by) $"
)
_SOURCE_AFTER = re.compile(
    r"(?:['’]s (?:account|telling|testimony|opinion)"
    r"| (?:said|says|recalled|remembered|remembers|tells us|told|wrote|claimed|claims|recounted|recordo|recuerda"
    r"|recordaba|dijo|dice|conto|cuenta|contaba|afirmo|escribio) (?:that|que|how|de que)\b)"
)
_PASSIVE_VERB = re.compile(
    r"\b(?:was|were|been|got|fue|fueron|ha sido)\b(?: \w+){0,2}? \w+(?:ed|en|ado|ada|ido|ida|ados|adas|idos|idas)\b"
)
_NO_NAME = re.compile(r"^.{1,3}$|(?:s|ed|ing|ly|mente|men|body|one|tion|cion|dad|ity|ence|ance)$")
_PAST = re.compile(r"^(?:was|had|fue|era|habia|did)$|(?:ed|aba)$")
_DENIED_DATE = re.compile(r"\b(?:not|no|nunca|never)(?: (?:in|on|en|el|of|de|until|hasta|the)){0,2} $")
_WORLDS = frozenset("scenario escenario timeline fiction ficcion".split())
NEW_PLACE_LEAST = 5
SYNONYM = 0.5
"""What a word of the same meaning counts beside the word itself."""


@dataclass(frozen=True, slots=True)
class Word:
    """A content word of a claim and everything that may stand for it."""

    surface: str
    stem: str
    variants: Mapping[Phrase, float]
    denied: bool
    capital: bool
    light: bool
    part: int
    """Which part of the sentence it stands in, counted between commas and the like."""
    at: int
    placed: bool
    """Whether "in", "at", "from" or the like stands before it."""
    place: int
    """Which word of the claim it is."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or some place that a claim names; `id` is empty for a name that the pack does not know."""

    id: str
    shown: str
    stems: tuple[str, ...]
    at: int
    part: int
    place: bool = False
    denied: bool = False
    located: bool = False
    """Whether it says where: "in", "at" or "en" stands before it."""
    whereto: bool = False
    """Whether it says from where or to where: "from", "sailed to" or "salió de" stands before it."""
    aside: bool = False
    """Whether it is named in what else was so, then or after: behind "while", "when" or "until"."""
    recipient: bool = False
    """Whether "to", "for" or "a" stands before it."""
    context: str = ""
    """The word before that, with all up to the name's end: "war in spain"."""
    owner: bool = False
    """Whether something of theirs is spoken of: "Ana's son"."""
    source: bool = False
    """Whether they are only who says so: "according to Ana", "Ana remembered that"."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a claim says."""

    text: str
    whole: str
    """The text, folded."""
    flat: str
    """The same with blanks where dates and numbers stood."""
    tokens: tuple[str, ...]
    parts: tuple[int, ...]
    """Where each part of the sentence begins."""
    words: tuple[Word, ...]
    names: tuple[Named, ...]
    times: tuple[Time, ...]
    numbers: tuple[Number, ...]
    doer: str | None
    """Who does it, if the sentence says so: an id."""
    leaning: World | None
    language: Language

    def said(self, start: int, end: int) -> str:
        """The words of the claim between two places, as they were typed if folding moved nothing."""
        text = self.text if len(self.text) == len(self.whole) else self.whole
        while end < len(text) and text[end].isdigit():  # "5,000" is read as "5000"
            end += 1
        return text[start:end].strip()

    def part_of(self, at: int) -> int:
        """The number of the part in which a place lies."""
        return sum(begin <= at for begin in self.parts) - 1

    def around(self, at: int) -> str:
        """The part of the sentence in which a place lies."""
        part = self.part_of(at)
        return self.flat[self.parts[part] : self.parts[part + 1] if part + 1 < len(self.parts) else len(self.flat)]


class ClaimReader:
    """Reads claims with the words an index knows and the names a pack knows."""

    def __init__(self, index: Index, register: Register, stems: Stems, surface: Container[str]) -> None:
        self._index = index
        self._register = register
        self._stems = stems
        self._surface = surface

    def read(self, text: str, language: Language = Language.EN) -> Claim:
        """What `text` says, one claim within the length of a question; `language` where its own is not clear."""
        guessed = guess_language(text)
        whole = folded(text)
        start, end = talk(whole)
        whole = (" " * start + whole[start:end]).ljust(len(whole))
        times = find_times(whole)
        masked = mask(whole, times)
        numbers = [number for number in find_numbers(masked) if not _is_once(masked, number, guessed)]
        masked = mask(masked, [unit_included(number, masked) for number in numbers])
        sentence = _Sentence(text, masked, list(TOKEN.finditer(masked)))
        mentions = self._mentions(sentence)
        words = self._words(sentence, mentions, guessed)
        names = tuple(self._named(mention, sentence) for mention in mentions)
        return Claim(
            text=text,
            whole=whole,
            flat=masked,
            tokens=sentence.tokens,
            parts=sentence.parts,
            words=words,
            names=names,
            times=tuple(time for time in times if not _DENIED_DATE.search(whole[: time.start])),
            numbers=tuple(numbers),
            doer=_doer(masked, names, words, guessed),
            leaning=self._index.read(masked).leaning,
            language=guessed or language,
        )

    def _words(self, sentence: _Sentence, mentions: Sequence[Mention], language: Language | None) -> tuple[Word, ...]:
        variants = {term.word: term.variants for term in self._index.read(sentence.flat).terms}
        named = {place for mention in mentions for place in range(mention.start, mention.end)}
        words = []
        for place, word in enumerate(sentence.tokens):
            stem = self._stems.stem(word)
            if place in named or stem not in variants or is_stop(word, language) or word in IGNORED or word in _WORLDS:
                continue
            base = canonical(word)
            meant = {**variants[stem], (stem,): 1.0, (self._stems.stem(base),): 1.0}
            if word == WORLD_WAR:
                meant |= {("war",): SYNONYM, ("guerr",): SYNONYM}
            at = sentence.spans[place].start()
            words.append(
                Word(
                    word, stem, meant, place in sentence.denied, sentence.capital[place] and not sentence.begins(place),
                    base in LIGHT or word in LIGHT, sentence.part_of(at), at,
                    _PLACED.search(sentence.flat[:at]) is not None, place,
                )
            )  # fmt: skip
        return tuple(words)

    def _named(self, mention: Mention, sentence: _Sentence) -> Named:
        start, end = sentence.spans[mention.start].start(), sentence.spans[mention.end - 1].end()
        before = sentence.flat[:start]
        return Named(
            id=mention.id,
            shown=sentence.text[start:end] if sentence.aligned else sentence.flat[start:end],
            stems=tuple(self._stems.stem(word) for word in sentence.tokens[mention.start : mention.end]),
            at=start,
            part=sentence.part_of(start),
            place=mention.place,
            denied=mention.start in sentence.denied,
            located=_LOCATED.search(before) is not None,
            whereto=_WHERETO.search(before) is not None,
            aside=_ASIDE.search(before) is not None,
            recipient=_RECIPIENT.search(before) is not None,
            context=found[0] + sentence.flat[start:end] if (found := _CONTEXT.search(before)) else "",
            owner=_OWNER.match(sentence.flat, end) is not None,
            source=not mention.place
            and (_SOURCE_BEFORE.search(before) or _SOURCE_AFTER.match(sentence.flat, end)) is not None,
        )

    def _mentions(self, sentence: _Sentence) -> list[Mention]:
        """The names in a sentence, and the names that the pack does not know: words with capitals, one of them new."""
        unknown = frozenset(word for word in sentence.tokens if word not in self._surface)
        known = {mention.start: mention for mention in self._register.find(sentence.tokens, unknown)}
        found: list[Mention] = []
        place = 0
        while place < len(sentence.tokens):
            end, strange = self._run(sentence, place, known)
            if place not in known and not strange and self._is_new_place(sentence, place):
                end, strange = place + 1, True
            if strange:
                before = sentence.flat[: sentence.spans[place].start()]
                found.append(Mention("", place, end, _PLACED.search(before) is not None))
            elif place in known:
                found.append(known[place])
                end = known[place].end
            place = end if strange or place in known else place + 1
        return found

    def _is_new_place(self, sentence: _Sentence, place: int) -> bool:
        """Whether a word in small letters that nothing in the pack is like stands where a place would."""
        word, before = sentence.tokens[place], sentence.flat[: sentence.spans[place].start()]
        if word in self._surface or len(word) < NEW_PLACE_LEAST or not word.isalpha():
            return False
        if not (_LOCATED.search(before) or _WHERETO.search(before)):
            return False
        return not any(term.variants for term in self._index.read(word).terms)

    def _is_new_subject(self, sentence: _Sentence, place: int) -> bool:
        """Whether a first word that nothing in the pack is like does what follows."""
        word = sentence.tokens[place]
        if place + 1 >= len(sentence.tokens) or _NO_NAME.search(word) or is_stop(word, None) or word in IGNORED:
            return False
        if not _PAST.search(sentence.tokens[place + 1]) and sentence.tokens[place + 1] not in CANONICAL:
            return False
        return not any(term.variants for term in self._index.read(word).terms)

    def _run(self, sentence: _Sentence, place: int, known: Mapping[int, Mention]) -> tuple[int, bool]:
        """The place after the words with capitals that begin at `place`, and whether a new name is among them."""
        end, strange = place, False
        if sentence.begins(place) and place not in known and sentence.tokens[place] in IGNORED:
            return place, False  # "Según Ana"
        while end < len(sentence.tokens) and sentence.capital[end] and (end == place or sentence.joined(end)):
            mention = known.get(end)
            alone = end == place and not (end + 1 < len(sentence.tokens) and sentence.capital[end + 1])
            if mention is None and sentence.tokens[end] not in self._surface:
                strange |= not (alone and sentence.begins(end)) or self._is_new_subject(sentence, end)
            end = mention.end if mention else end + 1
        return end, strange


class _Sentence:
    """A sentence word by word: `flat` is folded and without its dates and numbers."""

    def __init__(self, text: str, flat: str, spans: list[re.Match[str]]) -> None:
        self.text = text
        self.flat = flat
        self.spans = spans
        self.tokens = tuple(span[0] for span in spans)
        self.aligned = len(text) == len(flat)
        self.capital = [self.aligned and text[span.start()].isupper() and span[0] != WORLD_WAR for span in spans]
        self.parts = (0, *(found.end() for found in _PART.finditer(flat)))
        self.denied = denied(flat, spans)

    def part_of(self, at: int) -> int:
        return sum(begin <= at for begin in self.parts) - 1

    def begins(self, place: int) -> bool:
        """Whether a word would have a capital anyway."""
        return place == 0 or _BEGINS.search(self.flat[: self.spans[place].start()]) is not None

    def joined(self, place: int) -> bool:
        """Whether only a blank or a hyphen stands before a word."""
        return self.flat[self.spans[place - 1].end() : self.spans[place].start()] in {" ", "-"}


def roots_of(word: Word) -> frozenset[str]:
    """The word itself, in its own form and in the one that stands for all."""
    return frozenset(phrase[0] for phrase, share in word.variants.items() if len(phrase) == 1 and share == 1.0)


def meanings_of(word: Word) -> frozenset[str]:
    """The word and the single words that mean the same."""
    return frozenset(phrase[0] for phrase, share in word.variants.items() if len(phrase) == 1 and share >= SYNONYM)


def _is_once(text: str, number: Number, language: Language | None) -> bool:
    """Whether what looks like the Spanish eleven is the English word."""
    return language is not Language.ES and text[number.start : number.end] == "once"


def _doer(text: str, names: Sequence[Named], words: Sequence[Word], language: Language | None) -> str | None:
    """Whom the sentence makes do it: after "by", else the first one named, unless what stands before says otherwise."""
    people = [name for name in names if not name.place and not name.denied]
    # Who says so does not do it, unless nobody else is named.
    people = [name for name in people if not name.source] or people
    for name in people:
        if _PASSIVE.search(text[: name.at]):
            return name.id
    if _PASSIVE_VERB.search(text):
        return None
    for name in people:
        before = sum(word.part == name.part and word.at < name.at for word in words)
        if not name.owner and not _NOT_DOER.search(text[: name.at]) and (before <= 1 or language is Language.ES):
            return name.id
    return None
