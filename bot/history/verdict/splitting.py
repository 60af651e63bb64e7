"""A message as the sentences in it that may claim something: without markup, links, mentions, questions and chatter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text import QUESTION_LIMIT, clean, fold

SHORTEST = 2
"""Words a sentence must have to claim anything."""

_MARKUP = (
    (re.compile(r"```.*?(?:```|\Z)", re.DOTALL), " "),
    (re.compile(r"<(?:@[!&]?|#|/[^:>]*:|a?:\w+:|t:)-?\d+(?::\w)?>"), " "),
    (re.compile(r"<?\b(?:https?|ftp)://\S+"), " "),
    (re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)"), r"\1"),
    (re.compile(r"^[ \t]*(?:>{1,3}[ \t]|#{1,3}[ \t]|-#[ \t]|[-*•][ \t]|\d{1,2}[.)][ \t])", re.MULTILINE), ""),
    (re.compile(r"(?<!\w)[*_~|`]+|[*_~|`]+(?!\w)"), ""),
    (re.compile(r"(?<!\w):\w+:(?!\w)"), " "),
)
_ABBREVIATED = re.compile(
    r"\b(?:dr|mr|mrs|ms|sr|sra|st|gen|lic|ing|prof|pres|no|num|vs|etc|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
    r"|ene|abr|ago|dic|ee|uu|u|s|p|pp|ca|c|d|f|[a-z])\.$",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?…]+[\"”')\]]*(?=\s|$)|\n+|;(?=\s)|[\U0001F300-\U0001FAFF☀-➿]+")
_ASKS = re.compile(
    r"^(?:(?:and|so|but|y|pero|ok|hey|oye|wait|also|profe)[, ]+)*"
    r"(?:who|whom|whose|what|when|where|why|how|which|does|do|did|is|are|was|were|can|could|will|would|should|has|have"
    r"|any(?:one|body)|alguien|quien|quienes|que|cual|cuales|cuando|donde|adonde|como|cuanto|cuanta|cuantos|cuantas"
    r"|por que|hay|puedo|puedes|pueden|sabes|saben|me|nos)\b"
)
_TAG = re.compile(
    r"(?:,\s*(?:right|correct|no|verdad|cierto|isn'?t it|eh|huh)|\s(?:vdd|verdad|right|no))\s*\?+$|\?{2,}$|^a poco\b"
)
_OWN = re.compile(
    r"\b(?:i|i'm|i’m|im|me|my|we|us|our|you|your|yo|mi|mis|me|tu|nos|nosotros|creo|pienso|puse|lei|vi|se|thanks|thx"
    r"|gracias|saludos|perdon|sorry|please|porfa|slide|slides|fine|too|picture|add|foto|tarea|entrega)\b"
)
_REPORTED = re.compile(r"\b(?:that|where|says|said|say|que|dice|dicen|decia)\s|:\s")
_DENIES = re.compile(r"(?:no|not|never|nunca|sin|without|nor|ni)\b")
_JOINTS = re.compile(
    r"(?:,|;|\s-|\s–)?\s(?:and (?:then|later|that|also)|and in real life|and|but|while|y (?:luego|despues|que|en)|y"
    r"|pero|mientras(?: que)?)\s|,\s|:\s"
)


def without_markup(text: str) -> str:
    """`text` as it reads on Discord: no code blocks, mentions, links or marks of markup; line ends stay."""
    for pattern, instead in _MARKUP:
        text = pattern.sub(instead, text)
    return text


def sentences(text: str) -> Iterator[str]:
    """The sentences of a message that state something, each clean and within what the matcher reads.

    Questions are left out, unless they only ask whether what they state is right.
    """
    for sentence, asked in _cut(without_markup(text)):
        shown = clean(sentence, len(sentence)).strip("\"“”'«» ")
        if len(shown.split()) >= SHORTEST and not (asked and _is_question(shown)):
            yield from _within(shown)


def _cut(text: str) -> Iterator[tuple[str, bool]]:
    """The sentences as they stand, each with whether it ends in a question mark."""
    start = 0
    for end in _END.finditer(text):
        if end[0].startswith(".") and _ABBREVIATED.search(text, start, end.start() + 1):
            continue
        yield text[start : end.end()], "?" in end[0]
        start = end.end()
    yield text[start:], False


def _is_question(sentence: str) -> bool:
    folded = fold(sentence)
    if _TAG.search(folded):
        return False
    return "¿" in sentence or _ASKS.match(folded.lstrip("¿¡ ")) is not None


def _within(sentence: str) -> Iterator[str]:
    """`sentence` in pieces that the matcher reads in full, cut at commas where there are any."""
    while len(sentence) > QUESTION_LIMIT:
        head = sentence[:QUESTION_LIMIT]
        cut = max(head.rfind(", "), head.rfind(" ") if ", " not in head else -1) + 1 or QUESTION_LIMIT
        yield sentence[:cut].strip(" ,")
        sentence = sentence[cut:].strip()
    if sentence:
        yield sentence


def halves(sentence: str) -> Iterator[tuple[str, str]]:
    """Every way to take a sentence apart where two claims may be joined, outermost first."""
    folded = fold(sentence)
    if len(folded) != len(sentence):
        return
    for joint in _JOINTS.finditer(folded):
        first, second = sentence[: joint.start()].strip(" ,;:"), sentence[joint.end() :].strip(" ,;:")
        if _DENIES.match(fold(second)):
            continue  # "this and not that" is one claim
        if len(first.split()) >= SHORTEST and len(second.split()) >= SHORTEST:
            yield first, second


def is_own_talk(text: str) -> bool:
    """Whether a part of a sentence speaks of the speaker or to somebody, and not of what happened."""
    return _OWN.search(fold(text)) is not None


def reported(sentence: str) -> Iterator[str]:
    """What stands behind each "that", "says" or colon of a sentence."""
    folded = fold(sentence)
    if len(folded) == len(sentence):
        for found in _REPORTED.finditer(folded):
            if len(sentence[found.end() :].split()) >= SHORTEST:
                yield sentence[found.end() :].strip()
