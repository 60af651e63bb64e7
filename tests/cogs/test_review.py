"""Reviewing on Discord as a member lives it: three weeks from being fooled to no longer mixing the two up."""

from __future__ import annotations

import pytest

from bot.history.compare import Pair
from bot.history.model import World
from bot.language import Language, words
from bot.practice.server import PracticeServer
from bot.quiz.model import QuestionKind
from bot.quiz.review_cards import option_texts
from tests.cogs.quiz_table import ask_in_turn
from tests.discord_view import labels, options, text

DAY = 24 * 3600
SAID = {
    "en-US": ("A leak", "You no longer mix these up", "Again", "Good"),
    "es-ES": ("Una filtración", "Ya no confundes esto", "Otra vez", "Bien"),
}


def choose(server: PracticeServer, shown, language: str, *, fiction: bool = False) -> str:
    """The button of the record, or of the fiction, on a question card."""
    said = text(shown)
    for pair in server.services.subjects.of(None).pairs.all:
        record, other = option_texts(server.services.pack, pair, language)
        if record in said and other in said:
            wanted = other if fiction else record
            return "A" if f"A. {wanted}" in said else "B"
    raise AssertionError(said)


async def fooled(server: PracticeServer, language: Language) -> Pair:
    """Ana plays alone and, sure of herself, takes a statement of the scenario for the record; the pair it is of."""
    ask_in_turn(server, *[QuestionKind.REAL_OR_ALTERNATE] * 12)
    _, ana, subject = words(language), server.people["ana"], server.services.subjects.of(None)
    card = await ana.slash(server.guild.channels["quiz"], "quiz", questions=12)
    shown = await ana.click(card.response, label=_("Solo"))
    for _question in range(12):
        facts = (one.fact for one in subject.pack.items.statements.values() if one.text[language] in text(shown))
        fact = next(facts, None)
        if fact is not None and fact.world is World.ALTERNATE and (pair := subject.pairs.of(fact)):
            shown = await ana.click(shown.response, label=_("Sure real"))
            said = text(shown)
            assert pair.correction(language).why in said  # why the two differ, at once
            return pair
        shown = await ana.click(shown.response, label=_("Pass"))
        shown = await ana.click(shown.response, label=_("Next"))
    raise AssertionError("none of them was of the scenario")


@pytest.mark.parametrize("locale", SAID)
async def test_three_weeks_from_being_fooled_to_telling_the_two_apart(server, locale):
    leak, apart, again, good = SAID[locale]
    ana, here = server.people["ana"], server.guild.channels["history"]
    language = Language(locale[:2])
    server.locales[ana.id] = locale
    await server.services.reviewing.pace(ana.id, 0, "UTC")
    pair = await fooled(server, language)
    early = await ana.slash(here, "review")
    assert early.response.flags.ephemeral
    assert "●" not in text(early)
    told, days = [], 0
    server.env.backend.advance_clock(3 * DAY)
    shown = await ana.slash(here, "review")
    assert "● " in text(shown)
    shown = await ana.click(shown.response, label=choose(server, shown, language, fiction=True))
    assert leak in text(shown)
    assert pair.correction(language).tell in text(shown)
    assert labels(shown) == [again]
    await ana.click(shown.response, label=again)
    while not told and days < 40:
        server.env.backend.advance_clock(DAY)
        days += 1
        shown = await ana.slash(here, "review")
        if "A. " not in text(shown):
            continue
        shown = await ana.click(shown.response, label=choose(server, shown, language))
        await server.restart()  # between the card and its grade
        done = await ana.click(shown.response, label=good)
        told += [text(done)] if apart in text(done) else []
    assert f"{apart}: {pair.real.text[language].title}" in told[0].replace("\\", "")
    assert 10 <= days <= 18  # three weeks in all
    standing = await server.services.reviewing.standing(ana.id, server.guild.id)
    assert (standing.leaks_open, standing.leaks_closed) == (0, 1)
    closed = words(language)("Leaks: {open} open, {closed} closed", open=0, closed=1)
    assert closed in text(await ana.slash(here, "me"))


async def test_a_review_card_says_its_world_first_and_its_source_last_and_shows_when_it_comes_again(server):
    ana, here = server.people["ana"], server.guild.channels["history"]
    card = await ana.slash(here, "review")
    assert text(card).startswith("**● REAL HISTORY**")
    assert labels(card) == ["A", "B", "Type it", "I do not remember"]
    shown = await ana.click(card.response, label=choose(server, card, "en"))
    said = text(shown)
    assert said.index("● REAL HISTORY") < said.index("◆ ALTERNATE HISTORY") < said.index("Source: ")
    assert labels(shown) == ["Again", "Hard", "Good", "Easy"]
    assert said.count("<t:") == 4


async def test_what_somebody_does_not_remember_can_be_typed_or_owned_up_to(server):
    ana, here = server.people["ana"], server.guild.channels["history"]
    card = await ana.slash(here, "review")
    form = await ana.click(card.response, label="Type it")
    shown = await ana.submit_modal(form, {"words": "something about @everyone"})
    assert "judge for yourself" in text(shown)
    assert "everyone" not in text(shown)
    card = await ana.click(shown.response, label="Hard")
    shown = await ana.click(card.response, label="I do not remember")
    assert labels(shown) == ["Again"]


async def test_the_settings_of_reviews_stand_under_me_with_cards_for_anki(server):
    ana, here = server.people["ana"], server.guild.channels["history"]
    me = await ana.slash(here, "me")
    assert "Your reviews" in text(me)
    page = await ana.click((await ana.click(me.response, label="Settings")).response, label="Reviews …")
    assert options(page)["10 new pairs a day"] == "10"
    page = await ana.select(page.response, custom_id="s1:me-review-pace", values=["5"])
    assert "New pairs a day: 5" in text(page)
    page = await ana.select(page.response, custom_id="s1:me-review-hour", values=["9"])
    assert "Reminder: 09:00" in text(page)
    await ana.slash(here, "review")
    given = await ana.click(page.response, label="Cards for Anki")
    (file,) = given.response.attachments
    assert file.filename == "divergence-cards.csv"


async def test_a_reminder_is_a_direct_message_that_one_tap_stops(server):
    ana, here = server.people["ana"], server.guild.channels["history"]
    await ana.slash(here, "review")
    reviewing = server.services.reviewing
    await reviewing.remind(ana.id, server.now().hour, "UTC")
    await server.pass_time(61)
    message = ana.user.dm_channel.history()[-1]
    assert "Time to review" in text(message)
    stopped = await ana.user.click(message, label="No more reminders")
    assert "No more reminders" in text(stopped)
    assert (await reviewing.chosen(ana.id)).remind_at is None
