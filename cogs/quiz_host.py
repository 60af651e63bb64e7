"""Running a game: its starter, hosts and moderators start it, go on, stop time, leave a question out, and end it."""

from __future__ import annotations

import discord
from discord import ui
from discord.ext import commands

from bot.app import Act, Divergence, Interaction, language_of, place_of
from bot.errors import BadInput
from bot.history.card import INSTANT, SOMEBODY, Line, Role
from bot.history.timeline_card import shortened
from bot.language import Language, Words, mark, words
from bot.quiz.cards import numbered, paused_because
from bot.quiz.moves import Refusal, Refused
from bot.quiz.position import Position
from bot.quiz.rounds import Stage
from bot.services.game_views import View
from bot.services.gates import check_host
from cogs.quiz_live import live_of
from cogs.ui.buttons import Button, Select, UserSelect, number_in, option
from cogs.ui.cards import layout
from cogs.ui.limits import CHOICES, OPTION_LABEL
from cogs.ui.quiz_clicks import click_of, game_of, numbers


class Host(commands.Cog):
    """What those who run a game do."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._games = bot.services.games

    # ---- on the live message -----------------------------------------------------------------------------------

    async def start(self, interaction: Interaction, act: Act) -> None:
        """Start now: the first question, without waiting for more players."""
        id = game_of(act)
        view = await self._games.start(id, place_of(interaction), click_of(interaction))
        await live_of(self._bot).answer_with(interaction, view)

    async def next(self, interaction: Interaction, act: Act) -> None:
        """Next: the next question, or after the last one the results."""
        id, number = numbers(act, 2)
        view = await self._games.next(id, place_of(interaction), click_of(interaction), number)
        await live_of(self._bot).answer_with(interaction, view)

    async def host(self, interaction: Interaction, act: Act) -> None:
        """Host: the panel, privately, for those who may use it."""
        view = await self._held(interaction, act)
        await interaction.response.send_message(view=panel(view, language_of(interaction)), ephemeral=True)

    # ---- on the panel ------------------------------------------------------------------------------------------

    async def pause(self, interaction: Interaction, act: Act) -> None:
        """Pause: time stands still."""
        view = await self._games.pause(game_of(act), place_of(interaction), click_of(interaction))
        _ = words(language_of(interaction))
        await self._changed(interaction, view, _("Time stands still."))

    async def resume(self, interaction: Interaction, act: Act) -> None:
        """Resume: time goes on."""
        view = await self._games.go_on(game_of(act), place_of(interaction), click_of(interaction))
        _ = words(language_of(interaction))
        await self._changed(interaction, view, _("Time goes on."))

    async def extend(self, interaction: Interaction, act: Act) -> None:
        """+30 s: more time for what is being waited for."""
        view = await self._games.extend(game_of(act), place_of(interaction), click_of(interaction))
        added = view.outcome.added if view.outcome else 0
        _ = words(language_of(interaction))
        await self._changed(interaction, view, _("{seconds} s added.", seconds=added))

    async def void(self, interaction: Interaction, act: Act) -> None:
        """Leave a question out: it does not count, for anybody."""
        chosen = act.values[0] if act.values else ""
        if not chosen.isdecimal() or len(chosen) > 3:
            raise Refused(Refusal.NOT_AN_OPTION)
        view = await self._games.void(game_of(act), place_of(interaction), click_of(interaction), int(chosen))
        _ = words(language_of(interaction))
        await self._changed(interaction, view, _("Question {number} does not count.", number=int(chosen) + 1))

    async def onward(self, interaction: Interaction, act: Act) -> None:
        """Next, from the panel; a question that is being asked is revealed first."""
        id, number = numbers(act, 2)
        place, click = place_of(interaction), click_of(interaction)
        view = await self._held(interaction, act)
        if view.game.stage is Stage.LOBBY:
            view = await self._games.start(id, place, click)
        elif view.game.stage is Stage.QUESTION:
            view = await self._games.reveal(id, place, click, number)
        else:
            view = await self._games.next(id, place, click, number)
        await self._changed(interaction, view)

    async def remove(self, interaction: Interaction, act: Act) -> None:
        """Remove a player: out of the game, for good."""
        id, person = game_of(act), _person(act)
        view = await self._games.remove(id, place_of(interaction), click_of(interaction), person)
        _ = words(language_of(interaction))
        await self._changed(interaction, view, _("One player is out of the game."))

    async def hand_over(self, interaction: Interaction, act: Act) -> None:
        """Hand over: somebody else runs the game, and its event if it has one."""
        course, person = self._bot.services.event_course, _person(act)
        view = await course.hand_over(game_of(act), place_of(interaction), click_of(interaction), person)
        live_of(self._bot).touch(view)
        _ = words(language_of(interaction))
        line = Line(Role.BODY, _("{name} runs it from now on. Host on its message leads to this panel.", name=SOMEBODY),
                    id=person)  # fmt: skip
        back = Button.to("quiz-panel", view.id, label=_("Back"))
        await interaction.response.edit_message(view=layout([line], [back]))

    async def ending(self, interaction: Interaction, act: Act) -> None:
        """End: asked once more, since it cannot be taken back."""
        view = await self._held(interaction, act)
        _ = words(language_of(interaction))
        end = Button.to("quiz-end", view.id, label=_("End it now"), style=discord.ButtonStyle.danger)
        back = Button.to("quiz-panel", view.id, label=_("Back"))
        line = Line(Role.BODY, _("End this quiz? What was revealed so far gives the results."))
        await interaction.response.edit_message(view=layout([line], [end, back]))

    async def panel(self, interaction: Interaction, act: Act) -> None:
        """Back to the panel, as things stand now."""
        view = await self._held(interaction, act)
        await interaction.response.edit_message(view=panel(view, language_of(interaction)))

    async def end(self, interaction: Interaction, act: Act) -> None:
        """End it now: results of what was revealed, or nothing if that is nothing."""
        view = await self._games.end(game_of(act), place_of(interaction), click_of(interaction))
        await self._changed(interaction, view)

    async def _held(self, interaction: Interaction, act: Act) -> View:
        """The game of a panel, for those who may run it."""
        view = await self._games.view(game_of(act), place_of(interaction), interaction.user.id)
        check_host(view.record, click_of(interaction))
        if not view.record.mode.together:
            raise Refused(Refusal.SOLO)
        return view

    async def _changed(self, interaction: Interaction, view: View, note: str | None = None) -> None:
        """The panel shows what the click led to, and the live message soon does too."""
        live_of(self._bot).touch(view)
        await interaction.response.edit_message(view=panel(view, language_of(interaction), note))


def panel(view: View, language: Language, note: str | None = None) -> ui.LayoutView:
    """Where the game stands, and what can be done with it now."""
    _, id, game = words(language), view.id, view.game
    lines = [Line(Role.HEADING, _("Host"))]
    if note:
        lines.append(Line(Role.BODY, note))
    lines.append(_standing(game, _))
    voidable = _voidable(id, game, _)
    if game.stage.over:
        return layout(lines, voidable)
    running = game.paused is None
    time = Button.to("quiz-pause", id, label=_("Pause")) if running else Button.to("quiz-resume", id, label=_("Resume"))
    buttons = [time]
    if running:
        buttons.append(Button.to("quiz-extend", id, label=_("+30 s")))
        buttons.append(Button.to("quiz-forward", id, max(game.number, 0), label=_forward(game, _)))
    buttons.append(Button.to("quiz-ending", id, label=_("End"), style=discord.ButtonStyle.danger))
    people = [
        UserSelect.to("quiz-remove", id, placeholder=_("Remove a player")),
        UserSelect.to("quiz-hand-over", id, placeholder=_("Hand over to somebody else")),
    ]
    return layout(lines, buttons, voidable, *([menu] for menu in people))


def _person(act: Act) -> int:
    """Who was chosen from a menu."""
    chosen = number_in(act.values)
    if chosen is None:
        raise BadInput(mark("Choose somebody from the menu."))
    return chosen


def _standing(game: Position, _: Words) -> Line:
    if game.paused is not None:
        return Line(Role.BODY, paused_because(game, _))
    answered = _.plural("{count} answered", "{count} answered", game.answered)
    match game.stage:
        case Stage.LOBBY:
            return Line(Role.BODY, _("In the lobby; it starts {when}.", when=INSTANT), at=game.deadline)
        case Stage.QUESTION:
            text = _(
                "Question {number}; {answered}; time is up {when}.",
                number=numbered(game, _),
                answered=answered,
                when=INSTANT,
            )
            return Line(Role.BODY, text, at=game.deadline)
        case Stage.REVEAL:
            text = _("Question {number} is revealed; it goes on {when}.", number=numbered(game, _), when=INSTANT)
            return Line(Role.BODY, text, at=game.deadline)
        case _over:
            return Line(Role.BODY, _("It is over."))


def _forward(game: Position, _: Words) -> str:
    match game.stage:
        case Stage.LOBBY:
            return _("Start now")
        case Stage.QUESTION:
            return _("Reveal now")
        case _other:
            return _("Next")


def _voidable(id: int, game: Position, _: Words) -> list[Select]:
    """A menu of the questions that were asked and count."""
    options = []
    for number, round in enumerate(game.rounds):
        if not round.voided:
            question = game.questions[number]
            asked = question.prompt[_.language] or question.ask[_.language]
            label = shortened(f"{number + 1}. {asked.splitlines()[0]}", OPTION_LABEL)
            options.append(option(label, str(number)))
    placeholder = _("Leave a question out")
    return [Select.to("quiz-void", id, placeholder=placeholder, options=options[-CHOICES:])] if options else []


async def setup(bot: Divergence) -> None:
    cog = Host(bot)
    await bot.add_cog(cog)
    bot.actions |= {
        "quiz-start": cog.start, "quiz-next": cog.next, "quiz-host": cog.host, "quiz-pause": cog.pause,
        "quiz-resume": cog.resume, "quiz-extend": cog.extend, "quiz-void": cog.void, "quiz-forward": cog.onward,
        "quiz-ending": cog.ending, "quiz-panel": cog.panel, "quiz-end": cog.end,
        "quiz-remove": cog.remove, "quiz-hand-over": cog.hand_over,
    }  # fmt: skip
