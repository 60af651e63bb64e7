"""Prose, as Markdown or plain text: headings, paragraphs, list items and footnotes become passages with their place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.errors import BadInput
from bot.history.importing.found import Found, Wish, check_count
from bot.history.model import Kind
from bot.history.own import HEADING, Content, Spot, beginning
from bot.language import guess_language, mark
from bot.text import clean

PIECE = 600
"""Characters of a passage, at most; a longer paragraph becomes several, cut between sentences."""
LINES = 25_000
"""Lines of a file, at most: prose of one MiB has hardly half as many."""
SHORTEST = 4
"""Words below which a piece says nothing by itself."""
TITLE_LENGTH = 100
"""Characters up to which a line without a full stop may be a heading."""
WRAPPED = 120
"""Characters of the longest line of a text whose lines were broken to fit."""

_MARKED = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*$")
_UNDERLINE = re.compile(r"^\s*(=+|-{3,}|\*{3,}|_{3,})\s*$")
_ITEM = re.compile(r"^\s*(?:[-*+•–‣]|(?P<number>\d{1,3})[.)])\s+(?P<text>\S.*)$")
_NOTE = re.compile(r"^\s*(?:\[\^?(?P<square>\d{1,3})\]:?|\((?P<round>\d{1,3})\)|(?P<up>[¹²³⁴-⁹]))\s+(?P<text>\S.*)$")
_REFERENCE = re.compile(r"(?<=\S)(?:\((\d{1,3})\)|\[\^?(\d{1,3})\])(?!:)")
_ENDS = re.compile(r"[.!?…:;,][\"”’»)\]]*$")
_SENTENCE = re.compile(r"([.!?…][\"”’»)\]]*)\s+(?=[^\W\d_a-zà-ÿ]|[“\"«¿¡(\d])")
_ABBREVIATED = re.compile(r"\b(?:[A-ZÁÉÍÓÚ]|[Dd]r|Mrs?|Ms|Sra?|St|Gen|Lic|Ing|Prof|No|vol|ed|pp?|cit|etc|vs|ca)\.$")
_MARKS = re.compile(r"(?<!\w)[*_`~]{1,3}(?=\S)|(?<=\S)[*_`~]{1,3}(?!\w)")
_LINK = re.compile(r"!?\[([^\]\n]{0,300})\]\([^)\s]{0,500}\)")
_WAY_BACK = frozenset({"back to text", "back to top", "leave a comment", "volver al texto", "↩", "↩︎"})
"""Lines that web pages leave in what is copied from them."""
_UP = {sign: digit for digit, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}


@dataclass(slots=True)
class Block:
    """A paragraph, a list item or a footnote, with the heading over it."""

    line: int
    text: str
    item: bool = False
    number: int | None = None
    """Of a numbered item or a note."""
    note: bool = False
    heading: str = ""
    alone: bool = True
    """Whether blank lines, or nothing, stand around it."""


@dataclass(slots=True)
class _Gathering:
    """Blocks as they are gathered from lines."""

    joins: bool
    blocks: list[Block] = field(default_factory=list)
    heading: str = ""
    open: bool = False
    """Whether the next line may go on with the last block."""

    def line(self, number: int, line: str) -> None:
        shown = line.strip()
        if not shown or shown.lower() in _WAY_BACK:
            self.open = False
            return
        if marked := _MARKED.match(line):
            self.title(marked[2])
        elif _UNDERLINE.match(line):
            if shown[0] in "=-" and self.open and self.blocks and not self.blocks[-1].item:
                self.title(self.blocks.pop().text)  # what stands underlined is a heading
            self.open = False
        elif found := _NOTE.match(line):
            given = found["square"] or found["round"] or str(_UP.get(found["up"] or "", 0))
            self.begin(Block(number, found["text"], number=int(given), note=True, heading=self.heading))
        elif found := _ITEM.match(line):
            given = int(found["number"]) if found["number"] else None
            self.begin(Block(number, found["text"], item=True, number=given, heading=self.heading))
        elif self.open and (self.joins or line[0].isspace()):
            self.blocks[-1].text += f" {shown}"
        else:
            alone = not self.open
            self.begin(Block(number, shown.lstrip("> "), heading=self.heading, alone=alone))

    def begin(self, block: Block) -> None:
        self.blocks.append(block)
        self.open = True

    def title(self, text: str) -> None:
        self.heading = text
        self.open = False


def read(text: str, wish: Wish, *, markdown: bool) -> Found:
    """The passages of a text in the order they stand; BadInput if there are too many."""
    if text.count("\n") > LINES:
        raise BadInput(mark("That file has more than {count} lines. Split it and send the parts."), count=LINES)
    lines = text.split("\n")
    plain = [line for line in lines if line.strip() and not _ITEM.match(line)]
    gathering = _Gathering(joins=markdown or max(map(len, plain), default=0) <= WRAPPED)
    for number, line in enumerate(lines, start=1):
        gathering.line(number, line)
    blocks = list(_under_headings(gathering.blocks))
    cited = {int(one or two) for block in blocks if not block.note for one, two in _REFERENCE.findall(block.text)}
    found = Found()
    paragraph, item, heading = 0, 0, ""
    for block in blocks:
        note = block.note or (block.item and block.number in cited)
        paragraph += not (note or block.item)
        item = item + 1 if block.item and block.heading == heading else int(block.item)
        heading = block.heading
        spot = Spot(
            heading="" if note else beginning(_clean(block.heading), HEADING),
            paragraph=None if note or block.item else paragraph,
            item=(block.number or item) if block.item and not note else None,
            footnote=(block.number or None) if note else None,
        )
        for piece in _pieces(_clean(block.text)):
            check_count(len(found.contents) + 1)
            found.add(
                Content(
                    world=wish.world, statement=piece, source=wish.source, kind=Kind.PASSAGE,
                    language=guess_language(piece) or wish.language, spot=spot,
                )
            )  # fmt: skip
    return found


def _under_headings(blocks: list[Block]) -> Iterator[Block]:
    """The blocks that say something, each under its heading: short lines without a full stop head what follows."""
    heading = ""
    titled = False
    """Whether a heading was just met: what else is short before the text begins is its author and its date."""
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        if not block.note and _is_heading(block, following):
            heading = heading if titled and not block.item else block.text
            titled = True
            continue
        titled = False
        if following is None and not _ends(block.text) and len(block.text.split()) <= SHORTEST:
            continue
        block.heading = heading or block.heading
        yield block


def _is_heading(block: Block, following: Block | None) -> bool:
    if following is None or block.number is not None or len(block.text) > TITLE_LENGTH or _ends(block.text):
        return False
    if not block.text[0].isupper() and not block.text[0].isdigit():
        return False
    if block.item:
        return following.item and len(following.text) > len(block.text) and _ends(following.text)
    return True


def _ends(text: str) -> bool:
    """Whether a text ends as a sentence does, the numbers of its notes left out."""
    return _ENDS.search(_REFERENCE.sub("", text)) is not None


def _clean(text: str) -> str:
    """A block without the marks of Markdown, as one line."""
    return clean(_MARKS.sub("", _LINK.sub(r"\1", text)), len(text))


def _pieces(text: str) -> Iterator[str]:
    """A paragraph within the length of a passage, cut between sentences, or at a word where one is longer."""
    if len(text.split()) < SHORTEST:
        return
    piece = ""
    for sentence in _sentences(text):
        for part in _short(sentence.strip()):
            if piece and len(piece) + 1 + len(part) > PIECE:
                yield piece
                piece = part
            else:
                piece = f"{piece} {part}".strip()
    if piece:
        yield piece


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for end in _SENTENCE.finditer(text):
        if not _ABBREVIATED.search(text, start, end.end(1)):
            yield text[start : end.end()]
            start = end.end()
    yield text[start:]


def _short(sentence: str) -> Iterator[str]:
    start = 0
    while len(sentence) - start > PIECE:
        cut = sentence.rfind(" ", start + 1, start + PIECE)
        cut = cut if cut > start else start + PIECE
        yield sentence[start:cut].strip()
        start = cut
    yield sentence[start:].strip()
