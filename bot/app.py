"""The Discord client: extensions, command sync by hash, one way in for every click, one answer for every error."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections import Counter, OrderedDict, deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot.act import CUSTOM_ID as CUSTOM_ID
from bot.act import Act as Act
from bot.errors import Gone, Markup, NotHere, NotRead, NotSaved, UserError
from bot.extensions import EXTENSIONS as EXTENSIONS
from bot.language import Language, Sentence, Words, mark, words
from bot.loop import Turns
from bot.markup import plain
from bot.services import Services
from bot.services.governing import Where
from bot.store import memory
from bot.surroundings import actor_of as actor_of
from bot.surroundings import check_click, check_command, elsewhere, fields_of, files_of, where_is, whole
from bot.surroundings import check_writer as check_writer
from bot.surroundings import language_of as language_of
from bot.surroundings import place_in as place_in
from bot.surroundings import place_of as place_of
from bot.surroundings import server_language as server_language
from bot.surroundings import writers_language as writers_language
from bot.translator import Translator

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True, guild_scheduled_events=True)
"""None of them privileged: mentions, replies and direct messages bring their text without the content intent."""

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    read_message_history=True,
    create_events=True,
)
"""Exactly what is used, and what the invite asks for."""

UNKNOWN_INTERACTION, ALREADY_ANSWERED = 10062, 40060
"""Discord's codes for answering too late and for answering twice."""

PULSE_SECONDS = 60
FINISHING_SECONDS = 3
"""How long a stop waits for the answers being given; Discord waits no longer for them either."""
REMEMBERED = 4096
"""Interactions remembered, so that one that Discord delivers twice is acted on once."""

AT_ONCE = 8
"""Commands, clicks and forms begun in one round of the event loop: some 25 ms of work where each is a question."""

CONNECTIONS = 100
"""Requests to Discord under way at once. A storm of answers shares so many connections, and each is set up once; with
one for every answer, as discord.py would have it, setting them up takes longer than the answers."""

FAILURES = 10
"""Unexpected failures remembered, for whoever looks for their cause."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that nobody expected: its code, which the person it happened to saw, and what it was."""

    code: str
    at: datetime
    kind: str
    server: int | None


Action: TypeAlias = Callable[["Interaction", Act], Awaitable[None]]


class Tree(app_commands.CommandTree["Divergence"]):
    """The command tree: a command delivered twice runs once, and every failure is answered in one place."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        await self.client.turns.take()
        await self.client.services.subjects.ready(interaction.guild_id)
        if interaction.type is discord.InteractionType.autocomplete:
            return True
        self.client.working()
        if not self.client.first_time(interaction):
            return False
        try:
            check_command(interaction)
            for gate in self.client.gates:
                await gate(interaction.user.id, interaction.command.qualified_name if interaction.command else "")
        except UserError as error:
            await self.client.answer_error(interaction, error)
            return False
        return True

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        await self.client.answer_error(interaction, error)


class Divergence(commands.AutoShardedBot):
    """The bot. What it knows and remembers is in `services`; how it talks is in the cogs."""

    def __init__(self, services: Services, *, always_sync: bool = False) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            max_ratelimit_timeout=30.0,
            connector=aiohttp.TCPConnector(limit=CONNECTIONS),
        )
        self.services = services
        self.actions: dict[str, Action] = {}
        """What each component does, by the action in its custom id; cogs fill it."""
        self.command_ids: dict[str, int] = {}
        """Discord's ids of the top-level commands, for mentions that can be clicked."""
        self.on_pulse: list[Callable[[], Awaitable[None]]] = [services.tidy]
        """What is done once a minute; cogs add to it what time brings them to say."""
        self.gates: list[Callable[[int, str], Awaitable[None]]] = []
        """What may refuse somebody (by Discord id) a command, by its name, before it runs; cogs add to them."""
        self.failures: deque[Failure] = deque(maxlen=FAILURES)
        """What nobody expected, the latest last."""
        self.counts = Counter[str]()
        """Since the start: `interactions`, and `failures` that nobody expected."""
        self.turns = Turns(AT_ONCE)
        self._closing = False
        self.told_to_stop: Callable[[], bool] = lambda: False
        """Whether it will be closed at once, asked of whoever will do it."""
        services.governing.locate = self.where
        self._always_sync = always_sync
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._busy: set[asyncio.Task[Any]] = set()

    async def setup_hook(self) -> None:
        await self.tree.set_translator(Translator())
        for extension in EXTENSIONS:
            await self.load_extension(extension)
        await self.sync(force=self._always_sync)
        self.pulse.start()
        _log.info("Ready: pack %s %s", self.services.pack.id, self.services.pack.version)

    async def close(self) -> None:
        """Let the answers being given be given, then leave."""
        self._closing = True
        self.pulse.cancel()
        if (busy := self._busy - {asyncio.current_task()}) and not self.is_closed():
            await asyncio.wait(busy, timeout=FINISHING_SECONDS)
        await super().close()

    @property
    def stopping(self) -> bool:
        """Whether it is about to leave; nothing new is begun then."""
        return self._closing or self.told_to_stop()

    def working(self) -> None:
        """Note that the task this is called in is answering somebody: a stop waits for it."""
        if (task := asyncio.current_task()) is not None:
            self._busy.add(task)
            task.add_done_callback(self._busy.discard)

    def is_busy(self) -> bool:
        """Whether somebody is being answered."""
        return bool(self._busy)

    @tasks.loop(seconds=PULSE_SECONDS)
    async def pulse(self) -> None:
        """The work that time brings. It survives whatever happens in it: a loop that dies is noticed by nobody."""
        for work in self.on_pulse:
            try:
                await work()
            except (NotRead, NotSaved) as error:  # the store has said why
                _log.warning("The pulse will try again: %s", error)
            except Exception:  # noqa: BLE001 # whatever it was, the rest and the next beat must come
                _log.exception("The pulse failed; it will try again")

    async def sync(self, *, force: bool = False) -> bool:
        """Tell Discord the commands if they changed since it was last told, or if `force`; whether it was told."""
        known = self.tree.get_commands()
        translator = self.tree.translator
        assert translator is not None
        payload = [await command.get_translated_payload(self.tree, translator) for command in known]
        digest = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
        key = f"commands of {self.application_id}"
        told = await self.services.database.read(memory.recall, key)
        kept = json.loads(told) if told else {}
        if not force and kept.get("hash") == digest:
            self.command_ids = kept["ids"]
            return False
        slash = discord.AppCommandType.chat_input
        self.command_ids = {one.name: one.id for one in await self.tree.sync() if one.type is slash}
        told = json.dumps({"hash": digest, "ids": self.command_ids})
        await self.services.database.write(memory.remember, key, told)
        return True

    async def on_message(self, message: discord.Message, /) -> None:
        """Nothing: there are no prefix commands; cogs listen for mentions themselves."""

    def where(self, server: int, channel: int) -> Where:
        """A channel of a server with those above it."""
        return where_is(self.get_guild(server), channel)

    # ---- every click and every form comes in here -------------------------------------------------------------

    async def on_interaction(self, interaction: Interaction) -> None:
        """Every click and every form is answered from what Discord sends along, so it outlives any restart.

        discord.py's own ways to a component or a form drop what they do not know without a word.
        """
        data: Any = interaction.data
        match interaction.type:
            case discord.InteractionType.component:
                await self._act(
                    interaction, data["custom_id"], values=tuple(whole(str(value)) for value in data.get("values", ()))
                )
            case discord.InteractionType.modal_submit:
                given, files = fields_of(interaction), files_of(interaction)
                await self._act(interaction, data["custom_id"], fields=given, files=files)
            case _:
                pass

    async def _act(
        self,
        interaction: Interaction,
        custom_id: str,
        values: tuple[str, ...] = (),
        fields: Mapping[str, str] | None = None,
        files: tuple[discord.Attachment, ...] = (),
    ) -> None:
        """Do what the component with this id stands for, once, and answer whatever comes of it."""
        self.working()
        if not self.first_time(interaction):
            return
        await self.turns.take()
        try:
            await self.services.subjects.ready(interaction.guild_id)
            action, ids = self._action(custom_id)
            check_click(interaction, custom_id.split(":")[1])
            await action(interaction, Act(ids, values, fields or {}, files))
            await self.on_app_command_completion(interaction)
        except Exception as error:  # noqa: BLE001 # the one place where a click's failure is answered
            await self.answer_error(interaction, error)

    def _action(self, custom_id: str) -> tuple[Action, tuple[int, ...]]:
        """What a custom id stands for, and the rows it names."""
        found = CUSTOM_ID.fullmatch(custom_id)
        if found is None or found["action"] not in self.actions:
            raise Gone(mark("This button no longer does anything. Ask again with /ask."))
        ids = tuple(int(id) for id in found["ids"].split(":")[1:])
        if any(id >= 2**63 for id in ids):
            raise Gone(mark("This button no longer does anything. Ask again with /ask."))
        return self.actions[found["action"]], ids

    async def on_app_command_completion(self, interaction: Interaction, _command: object = None) -> None:
        """Nobody is left waiting: what finished without a word gets one."""
        if not interaction.response.is_done():
            await self.answer_error(interaction, RuntimeError("an interaction was left unanswered"))

    def first_time(self, interaction: Interaction) -> bool:
        """Whether this interaction was not seen before; Discord may deliver one twice."""
        if interaction.id in self._seen:
            return False
        self._seen[interaction.id] = None
        self.counts["interactions"] += 1
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return True

    # ---- the one error handler ---------------------------------------------------------------------------------

    async def answer_error(self, interaction: Interaction, error: Exception) -> None:
        """Tell the person, privately, what went wrong."""
        error = getattr(error, "original", error)
        if isinstance(error, discord.HTTPException) and error.code in {UNKNOWN_INTERACTION, ALREADY_ANSWERED}:
            # Too late, or answered by an earlier delivery of the same: there is nobody left to tell.
            _log.info("An answer came too late or twice (%s)", error.code)
            return
        text = self.explain(error, interaction.id, language_of(interaction), interaction.guild_id)
        if isinstance(error, NotHere) and (channel := elsewhere(interaction, error)) is not None:
            text += " " + words(language_of(interaction))("Try {channel}.", channel=f"<#{channel}>")
        await self._tell(interaction, text)

    def explain(self, error: Exception, about: int, language: Language, server: int | None = None) -> str:
        """What to tell a person about an error; only what nobody expected is logged, with a code they see too.

        `about` is the id of what they did, which the code is made from.
        """
        _ = words(language)
        match error:
            case UserError():
                return _(error.message, **{name: _shown(value, _) for name, value in error.fields.items()})
            case discord.Forbidden():
                return _("I am not allowed to do that here. A moderator can check my permissions in this channel.")
            case discord.DiscordServerError() | discord.RateLimited() | aiohttp.ClientError():
                _log.info("Discord did not take something: %s", type(error).__name__)
                return _("Discord is not answering me properly just now. Try again in a moment.")
            case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
                return _("My commands have just changed. Reload Discord (Ctrl+R, or restart the app) and try again.")
            case app_commands.CheckFailure():
                return _("You cannot use this here.")
            case _:
                # Short enough to read out, yet made of the whole id: its last bits alone hardly ever differ.
                code = f"{about % 0xFFFFFF:06X}"
                _log.error("Unexpected failure %s", code, exc_info=error)
                self.counts["failures"] += 1
                self.failures.append(Failure(code, self.services.clock(), type(error).__name__, server))
                return _(
                    "Something went wrong on my side. If it happens again, tell a moderator the code {id}.", id=code
                )

    async def _tell(self, interaction: Interaction, text: str) -> None:
        try:
            if interaction.response.is_done():
                await interaction.followup.send(text, ephemeral=True)
            else:
                await interaction.response.send_message(text, ephemeral=True)
        except (discord.HTTPException, aiohttp.ClientError) as error:
            _log.warning("A failure could not be told: %s", type(error).__name__)


Interaction: TypeAlias = discord.Interaction[Divergence]


def _shown(value: object, _: Words) -> object:
    """A field of a sentence for Discord: what somebody typed is shown as it is typed, and does nothing."""
    if isinstance(value, Sentence):
        return plain(value.said(_))
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def invite(application_id: int) -> str:
    """The address that adds the bot to a server with exactly the permissions it uses."""
    return discord.utils.oauth_url(application_id, permissions=PERMISSIONS, scopes=("bot", "applications.commands"))
