"""The claims of a whole message, each with its verdict; chatter is not judged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from bot.history.model import Fact, Pack
from bot.history.search import Index
from bot.history.verdict.checker import Checker, Ruling, Verdict
from bot.history.verdict.reading import Claim
from bot.history.verdict.splitting import halves, is_own_talk, reported, sentences
from bot.language import Language, guess_language

MOST_CLAIMS = 5
MOST_SENTENCES = 24
"""Sentences of one message that are looked at."""
MOST_HALVES = 6
"""Ways to take one sentence apart that are tried."""
MOST_CHECKS = 60
"""Things of one message that are judged; no message that means something needs half of them."""

_PRONOUN = re.compile(r"^(?:(?:and|then|y|luego|despues|después)\s+)*(he|she|él|ella)\s", re.IGNORECASE)


class MessageChecker:
    """Finds the claims in messages. What it compares them with is built when it is first needed."""

    def __init__(self, pack: Pack, index: Index) -> None:
        self._built: Checker | None = None
        self._build: Callable[[], Checker] = lambda: Checker(pack, index)

    def over(self, pack: Pack, index: Index, own: Sequence[Fact]) -> MessageChecker:
        """A checker of messages for the facts of `pack`: those known here and `own`, as `Checker.over`."""
        more: MessageChecker = MessageChecker(pack, index)
        more._build = lambda: self.checker.over(pack, index, own)
        return more

    def prepare(self) -> None:
        """What claims are compared with is built; takes a moment, the first time."""
        self._built = self._built or self._build()

    @property
    def checker(self) -> Checker:
        """What judges single claims, built by now."""
        self.prepare()
        assert self._built is not None
        return self._built

    def check(self, text: str, language: Language = Language.EN) -> Iterator[Ruling]:
        """The verdicts on the claims in `text`, in order; none if it speaks of neither history.

        A generator: each claim is judged when it is asked for, so that a long message need not hold anybody up.
        """
        message = _Message(self.checker, guess_language(text) or language)
        last: Claim | None = None
        for sentence in islice(sentences(text), MOST_SENTENCES):
            for ruling in message.claims(sentence, last):
                # What is not in the sources and names nobody in them is most likely talk.
                if ruling.verdict is not Verdict.UNKNOWN or message.names(ruling.claim):
                    yield ruling
            if message.tired:
                return
            last = message.read(sentence)

    def one(self, text: str, language: Language = Language.EN) -> Ruling:
        """The verdict on `text` as one claim, without the talk around it."""
        message = _Message(self.checker, language)
        stated = list(sentences(text)) or [text]
        rulings = [message.judge(sentence) for sentence in (text, *stated[:MOST_HALVES])]
        decided = [ruling for ruling in rulings if ruling.verdict is not Verdict.UNKNOWN]
        if decided:
            return replace(decided[0], claim=text)
        for sentence in stated[:MOST_HALVES]:
            if (within := message.within(sentence)) is not None:
                return replace(within, claim=text)
        return rulings[0]


class _Message:
    """One message that is read: nothing of it is judged twice, and no more than `MOST_CHECKS` things are."""

    def __init__(self, checker: Checker, language: Language) -> None:
        self._checker = checker
        self._language = language
        self._judged: dict[str, Ruling] = {}

    @property
    def tired(self) -> bool:
        """Whether as much of it was judged as of any message."""
        return len(self._judged) >= MOST_CHECKS

    def read(self, text: str) -> Claim:
        """What a part of the message says."""
        return self._checker.read(text, self._language)

    def judge(self, text: str) -> Ruling:
        """The verdict on a part of the message."""
        if text not in self._judged:
            if self.tired:
                return Ruling(text, Verdict.UNKNOWN, 1.0, self._language, relevant=False)
            self._judged[text] = self._checker.check(text, self._language)
        return self._judged[text]

    def names(self, claim: str) -> bool:
        return any(name.id for name in self.read(claim).names)

    def claims(self, sentence: str, last: Claim | None) -> Iterator[Ruling]:
        """The verdict on a sentence, or on each of the claims joined in it."""
        whole = self._ruling(sentence, last)
        if not whole.relevant and last is None:
            return
        for first, second in islice(halves(sentence), MOST_HALVES):
            one = self._ruling(first, last)
            before = self.read(first)
            two = self._continued(second, before)
            if Verdict.UNKNOWN in {one.verdict, two.verdict} or two.fact is one.fact:
                continue
            yield one
            yield from self.claims(second, before) if two == self._ruling(second, before) else (two,)
            return
        if whole.verdict is Verdict.UNKNOWN:
            whole = self.within(sentence) or whole
        if whole.relevant:
            yield whole

    def within(self, sentence: str) -> Ruling | None:
        """The verdict on what a sentence says beside talk: behind "I read that", or before "thanks"."""
        for first, second in islice(halves(sentence), MOST_HALVES):
            one, two = self.judge(first), self.judge(second)
            if two.verdict is not Verdict.UNKNOWN and not one.relevant:
                return two
            if one.verdict is not Verdict.UNKNOWN and not two.relevant and is_own_talk(second):
                return one
            if not one.relevant or (not two.relevant and is_own_talk(second)):
                rest = second if not one.relevant else first
                found = next(self._behind(rest), None)
                if found:
                    return found
        return next(self._behind(sentence), None)

    def _behind(self, sentence: str) -> Iterator[Ruling]:
        for part in islice(reported(sentence), MOST_HALVES):
            before = sentence[: len(sentence) - len(part)]
            ruling = self.judge(part)
            if ruling.verdict is not Verdict.UNKNOWN and not self.judge(before).relevant:
                yield ruling

    def _ruling(self, sentence: str, last: Claim | None) -> Ruling:
        """The verdict on one claim, with "he" or "she" as whom the one before it spoke of, if that was one person."""
        named = list(dict.fromkeys(name.shown for name in last.names if not name.place and name.id)) if last else []
        if (pronoun := _PRONOUN.match(sentence)) and len(named) == 1:
            meant = f"{named[0]} {sentence[pronoun.end() :]}"
            return replace(self.judge(meant), claim=sentence)
        return self.judge(sentence)

    def _continued(self, sentence: str, before: Claim) -> Ruling:
        """The verdict on the second half of a sentence, which may leave out who does it."""
        ruling = self._ruling(sentence, before)
        claim = self.read(sentence)
        if before.doer is None or any(not name.place for name in claim.names):
            return ruling
        shown = next(name.shown for name in before.names if name.id == before.doer)
        meant = self.judge(f"{shown} {sentence}")
        return ruling if meant.verdict is Verdict.UNKNOWN else replace(meant, claim=sentence)
