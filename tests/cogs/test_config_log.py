"""`/config log`: what was done can be read by whoever moderates, found again, and taken back."""

from __future__ import annotations

import pytest

from bot.practice.server import PracticeServer
from bot.services.authority import Actor
from bot.store import audit
from tests.discord_view import controls, labels, options, text


@pytest.fixture
def change(server: PracticeServer, marta):
    async def change(person=marta, **changes: object):
        actor = Actor(person.id, server.guild.id, manages=True)
        return await server.services.governing.change(actor, changes)

    return change


@pytest.fixture
def opened(server: PracticeServer, marta):
    async def opened():
        return await marta.slash(server.guild.channels["moderators"], "config log")

    return opened


def control(shown, name: str) -> str:
    return next(part["custom_id"] for part in controls(shown) if f":{name}" in part.get("custom_id", ""))


async def test_it_says_who_did_what_when_and_what_was_before_and_after(server, marta, change, opened):
    await change(quiz_questions=5)
    shown = await opened()
    assert shown.ephemeral
    assert "**Questions in a quiz**\n10 → 5" in text(shown)
    assert f"#1 · <@{marta.id}> · <t:{int(server.now().timestamp())}:f>" in text(shown)


async def test_an_entry_that_was_chosen_is_undone_once(server, marta, change, opened):
    await change(quiz_questions=5)
    shown = await opened()
    shown = await marta.select(shown.response, ["1"], custom_id=control(shown, "config-log-undo"))
    assert server.services.governing.settings_of(server.guild.id).quiz_questions == 10
    assert "taken back" in text(shown)
    assert list(options(shown)) == ["Undone: Questions in a quiz", *list(options(shown))[1:]]


async def test_pages_follow_each_other_and_filters_narrow_them(server, marta, change, opened):
    for questions in range(3, 9):
        await change(quiz_questions=questions)
    await change(server.people["nora"], language="es")
    shown = await opened()
    assert labels(shown) == ["Older ›"]
    shown = await marta.click(shown.response, label="Older ›")
    assert "10 → 3" in text(shown)
    assert labels(shown) == ["‹ Newer"]
    shown = await marta.select(shown.response, ["0"], custom_id=control(shown, "config-log-what"))
    assert "Language" in text(shown)
    assert "Questions" not in text(shown)
    shown = await marta.select(shown.response, [marta], custom_id=control(shown, "config-log-person"))
    assert "Nothing was done yet." in text(shown)


async def test_what_others_log_is_shown_as_plain_text_and_not_undone_here(server, marta, change, opened):
    entry = audit.Entry(server.guild.id, marta.id, server.now(), "facts", "**retired** <@1> `x`")
    await server.services.database.write(audit.keep, entry, {"title": "# old"}, {"title": "@everyone"})
    shown = await opened()
    assert r"facts: \*\*retired\*\* \<\@1\> \`x\`" in text(shown)
    assert r"\@everyone" in text(shown)
    assert "config-log-undo" not in str(controls(shown))


async def test_a_setting_that_is_no_longer_known_is_still_shown(server, change, opened):
    await change(language="es")
    await server.services.database.write(
        lambda db: db.execute("UPDATE audit SET what = 'old_key', before = '{}', after = '{\"old_key\": [1]}'")
    )
    assert r"old\_key" in text(await opened())


async def test_an_empty_log_says_so(opened):
    assert "Nothing was done yet." in text(await opened())
