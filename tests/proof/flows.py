"""Six things that people do from beginning to end, each in a channel of its own, with patience and second tries."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Final

from bot.quiz.event_steps import NUMBERS, Step
from tests.proof.stage import Stage, Unanswered, has, id_in, press
from tests.wire.discord import HOST, Told
from tests.wire.people import ids_in, text_of
from tests.wire.shapes import Json

Flow = Callable[[Stage, int], Awaitable[None]]
"""Does it in a channel; Unanswered if somebody got no fitting answer."""

QUESTIONS: Final = 2


def more(told: Told) -> bool:
    """Whether it was not only acknowledged."""
    return len(told.all) > 1 or told.kind in {4, 7}


async def asking(stage: Stage, where: int) -> None:
    """A question, the other world, the sources, a report, and the card deleted."""
    wire, person = stage.wire, stage.person()
    card = await stage.told(
        lambda: wire.slash(person, "ask", where=where, question="when did trotsky take power in mexico"),
        lambda told: has(told, "ask-turn", "ask-delete"),
    )
    await press(stage, person, card.data, "ask-turn")
    await press(stage, person, card.data, "ask-sources")
    form = await press(stage, person, card.data, "ask-wrong", lambda told: told.kind == 9)
    await stage.told(lambda: wire.submit(person, form.data, where, said="The year is another one."))
    await press(stage, person, card.data, "ask-delete")


async def reading(stage: Stage, where: int) -> None:
    """A claim checked, a timeline turned, a comparison, and a question to the bot by its name."""
    wire, person = stage.wire, stage.person()
    await stage.told(lambda: wire.slash(person, "check", where=where, claim="trotsky was killed in 1938"))
    pages = await stage.told(
        lambda: wire.slash(person, "timeline", where=where, when="1937"), lambda told: has(told, "timeline-page")
    )
    await press(stage, person, pages.data, "timeline-page")
    await stage.told(lambda: wire.slash(person, "compare", where=where))
    since = wire.snowflake()
    await wire.say(person, "who was mugica", where)
    await wire.seen(lambda shown: shown["channel_id"] == str(where) and bool(shown["components"]), 20, since)


async def alone(stage: Stage, where: int) -> None:
    """A quiz alone, to its result."""
    wire, person = stage.wire, stage.person()
    card = await stage.told(lambda: wire.slash(person, "quiz", where=where, questions=QUESTIONS))
    shown = await press(stage, person, card.data, "quiz-solo", more)
    for _ in range(QUESTIONS * 6):
        if _ended(shown):
            return
        key = _next_alone(shown.data)
        shown = await stage.told(lambda shown=shown, key=key: _do(stage, person, shown.data, key))  # type: ignore[misc]
        if shown.kind == 9:
            form = shown.data
            shown = await stage.told(lambda form=form: _fill(stage, person, form, card.data))  # type: ignore[misc]
    raise Unanswered


def _ended(told: Told) -> bool:
    return not _answers(told.data) and not has(told, "quiz-onward") and not has(told, "quiz-stop")


def _answers(shown: Json) -> list[str]:
    wanted = ("b1:quiz-answer:", "b1:quiz-order:", "b1:quiz-type:")
    return [id for id in ids_in(shown.get("components", [])) if id.startswith(wanted)]


def _next_alone(shown: Json) -> str:
    """What moves a game alone on: the reveal or the next question where there is one, else an answer, else its end."""
    for action in ("quiz-onward", "quiz-reveal"):
        if (key := id_in(shown, action)) is not None:
            return key
    answers = _answers(shown)
    return answers[0] if answers else (id_in(shown, "quiz-stop") or "b1:quiz-stop:0")


async def _do(stage: Stage, person: int, shown: Json, key: str) -> int | None:
    return await stage.wire.press(person, shown, key)


async def _fill(stage: Stage, person: int, form: Json, on: Json) -> int | None:
    filled = [{"type": 18, "component": {"type": 4, "custom_id": "words", "value": "Trotsky"}}]
    data = {"custom_id": form["custom_id"], "components": filled}
    return await stage.wire.interact(person, 5, data, on, int(on["channel_id"]))


# ---- together ---------------------------------------------------------------------------------------------------


async def together(stage: Stage, where: int) -> None:
    """A quiz for everyone in a thread: two join, answer, and the host moves it on to its results."""
    wire, players = stage.wire, (stage.person(), stage.person())
    live = await _opened(stage, where)
    for player in players:
        await press(stage, player, live, "quiz-join")
    for _ in range(40):
        live = wire.messages.get(int(live["id"])) or await _live(stage, where)
        if id_in(live, "quiz-mine") or not (id_in(live, "quiz-start") or id_in(live, "quiz-host")):
            break
        for player in players:
            keys = [key for key in _answers(live) if ":quiz-answer:" in key]
            if keys:
                await press(stage, player, live, keys[player % len(keys)].removeprefix("b1:"))
        panel = await press(stage, HOST, live, "quiz-host")
        if id_in(panel.data, "quiz-forward") is None:
            break
        await press(stage, HOST, panel.data, "quiz-forward")
        await asyncio.sleep(2.5)  # one drawing of the live message to the next
    else:
        raise Unanswered


async def _opened(stage: Stage, where: int) -> Json:
    """The live message of a quiz opened here; one that a failure left running is ended first."""
    wire = stage.wire
    for _ in range(3):
        since = wire.snowflake()
        card = await stage.told(lambda: wire.slash(HOST, "quiz", where=where, questions=QUESTIONS))
        told = await press(stage, HOST, card.data, "quiz-everyone", more)
        if "already running" in text_of(told.data):
            await end_it(stage, where)
            continue
        live = await wire.seen(lambda shown: _below(stage, shown, where) and bool(id_in(shown, "quiz-join")), 10, since)
        if live is not None:
            return live
    raise Unanswered


def _below(stage: Stage, shown: Json, where: int) -> bool:
    """Whether a message stands in this channel or in a thread of it."""
    here = stage.wire.channels.get(int(shown["channel_id"]), {})
    return str(where) in {here.get("id"), here.get("parent_id")}


async def _live(stage: Stage, where: int) -> Json:
    """The live message of the game in this channel, once there is one that can be pressed."""
    found = await stage.wire.seen(lambda shown: _below(stage, shown, where) and bool(id_in(shown, "quiz-host")), 40)
    if found is None:
        raise Unanswered
    return found


async def end_it(stage: Stage, where: int) -> None:
    """The host ends the game that runs in this channel."""
    live = await _live(stage, where)
    panel = await press(stage, HOST, live, "quiz-host")
    if id_in(panel.data, "quiz-ending") is not None:
        sure = await press(stage, HOST, panel.data, "quiz-ending", lambda told: has(told, "quiz-end"))
        await press(stage, HOST, sure.data, "quiz-end")
        await asyncio.sleep(2.5)


# ---- events and discussions -------------------------------------------------------------------------------------


async def event(stage: Stage, where: int) -> None:
    """An event is made, somebody will come, and it is called off."""
    wire, person = stage.wire, stage.person()
    form = await stage.told(
        lambda: wire.slash(HOST, "event", "create", where=where, when="in 3 hours"), lambda told: told.kind == 9
    )
    preview = await stage.told(lambda: wire.submit(HOST, form.data, where), lambda told: has(told, "event-make"))
    await press(stage, HOST, preview.data, "event-make")
    made = id_in(preview.data, "event-make") or ""
    number = made.rpartition(":")[2]
    announced = await wire.seen(
        lambda shown: _below(stage, shown, where) and f"b1:event-join:{number}:" in str(shown), 150
    )
    if announced is None:
        raise Unanswered
    await press(stage, person, announced, "event-join")
    off = await stage.told(
        lambda: wire.press(HOST, announced, f"b1:event-cancel:{number}"), lambda told: has(told, "event-called-off")
    )
    await press(stage, HOST, off.data, "event-called-off")
    off_step = re.compile(rf"b1:event-[a-z]+:{number}:{NUMBERS[Step.CALLED_OFF]}:")
    if await wire.seen(lambda shown: _below(stage, shown, where) and bool(off_step.search(str(shown))), 150) is None:
        raise Unanswered


async def discussion(stage: Stage, where: int) -> None:
    """A discussion: a first vote, evidence, a second vote, and the result."""
    wire, person = stage.wire, stage.person()
    since = wire.snowflake()
    await stage.told(lambda: wire.slash(HOST, "discuss", "start", where=where), lambda told: len(told.all) > 1)
    opened = await wire.seen(
        lambda shown: _below(stage, shown, where) and bool(id_in(shown, "discuss-before")), 10, since
    )
    if opened is None:
        raise Unanswered
    thread = int(opened["channel_id"])
    await press(stage, person, opened, "discuss-before")
    await stage.told(lambda: wire.slash(person, "discuss", "cite", where=thread, fact="Trotsky"))
    second = await stage.told(lambda: wire.slash(HOST, "discuss", "close", where=thread))
    card: Json | None = second.data
    if not has(second, "discuss-after"):  # it was told that this vote is open already: its card comes by itself
        card = await wire.seen(lambda shown: _below(stage, shown, where) and bool(id_in(shown, "discuss-after")), 150)
    if card is None:
        raise Unanswered
    await press(stage, person, card, "discuss-after")
    await press(stage, HOST, card, "discuss-finish")


FLOWS: Final[dict[str, Flow]] = {
    "asking": asking, "reading": reading, "a quiz alone": alone, "a quiz together": together,
    "an event": event, "a discussion": discussion,
}  # fmt: skip
