"""Text is shown as itself: no markup, mention, link or emoji comes out of it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some
from markdown_it import MarkdownIt

from bot.markup import plain, shorten

ATTACKS = [
    "**bold** __under__ ~~gone~~ ||hidden||", "# heading", "-# small", "> quote", "1. list", "- list", "+ list",
    "[click](https://evil.example)", "<https://evil.example>", "https://evil.example", "discord.gg/invite", "`code`",
    "<@1> <@&1> <#1> </cmd:1> <:emoji:1> <t:1:R> <id:customize>", "@everyone @here", ":smile:", "\\*",
    "```\nblock\n```",
    "{0.__class__} %(x)s ${x}", "a_b_c", "snake_case and 2*3*4", "un-American (House)", "¿Qué pasó en 1936?",
]  # fmt: skip


def shown(text: str) -> str:
    """What Discord shows of its own markdown's escapes: a backslash before a sign disappears."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text).replace("\N{WORD JOINER}", "")


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_reader_sees_exactly_the_characters(attack):
    assert shown(plain(attack)) == attack


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_markdown_parser_finds_nothing_but_text(attack):
    tokens = MarkdownIt("commonmark", {"linkify": False}).enable("strikethrough").parse(plain(attack))
    kinds = {child.type for token in tokens for child in (token.children or [token])}
    assert kinds <= {"text", "paragraph_open", "paragraph_close", "softbreak", "text_special"}


@given(some.text(max_size=200))
def test_whatever_is_typed_is_shown_and_mentions_nobody(typed):
    escaped = plain(typed)
    assert shown(escaped) == shown(typed.replace("\\", "\\\\"))
    assert not re.search(r"(?<!\\)[<@]", escaped)


@given(some.text(), some.integers(min_value=1, max_value=50))
def test_shortened_text_is_within_its_limit(typed, limit):
    assert len(shorten(typed, limit)) <= limit


def test_short_text_is_left_alone_and_long_text_is_cut_at_a_word():
    assert shorten("three little words", 40) == "three little words"
    assert shorten("three little words", 14) == "three little…"
