"""What is kept, why and for how long, table by table: told under *My data*, and the table of docs/PRIVACY.md."""

from __future__ import annotations

from dataclasses import dataclass

from bot.language import mark


@dataclass(frozen=True, slots=True)
class Kept:
    """One table, in words to be translated."""

    what: str
    why: str
    how_long: str


_NAMED = mark("under your name for as long as the server keeps names, usually a year; then without it")
_A_YEAR = mark("for as long as the server keeps names, a year at most")

KEPT = {
    "people": Kept(
        mark("your Discord id, and since when you are known"),
        mark("so that everything else can do without it"),
        mark("until nothing else refers to you"),
    ),
    "answers": Kept(
        mark("which facts you were shown, where and when; never your question"),
        mark("so that the buttons of an answer and follow-up questions work"),
        _A_YEAR,
    ),
    "timelines": Kept(
        mark("which dates and subjects of the timelines you looked at"),
        mark("so that the buttons of a timeline work"),
        _A_YEAR,
    ),
    "reports": Kept(
        mark("what you reported as wrong, in your words"),
        mark("so that moderators can put it right"),
        mark("for as long as the server keeps names, usually a year"),
    ),
    "challenges": Kept(
        mark("which quiz questions you challenged, why and in which words"),
        mark("so that moderators can correct results, and nobody challenges without end"),
        mark("for as long as the server keeps names, usually a year"),
    ),
    "review_requests": Kept(
        mark("which facts you want to be asked again"), mark("so that you can review them"), mark("for a year")
    ),
    "review_cards": Kept(
        mark("which pairs you review, why, how well you remember each and when it comes next"),
        mark("so that you are asked at the right time"),
        mark("for a year after you last reviewed it"),
    ),
    "review_askings": Kept(
        mark("when each was asked, whether you told it apart and how you graded it; never what you typed"),
        mark("so that nothing counts twice, and for your progress"),
        mark("for a year"),
    ),
    "review_sessions": Kept(
        mark("when and in which server you reviewed"), mark("so that no pair comes twice in one sitting"),
        mark("for a year"),
    ),
    "review_settings": Kept(
        mark("how many new pairs a day you want, your time zone and when you want to be reminded"),
        mark("so that it is as you chose"),
        mark("as long as you have cards, then for a year"),
    ),
    "unanswered": Kept(
        mark("that you asked something our sources do not answer; a fingerprint of the question, not its words"),
        mark("so that moderators hear, without names, what at least five people asked in vain"),
        _A_YEAR,
    ),
    "unanswered_words": Kept(
        mark("what at least five people of a server asked in vain; nothing about who they were"),
        mark("so that moderators see what is missing"),
        mark("until nobody has asked it for a year, or 30 days after the bot has left the server"),
    ),
    "discussions": Kept(
        mark("which discussions you opened"), mark("so that you can close them"), _NAMED
    ),
    "discussion_votes": Kept(
        mark("your two votes in a discussion, which nobody else sees"),
        mark("for the shift between the two votes of all"),
        _NAMED,
    ),
    "discussion_parts": Kept(
        mark("which part you took in a discussion"), mark("because it decides what you may cite"), _A_YEAR
    ),
    "discussion_citations": Kept(
        mark("which facts you cited in a discussion"), mark("for the list of evidence at its end"), _NAMED
    ),
    "games": Kept(mark("which quizzes you started"), mark("so that you can run them"), _NAMED),
    "players": Kept(
        mark("which seat you had in a quiz"), mark("so that your answers count for you and nobody else"), _NAMED
    ),
    "moves": Kept(
        mark("every move of a quiz, by seat and not by name"),
        mark("so that a quiz goes on after a crash and can be looked at afterwards"),
        mark("90 days after its end"),
    ),
    "results": Kept(
        mark("what your quiz answers came to"),
        mark("for points, for your compass, and so that you are not asked the same again soon"),
        _NAMED,
    ),
    "preferences": Kept(
        mark("your settings"),
        mark("so that things are as you want them"),
        mark("until a year after you changed them last and nothing else is kept of you"),
    ),
    "audit": Kept(
        mark("what you decided as a moderator or curator, and when"),
        mark("so that moderators can see who changed what, and undo it"),
        _NAMED,
    ),
    "settings_drafts": Kept(
        mark("settings files you handed in and did not apply yet"), mark("so that you see what they change first"),
        mark("an hour"),
    ),
    "events": Kept(mark("which events you are host of"), mark("so that you can run them"), _NAMED),
    "event_words": Kept(
        mark("which titles and descriptions you gave events while they wait for a moderator, or waited"),
        mark("so that moderators can decide on them, and you hear what they decided"),
        mark("for as long as the server keeps names, usually a year"),
    ),
    "event_steps": Kept(
        mark("which steps of an event were taken, such as its reminders; nothing about members"),
        mark("so that each is taken once"),
        mark("as long as the event"),
    ),
    "event_people": Kept(
        mark("which events you signed up for"), mark("so that you are reminded"), _A_YEAR
    ),
    "rulings": Kept(
        mark("in which games a challenge changed what counts; nothing about members"),
        mark("so that points are right everywhere"),
        mark("as long as the challenge"),
    ),
    "item_tallies": Kept(
        mark("how many answers each quiz question got, and how many were right, in all servers; nothing about members"),
        mark("so that it is known how hard a question is"),
        mark("as long as those answers"),
    ),
    "left_out_items": Kept(
        mark("which quiz questions a server does not ask; nothing about members"),
        mark("so that it holds"),
        mark("until 30 days after the bot has left the server"),
    ),
    "own_entries": Kept(
        mark("the facts you suggested or brought in, in your words"),
        mark("so that the server can teach them, and you hear what became of them"),
        _NAMED,
    ),
    "own_versions": Kept(
        mark("each change you made to a server’s own facts"), mark("so that it can be looked at and undone"), _NAMED
    ),
    "own_batches": Kept(
        mark("which files of facts you brought in"), mark("so that each can be undone as a whole"), _NAMED
    ),
    "own_drafts": Kept(
        mark("what you are about to suggest or to bring in"), mark("so that you see first what comes of it"),
        mark("an hour"),
    ),
    "own_views": Kept(
        mark("which facts a server hides or puts a note under; nothing about members"), mark("so that it does"),
        mark("until 30 days after the bot has left the server"),
    ),
    "blocks": Kept(
        mark("that a server’s moderators blocked you or that you blocked somebody, why and until when"),
        mark("against abuse; it stays, under a fingerprint instead of the id, when somebody erases their data"),
        mark("until it ends, and then for as long as the server keeps names"),
    ),
    "server_settings": Kept(
        mark("what the moderators of a server decided; nothing about members"), mark("so that it holds"),
        mark("until 30 days after the bot has left the server"),
    ),
    "servers": Kept(
        mark("which servers the bot is in, and when it left one"),
        mark("so that what is kept of a server goes after it"),
        mark("until 30 days after the bot has left the server"),
    ),
    "daily_posts": Kept(
        mark("when the daily post of a server was made; nothing about members"), mark("so that it comes once a day"),
        mark("for 30 days"),
    ),
    "memory": Kept(
        mark("what the bot remembers of itself, such as the commands Discord knows"), mark("so that it can run"),
        mark("always; nothing in it is about people"),
    ),
}  # fmt: skip
"""By table."""
