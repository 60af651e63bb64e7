"""The referee on Discord: *Challenge* on every reveal, the moderators' card, and who is told what came of it."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

import discord
from discord import ui
from discord.app_commands import locale_str

from bot.app import Act, Divergence, Interaction, actor_of, language_of, place_of, server_language
from bot.errors import BadInput
from bot.history.model import World
from bot.language import Language, mark, words
from bot.quiz.moves import Mode
from bot.quiz.referee_cards import note_card, outcome_card, thanks_card
from bot.quiz.refereeing import Reason, challengeable
from bot.services.game_views import View
from bot.services.policy import Feature, decide
from bot.services.refereeing import WORDS_LIMIT, Case
from bot.store.challenges import Challenge, Note
from bot.store.event_words import State
from cogs.config_facts import show_facts
from cogs.event_run import run_of
from cogs.quiz_live import live_of
from cogs.ui.buttons import form, link, number_in
from cogs.ui.cards import layout
from cogs.ui.groups import config_group
from cogs.ui.quiz_clicks import FAILURES, address, click_of, game_of, is_private, numbers
from cogs.ui.referee_views import case_view, list_view, questions_view, reasons_view

REASONS = tuple(Reason)
"""By their numbers in custom ids."""
TOO_MANY = 429
"""What Discord answers to too many requests."""

_log = logging.getLogger(__name__)


class Referee:
    """Takes challenges, shows them to the moderators, and tells what was decided."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._refereeing = bot.services.refereeing
        self._telling = asyncio.Lock()

    # ---- challenging -------------------------------------------------------------------------------------------

    async def challenge(self, interaction: Interaction, act: Act) -> None:
        """Challenge, on a reveal: what is wrong with this question?"""
        id, number = numbers(act, 2)
        await self._reasons(interaction, id, number, fresh=True)

    async def questions(self, interaction: Interaction, act: Act) -> None:
        """Challenge, on results: which question is it about?"""
        id = game_of(act)
        view = await self._refereeing.open(id, place_of(interaction), interaction.user.id)
        possible = challengeable(view.game, self._bot.services.clock())
        menu = questions_view(id, view.game, possible, language_of(interaction))
        await interaction.response.send_message(view=menu, ephemeral=True)

    async def question(self, interaction: Interaction, act: Act) -> None:
        """The question that was chosen."""
        chosen = number_in(act.values)
        await self._reasons(interaction, game_of(act), -1 if chosen is None else chosen, fresh=False)

    async def _reasons(self, interaction: Interaction, id: int, number: int, *, fresh: bool) -> None:
        view = await self._refereeing.open(id, place_of(interaction), interaction.user.id, number)
        card = reasons_view(id, view.game, number, language_of(interaction))
        if fresh:  # beside the reveal, also where that is on a private card
            await interaction.response.send_message(view=card, ephemeral=True)
        else:
            await interaction.response.edit_message(view=card)

    async def reason(self, interaction: Interaction, act: Act) -> None:
        """The reason, chosen from the menu; then a few words on it."""
        id, number = numbers(act, 2)
        if not act.values or act.values[0] not in set(Reason):
            raise BadInput(mark("Choose one of the reasons."))
        await self._refereeing.open(id, place_of(interaction), interaction.user.id, number)
        _, reason = words(language_of(interaction)), REASONS.index(Reason(act.values[0]))
        said: ui.TextInput[ui.Modal] = ui.TextInput(style=discord.TextStyle.long, max_length=WORDS_LIMIT)
        title = _("Challenge question {number}", number=number + 1)
        field = _("What is wrong, and how do you know?")
        await interaction.response.send_modal(
            form("referee-made", id, number, reason, title=title, words=(field, said))
        )

    async def made(self, interaction: Interaction, act: Act) -> None:
        """The filled form: the challenge is kept, then shown to the moderators."""
        id, number, reason = numbers(act, 3)
        case = await self._refereeing.challenge(
            id, place_of(interaction), click_of(interaction), number, REASONS[min(reason, len(REASONS) - 1)],
            act.fields.get("words", ""),
        )  # fmt: skip
        thanks = layout(thanks_card(number, language_of(interaction)))
        if is_private(interaction):
            await interaction.response.edit_message(view=thanks)
        else:
            await interaction.response.send_message(view=thanks, ephemeral=True)
        await self._post(case)

    async def _post(self, case: Case) -> None:
        """Show a challenge in the moderators' channel; without one it waits in the list of `/config challenges`."""
        server = case.challenge.server
        channel = self._bot.services.governing.settings_of(server).moderators_channel
        guild = self._bot.get_guild(server)
        if channel is None or guild is None:
            return
        where = self._bot.get_partial_messageable(channel, guild_id=server)
        view = self._view(case, channel, server_language(self._bot, guild), listed=False)
        try:
            sent = await where.send(view=view, nonce=f"challenge-{case.challenge.id}")
        except FAILURES as error:
            _log.info("Challenge %s waits in the list: %s", case.challenge.id, type(error).__name__)
            return
        await self._refereeing.posted(case, channel, sent.id)

    def _view(self, case: Case, channel: int, language: Language, *, listed: bool) -> ui.LayoutView:
        services = self._bot.services
        ruling = decide(services.governing.place(case.challenge.server, channel), Feature.QUIZ)
        covered = ruling.spoiler or ruling.worlds != frozenset(World)
        pack = services.subjects.of(case.challenge.server).pack
        return case_view(pack, case, language, spoiler=covered, listed=listed)

    # ---- deciding ----------------------------------------------------------------------------------------------

    async def page(self, interaction: Interaction, act: Act) -> None:
        """A page of the list, in place of what is shown."""
        await interaction.response.edit_message(view=await self._list(interaction, act.id))

    async def open_list(self, interaction: Interaction) -> None:
        """`/config challenges`."""
        await interaction.response.send_message(view=await self._list(interaction, 0), ephemeral=True)

    async def _list(self, interaction: Interaction, number: int) -> ui.LayoutView:
        actor = actor_of(interaction)
        found, page, pages = await self._refereeing.page(actor, number)
        cases = [await self._refereeing.case(actor, one.id) for one in found]
        held = [case.held.state for case in await self._bot.services.event_words.page(actor)]
        waiting = held.count(State.WAITING) if held else None
        return list_view(cases, page, pages, waiting, language_of(interaction))

    async def case(self, interaction: Interaction, act: Act) -> None:
        """One of the list."""
        await self._show(interaction, await self._refereeing.case(actor_of(interaction), number_in(act.values) or 0))

    async def accept(self, interaction: Interaction, act: Act) -> None:
        """Upheld: these answers are right too."""
        places = [int(value) for value in act.values if value.isdecimal() and len(value) < 3]
        await self._decided(interaction, await self._refereeing.accept(actor_of(interaction), game_of(act), places))

    async def void(self, interaction: Interaction, act: Act) -> None:
        """Upheld: the question does not count."""
        await self._decided(interaction, await self._refereeing.void(actor_of(interaction), game_of(act)))

    async def reject(self, interaction: Interaction, act: Act) -> None:
        """Reject: a form for the reason."""
        case = await self._refereeing.case(actor_of(interaction), game_of(act))
        _ = words(language_of(interaction))
        said: ui.TextInput[ui.Modal] = ui.TextInput(style=discord.TextStyle.long, max_length=WORDS_LIMIT)
        field = _("Why? Whoever challenged reads this.")
        await interaction.response.send_modal(
            form("referee-rejected", case.challenge.id, title=_("Reject the challenge"), words=(field, said))
        )

    async def rejected(self, interaction: Interaction, act: Act) -> None:
        """The filled form."""
        said = act.fields.get("words", "")
        await self._decided(interaction, await self._refereeing.reject(actor_of(interaction), game_of(act), said))

    async def fact(self, interaction: Interaction, act: Act) -> None:
        """Edit the fact: what the question rests on, as curators see it under `/config facts`."""
        case = await self._refereeing.case(actor_of(interaction), game_of(act))
        if case.record is None:
            raise BadInput(mark("The game is no longer kept, and with it what its question rests on."))
        await show_facts(self._bot, interaction, case.record.game.questions[case.challenge.number].facts)

    async def undo(self, interaction: Interaction, act: Act) -> None:
        """Undo: what was decided is taken back."""
        await self._decided(interaction, await self._refereeing.undo(actor_of(interaction), game_of(act)))

    async def _decided(self, interaction: Interaction, case: Case) -> None:
        await self._show(interaction, case)
        posted, shown = case.challenge.card, interaction.message
        if posted is not None and (shown is None or shown.id != posted[1]):
            await self._redraw(case, *posted)
        await self.tell()

    async def _show(self, interaction: Interaction, case: Case) -> None:
        """The card that was clicked, as things stand now."""
        listed = is_private(interaction)
        channel = interaction.channel_id or 0
        language = language_of(interaction) if listed else server_language(self._bot, interaction.guild)
        await interaction.response.edit_message(view=self._view(case, channel, language, listed=listed))

    async def _redraw(self, case: Case, channel: int, message: int) -> None:
        server = case.challenge.server
        view = self._view(case, channel, server_language(self._bot, self._bot.get_guild(server)), listed=False)
        where = self._bot.get_partial_messageable(channel, guild_id=server).get_partial_message(message)
        with suppress(*FAILURES):  # a card that is gone need not be right
            await where.edit(view=view, allowed_mentions=discord.AllowedMentions.none())

    # ---- telling -----------------------------------------------------------------------------------------------

    async def tell(self) -> None:
        """Tell what was decided and not told yet: where it was played, and to whoever challenged."""
        async with self._telling:
            for note in await self._refereeing.notes():
                await self._note(note)
            for challenge in await self._refereeing.untold():
                await self._answer(challenge)

    async def _note(self, note: Note) -> None:
        """One note where the game was played, and its results drawn anew."""
        found = await self._refereeing.game(note)
        if found is None:
            return
        view, challenge = found
        record, game = view.record, view.game
        if record.message is not None and record.mode is not Mode.SOLO:
            channel = record.played_in or record.channel
            # A question of the day may have been asked for elsewhere first: the rules are those of where all see it.
            rules = channel if record.mode is Mode.DAILY else record.channel
            ruling = decide(self._bot.services.governing.place(record.server, rules), Feature.QUIZ)
            if not (ruling.allowed and ruling.public):
                return  # it is told when quizzes run there again
            if not await self._correct(view):
                return
            keys = [key for one in game.rounds[note.number].rulings if one.id == note.challenge for key in one.accept]
            lines = note_card(
                game, note.number, challenge.state, keys, note.moved, holds=note.holds, language=game.settings.language
            )
            where = self._bot.get_partial_messageable(channel, guild_id=record.server)
            results = await run_of(self._bot).finals_url(view) or address(view) or ""
            leads = [link(words(game.settings.language)("To the results"), results)]
            try:
                await where.send(view=layout(lines, leads), nonce=f"ruled-{note.challenge}-{game.revision}")
            except (discord.Forbidden, discord.NotFound):
                pass  # there is nowhere to tell it
            except FAILURES as error:
                _log.info("The note on challenge %s waits: %s", note.challenge, type(error).__name__)
                return
            await self._correct(view)  # a thread that was put away is back with the note in it
        await self._refereeing.noted(note)

    async def _correct(self, view: View) -> bool:
        """What is shown of a game says what it comes to now; False if Discord does not take that."""
        try:
            await live_of(self._bot).correct(view)
            await run_of(self._bot).correct(view)
        except FAILURES as error:
            _log.info("The results of game %s wait: %s", view.id, type(error).__name__)
            # What was only too much at once is taken later.
            return isinstance(error, discord.HTTPException) and error.status < 500 and error.status != TOO_MANY
        return True

    async def settle(self) -> None:
        """A day after a game its results are final, and say so no more that they are provisional."""
        if not self._bot.is_ready():  # before that it is not known what may be shown where
            return
        for view in await self._refereeing.settling():
            # The message of a question of the day never said that anything is provisional. What Discord refuses for
            # good, as in a thread that was put away, stays as it is: its instant is past.
            if view.record.mode is Mode.DAILY or await self._correct(view):
                await self._refereeing.settled(view.id)

    async def _answer(self, challenge: Challenge) -> None:
        """Tell whoever challenged, privately; some take no direct messages."""
        if challenge.person is not None:
            language = self._bot.services.personal.language_of(challenge.person)
            found = await self._refereeing.game(Note(challenge.id, challenge.game, challenge.number, True, 0))
            game = found[0].game if found else None
            language = language or (game.settings.language if game else Language.EN)
            seats = found[0].players.items() if found else ()
            seat = next((seat for seat, person in seats if person == challenge.person), None)
            points = await self._refereeing.points(found[0], seat) if found and seat is not None else None
            lines = outcome_card(
                game, challenge.number, challenge.state, challenge.accepted, challenge.reply, points, language
            )
            with suppress(*FAILURES):
                person = self._bot.get_user(challenge.person) or await self._bot.fetch_user(challenge.person)
                await person.send(view=layout(lines))
        await self._refereeing.told(challenge)


async def setup(bot: Divergence) -> None:
    referee = Referee(bot)

    @config_group(bot).command(
        name="challenges",
        description=locale_str("Quiz questions that people say are wrong; decide on them, or undo it"),
    )
    async def open_challenges(interaction: Interaction) -> None:
        await referee.open_list(interaction)

    bot.on_pulse += [referee.tell, referee.settle]
    bot.actions |= {
        "referee-challenge": referee.challenge, "referee-questions": referee.questions,
        "referee-question": referee.question, "referee-reason": referee.reason, "referee-made": referee.made,
        "referee-page": referee.page, "referee-case": referee.case, "referee-accept": referee.accept,
        "referee-void": referee.void, "referee-reject": referee.reject, "referee-rejected": referee.rejected,
        "referee-undo": referee.undo, "referee-fact": referee.fact,
    }  # fmt: skip
