"""The script language: what each line does, what the person then sees, and that no line stops the next."""

from __future__ import annotations

import json
from typing import Any

import discord
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.practice.options import split_options
from bot.practice.script import run_lines, run_script
from bot.practice.server import PracticeServer
from bot.settings import Settings

pytestmark = pytest.mark.asyncio(loop_scope="module")

ASK = "/ask question: who let trotsky into mexico"


async def play(server: PracticeServer, *lines: str) -> list[dict[str, Any]]:
    """The record of each line."""
    out: list[str] = []
    code = await run_lines(server, lines, out.append, as_json=True)
    records = [json.loads(line) for line in out]
    assert code == int(any(not record["ok"] for record in records))
    return records


async def last(server: PracticeServer, *lines: str) -> dict[str, Any]:
    return (await play(server, *lines))[-1]


async def refusal(server: PracticeServer, *lines: str) -> str:
    record = await last(server, *lines)
    assert not record["ok"]
    return record["error"]


async def post(server: PracticeServer, *items: discord.ui.Item[Any]) -> None:
    """Post components of a test's own in #history."""
    view = discord.ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    await server.bot.get_channel(server.guild.channels["history"].id).send("Choose", view=view)
    view.stop()  # the bot answers by custom id, as for its own after a restart


@pytest.fixture(scope="module")
def actions(shared: PracticeServer) -> None:
    """Three actions: one answers with what was chosen, one opens a form, one answers with what was filled in."""

    async def choose(interaction: discord.Interaction, act: Any) -> None:
        await interaction.response.send_message(f"chosen: {', '.join(act.values)}", ephemeral=True)

    async def ask(interaction: discord.Interaction, _act: Any) -> None:
        await interaction.response.send_modal(Form(custom_id="m1:test-tell"))

    async def tell(interaction: discord.Interaction, _act: Any) -> None:
        parts = [label["component"] for label in interaction.data["components"]]
        await interaction.response.send_message(
            " | ".join(part.get("value") or ", ".join(part.get("values", [])) for part in parts), ephemeral=True
        )

    shared.bot.actions |= {"test-choose": choose, "test-ask": ask, "test-tell": tell}


class Form(discord.ui.Modal, title="A form"):
    first: discord.ui.Label = discord.ui.Label(text="Prénom", component=discord.ui.TextInput(custom_id="first"))
    more: discord.ui.Label = discord.ui.Label(
        text="More", component=discord.ui.TextInput(custom_id="more", default="as it was", required=False)
    )
    colour: discord.ui.Label = discord.ui.Label(
        text="Colour",
        component=discord.ui.Select(
            custom_id="colour", options=[discord.SelectOption(label=name) for name in ("Red", "Green")]
        ),
    )


async def test_the_first_line_may_be_a_command_and_its_card_is_shown(shared):
    record = await last(shared, ASK)
    (card,) = record["seen"]
    assert (record["as"], record["in"]) == ("luis", "#history")
    assert (card["author"], card["private"], card["edited"]) == ("Divergence", False, False)
    assert "REAL HISTORY" in card["text"]
    assert "Sources" in [button["label"] for button in card["buttons"]]


async def test_the_text_form_numbers_buttons_and_says_what_is_private(shared):
    out: list[str] = []
    await run_lines(shared, [f"{ASK} private: yes"], out.append)
    assert out[0] == f"luis in #history > {ASK} private: yes"
    assert out[1].strip() == "Divergence (private):"
    assert any("[1] Sources" in line for line in out)


@pytest.mark.asyncio(loop_scope="function")  # simcord allows one world a loop
async def test_a_script_of_its_own_returns_an_exit_code(tmp_path):
    lines = ["# a comment\n", "\n", "click 1\n", "/help\n"]
    out: list[str] = []
    assert await run_script(Settings(data=tmp_path), lines, out.append, as_json=False) == 1
    assert "! luis sees no message with buttons." in out[1]
    assert out[2] == "luis in #history > /help"


@pytest.mark.parametrize("wanted", ["1", "Sources", "sources", "sour", "SÓURCES"])
async def test_a_button_is_clicked_by_number_or_forgivingly_by_label(shared, wanted):
    record = await last(shared, ASK, f"click {wanted}")
    assert record["ok"]
    assert [message["private"] for message in record["seen"]] == [True]


async def test_buttons_still_work_after_a_restart(shared):
    assert (await last(shared, ASK, "restart", "click Sources"))["seen"]


async def test_an_unknown_button_names_those_there_are(shared):
    assert "[1] Sources" in await refusal(shared, ASK, "click nonsense")


async def test_a_deleted_message_is_told(shared):
    record = await last(shared, ASK, "click Delete")
    assert [message.get("deleted") for message in record["seen"]] == [True]


async def test_another_person_sees_what_is_public_but_not_what_is_private(shared):
    await play(shared, "as ana")
    records = await play(shared, f"{ASK} private: true", ASK, "as ana")
    assert [message["private"] for message in records[-1]["seen"] if "Sources" in str(message["buttons"])]
    assert not any(message["private"] for message in records[-1]["seen"])


async def test_members_do_not_see_the_moderators_channel(shared):
    assert "#moderators" not in await refusal(shared, "in #moderators", "in #nowhere")
    assert (await last(shared, "as marta", "in #moderators"))["in"] == "#moderators"


async def test_mentions_replies_and_direct_messages_reach_the_bot(shared):
    for lines in (
        ["@bot who was rivera"],
        [ASK, "reply and who was rivera"],
        ["dm who was rivera"],
        ["in dm", "who was rivera"],
    ):
        record = await last(shared, *lines)
        assert record["ok"], record
        assert record["seen"], lines


async def test_plain_text_is_only_a_message(shared):
    assert await play(shared, "good morning", "say in #quiz I said nothing") == [
        {"line": line, "as": "luis", "in": "#history", "ok": True, "seen": []}
        for line in ("good morning", "say in #quiz I said nothing")
    ]


async def test_threads_are_places_by_name(shared):
    channel = shared.guild.channels["history"]
    shared.env.backend.create_thread(channel.id, "Could he have stayed?", shared.people["luis"].id)
    assert (await last(shared, "in could he have", "hello"))["in"] == "Could he have stayed?"


async def test_a_locale_goes_with_the_persons_commands(shared):
    english, spanish = await last(shared, "/help"), await last(shared, "locale es", "/help")
    assert english["seen"][0]["text"] != spanish["seen"][0]["text"]
    assert "no locale" in await refusal(shared, "locale tlh")
    await play(shared, "locale en")


async def test_options_may_hold_colons_and_begin_without_a_name(shared):
    assert split_options("who: he? world: real", ["question", "world"], "ask") == {
        "question": "who: he?",
        "world": "real",
    }
    assert (await last(shared, "/ask who let trotsky in: cardenas? world: real"))["ok"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("/ask", "needs `question:`"),
        ("/ask question: a world: nowhere", "no choice of `world:`"),
        ("/ask question: a private: perhaps", "true or false"),
        ("/ask question: a question: b", "given twice"),
        ("/nonsense", "There are: /ask"),
        ("/", "There are: /ask"),
        ("as nobody", "There are: ana"),
        ("in #nowhere", "There are: #history"),
        ("wait for it", "Say how long"),
        ("wait 900d", "Say how long"),
        ("fill a=b", "No form is open"),
        ("menu nonsense on last", "no message menu"),
        ("reply", "empty"),
        ("x" * 2001, "at most 2000"),
    ],
)
async def test_a_bad_line_says_what_is_wrong_and_the_next_one_runs(shared, line, says):
    first, second = await play(shared, line, "good morning")
    assert says in first.get("error", "")
    assert second["ok"]


async def test_a_list_is_selected_from_by_number_or_label(shared, actions):
    options = [discord.SelectOption(label=label) for label in ("Álamo", "Birch", "Cedar")]
    for line, chosen in (("select 2", "Birch"), ("select alamo, 3", "Álamo, Cedar"), ("select ced", "Cedar")):
        await post(shared, discord.ui.Select(custom_id="s1:test-choose", options=options, max_values=2))
        assert (await last(shared, line))["seen"][-1]["text"] == f"chosen: {chosen}"
    assert "no choice" in await refusal(shared, "select oak")


async def test_a_form_is_shown_and_filled(shared, actions):
    await post(shared, discord.ui.Button(label="Open", custom_id="b1:test-ask"))
    opened = await last(shared, "click open")
    (modal,) = [message["modal"] for message in opened["seen"] if "modal" in message]
    assert modal["title"] == "A form"
    assert [field["label"] for field in modal["fields"]] == ["Prénom", "More", "Colour"]
    for fill, kept in (
        ("fill prenom=Ana; colour=red", "Ana | as it was | Red"),
        ("fill first=a; b; more=c=d; colour=2", "a; b | c=d | Green"),
    ):
        assert (await last(shared, "click open", fill))["seen"][-1]["text"] == kept
    assert "not complete: Prénom, Colour" in await refusal(shared, "click open", "fill more=x")
    assert "There are: [1] Prénom" in await refusal(shared, "click open", "fill nothing=x")


async def test_a_disabled_button_and_a_link_are_refused(shared, actions):
    await post(
        shared,
        discord.ui.Button(label="Off", disabled=True),
        discord.ui.Button(label="Site", url="https://example.org"),
    )
    assert "cannot be clicked now" in await refusal(shared, "click off")
    assert "link to https://example.org" in await refusal(shared, "click site")


async def test_message_menus_run_on_the_last_message_and_on_earlier_ones(shared):
    async def repeat(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"it says {message.content}", ephemeral=True)

    shared.bot.tree.add_command(discord.app_commands.ContextMenu(name="Repeat this", callback=repeat))
    await shared.bot.sync(force=True)
    for where in ("in #scenario-room", "in dm"):
        records = await play(shared, where, "one", "two", 'menu "Repeat this" on last')
        target = records[-1]["seen"][-1]["text"]
        assert target.startswith("it says")
    records = await play(shared, "in #scenario-room", "one", "two", "menu repeat on last", "menu repeat on 2")
    assert [record["seen"][0]["text"] for record in records[-2:]] == ["it says two", "it says one"]
    assert "no message “99”" in await refusal(shared, "menu repeat on 99")
    await shared.restart()


async def test_waiting_moves_the_bots_clock(shared):
    before = shared.services.clock()
    await play(shared, "wait 2h", "wait 3s")
    assert 7203 <= (shared.services.clock() - before).total_seconds() < 7233


VERBS = [
    "as ",
    "in ",
    "/",
    "/ask ",
    "/ask question:",
    "click ",
    "select ",
    "fill ",
    "menu ",
    "dm ",
    "locale ",
    "wait ",
    "say ",
    "reply ",
    "@bot ",
    "",
]


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(lines=st.lists(st.tuples(st.sampled_from(VERBS), st.text(max_size=30)), min_size=1, max_size=4))
async def test_no_line_ends_a_script(shared, lines):
    out: list[str] = []
    # A wait is right to take its time; nothing else here may.
    written = [verb + text for verb, text in lines if not (verb == "wait " and text[:1].isdecimal())]
    code = await run_lines(shared, written, out.append, as_json=True)
    assert code in {0, 1}
    for line in out:
        record = json.loads(line)
        assert record["ok"] or record["error"]
        assert "Traceback" not in line
