"""The policy seam: where a channel shows real history alone, no command, title, button or choice shows the other."""

from __future__ import annotations

import pytest

from bot.errors import NotAllowed
from bot.history.model import World
from bot.practice.server import PracticeServer
from bot.services import asking
from bot.services.policy import Place, Ruling
from bot.store.answers import Answer
from tests.discord_view import labels, options, text

HIS_COUP = "when did trotsky take power in mexico"
PICKED = "◆ Trotsky takes power in Mexico"


@pytest.fixture
def real_only(monkeypatch: pytest.MonkeyPatch):
    """From now on every place shows real history alone: what moderators will be able to decide."""

    def rule():
        ruling = Ruling(allowed=True, worlds=frozenset({World.REAL}), public=True)
        monkeypatch.setattr(asking, "decide", lambda _place, _feature: ruling)

    return rule


@pytest.fixture
def ask(server: PracticeServer):
    async def slash(question: str, **options: object):
        return await server.people["luis"].slash(server.guild.channels["history"], "ask", question=question, **options)

    return slash


async def test_no_question_and_no_picked_title_leads_to_the_other_world(ask, real_only):
    real_only()
    for question in (HIS_COUP, PICKED):
        shown = await ask(question)
        assert "ALTERNATE HISTORY" not in text(shown)
        assert not [label for label in options(shown) if label.startswith("◆")]


async def test_asking_for_the_other_world_is_refused_with_a_sentence(ask, real_only):
    real_only()
    shown = await ask(HIS_COUP, world="alternate")
    assert shown.ephemeral
    assert "not shown in this channel" in text(shown)


async def test_suggested_titles_are_of_the_allowed_world(server, real_only):
    real_only()
    channel = server.guild.channels["history"]
    _typed, *offered = await server.people["luis"].autocomplete(channel, "ask", "question", "trotsky")
    assert {choice["name"][0] for choice in offered} == {"●"}


async def test_no_button_of_an_earlier_answer_shows_the_other_world(server, ask, real_only):
    luis = server.people["luis"]
    private = await ask(HIS_COUP, private=True)
    real = await ask("when was the oil expropriated by cardenas")
    real_only()
    for result, label in ((private, "Show everyone"), (private, "Sources"), (real, "Other world")):
        assert "not shown in this channel" in text(await luis.click(result.response, label=label))


async def test_a_real_answer_has_no_way_to_the_other_world(ask, real_only):
    real_only()
    assert "Other world" not in labels(await ask("when was the oil expropriated by cardenas"))


async def test_a_choice_made_earlier_is_checked_again(server, real_only):
    luis, channel = server.people["luis"].id, server.guild.channels["history"].id
    waiting = Answer(luis, server.guild.id, channel, None, None, None, "en", server.now())
    real_only()
    with pytest.raises(NotAllowed, match="not shown in this channel"):
        await server.services.asking.choose(waiting, "trotsky-takes-power", Place(channel, server.guild.id), luis)


async def test_a_picked_title_of_the_world_not_asked_for_is_not_shown(ask):
    assert "**◆ ALTERNATE HISTORY**" not in text(await ask(PICKED, world="real"))


async def test_a_place_where_nothing_may_be_shown_says_so(ask, monkeypatch):
    monkeypatch.setattr(asking, "decide", lambda _place, _feature: Ruling(False, frozenset(), False))
    assert "switched off" in text(await ask(HIS_COUP))
