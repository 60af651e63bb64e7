"""Things of somebody's, as fresh as they are asked for: what each action of the table of permissions is done to."""

from __future__ import annotations

import json
from dataclasses import dataclass

from simcord import MemberActor

from bot.history.model import World
from bot.language import Language
from bot.practice.server import PracticeServer
from bot.quiz.moves import Mode
from bot.quiz.refereeing import Reason
from bot.services.authority import Actor as Doer
from bot.services.event_plans import Wish
from bot.services.game_views import Click
from bot.services.oddities import number_of as item_number
from bot.services.policy import Place, Rules, Show
from bot.services.timelines import Look
from bot.store import daily_posts
from bot.store.database import Database
from bot.store.events import Book, Runs
from cogs.ui.settings_pages import FIELDS
from tests.permissions import Actor

STATEMENT = "The harbour of Veracruz got a second lighthouse made of green glass"
TITLES = "Zanzibar"


@dataclass(slots=True)
class Things:
    """What the members of a server have, each made when it is asked for."""

    server: PracticeServer
    people: dict[Actor, MemberActor]
    yesterday: int = 0
    made: int = 0

    @property
    def place(self) -> Place:
        return Place(self.server.guild.channels["history"].id, self.server.guild.id)

    @property
    def moderator(self) -> Doer:
        return Doer(self.server.people["marta"].id, self.server.guild.id, manages=True)

    def owner(self, actor: Actor) -> int:
        """Whose thing this kind of person meets."""
        mine = actor in {Actor.OWN, Actor.OUTSIDE}
        return self.server.people["luis" if mine else "ana"].id

    async def thing(self, action: str, actor: Actor) -> tuple[int, ...]:
        """The ids of a fresh thing that this action is done to."""
        owner, family = self.owner(actor), action.partition("-")[0]
        match family:
            case "ask" | "check" | "compare":
                asked = "when did trotsky take power in mexico"
                return ((await self.server.services.asking.ask(asked, self.place, owner)).id,)
            case "timeline":
                return await self._timeline(action, owner)
            case "daily":
                return (await self._daily_post(),)
            case "discuss":
                return (await self._discussion(owner, second=action in {"discuss-after", "discuss-finish"}), 0)
            case "event" if action == "event-results":
                return (await self._played(owner), 0)
            case "event":
                return (await self._event(owner, made=action not in _OF_A_DRAFT), 0)
            case "suggest":
                return await self._suggestion(action, owner)
            case "referee":
                return await self._challenged(action, owner)
            case "quiz" | "standing":
                return await self._game(action, owner)
            case "config" if action.startswith("config-items"):
                item = self.server.services.subjects.composer(self.server.guild.id).items()[0]
                return (0, 0) if action == "config-items-page" else (item_number(item), 0)
            case "config":
                return await self._curated(action, actor)
            case _other:
                return (0, 0, 0)

    async def _timeline(self, action: str, owner: int) -> tuple[int, ...]:
        timelines = self.server.services.timelines
        view = await timelines.show("1938", "", None, self.place, owner, Language.EN)
        if action == "timeline-picture":
            await timelines.picture(view, next(iter(Look)), self.place)  # the first one takes long to draw
        return (view.id, 0)

    async def _daily_post(self) -> int:
        """A post that brought a fact, in a channel that shows real history only."""
        posts, server = self.server.services.daily_posts, self.server.guild.id
        decided = {"daily_channel": str(self.place.channel), "daily_time": "23:59"}
        await self.server.services.governing.change(self.moderator, decided)
        await posts.plan()
        post, *_later = (await self.server.services.database.read(daily_posts.waiting))[server]
        await posts.begin(post, Place(self.place.channel, server, rules=Rules(Show.REAL_ONLY)))
        return post.id

    async def _discussion(self, owner: int, *, second: bool) -> int:
        discussing, history = self.server.services.discussing, self.place.channel
        await discussing.lose(history)
        prompt = next(iter(self.server.services.pack.prompts.values()))
        discussion = await discussing.begin(prompt, self.place, owner, Language.EN)
        await discussing.open_up(discussion, history, 5)
        if second:
            await discussing.ask_again(discussion, Doer(owner, self.place.server))
        return discussion.id

    async def _event(self, owner: int, *, made: bool) -> int:
        plans = self.server.services.event_plans
        for event in await plans.upcoming(self.server.guild.id):
            await plans.call_off(event, series=False)
        host = Doer(owner, self.server.guild.id, frozenset({self.server.guild.roles["Host"].id}))
        wish = Wish("in 3 hours", None, 3, next(iter(Book)), next(iter(Runs)), False)
        draft = await plans.draft(host, self.place, wish, Language.EN)
        await plans.describe(draft.id, host, "A quiz", "For everybody")
        if made:
            await plans.make(draft.id, host)
        return draft.id

    async def _waiting_words(self, action: str, owner: int) -> int:
        """What a host called an event, which waits for a moderator, or is decided on."""
        services = self.server.services
        hosts = [str(self.server.guild.roles["Host"].id)]
        await services.governing.change(self.moderator, {"hold_event_words": True, "host_roles": hosts})
        event = await services.event_plans.find(await self._event(owner, made=True), self.server.guild.id)
        held = await services.event_plans.waiting(event)
        assert held is not None
        if action == "config-words-undo":
            await services.event_words.keep(self.moderator, held.id)
        return held.id

    async def _played(self, owner: int) -> int:
        """An event that is over, with its game."""
        event, (game, *_rest) = await self._event(owner, made=True), await self._game("quiz-mine", owner)
        await self.server.services.database.write(
            lambda db: db.execute("UPDATE events SET state = 'over', game = ? WHERE id = ?", [game, event])
        )
        return event

    async def _suggestion(self, action: str, owner: int) -> tuple[int, ...]:
        suggesting = self.server.services.suggesting
        if action in {"suggest-again", "suggest-send"}:
            fact = next(fact for fact in self.server.services.pack.facts.values() if fact.world is World.REAL)
            typed = fields(fact.text[Language.EN].statement)
            found = await suggesting.suggest(self.place, owner, fact.world, typed, Language.EN)
            return (found.draft,)
        return ((await self._entry(owner))[0],) if action in {"suggest-reopen", "suggest-answered"} else (0,)

    async def _entry(self, owner: int) -> tuple[int, int]:
        """A suggestion that waits: its number and version."""
        self.made += 1
        suggesting = self.server.services.suggesting
        await self.server.services.database.write(_settled)
        typed = fields(f"{STATEMENT} number {self.made} in {TITLES} {self.made * 7919}")
        found = await suggesting.suggest(self.place, owner, World.REAL, typed, Language.EN)
        if found.entry is None:
            found = await suggesting.send(self.place, owner, found.draft)
        assert found.entry is not None
        return found.entry.id, found.entry.version

    async def _curated(self, action: str, actor: Actor) -> tuple[int, ...]:
        owner = self.owner(actor)
        if action in {"config-own-import", "config-own-cancel", "config-own-unfile"}:
            return (await self._file(action, actor),)
        if action.startswith("config-words"):
            return (await self._waiting_words(action, owner),)
        if action == "config-suggested":
            kept = self.server.services.governing.settings_of(self.server.guild.id).changed()
            await self.server.services.governing.change(self.moderator, dict.fromkeys(kept))
        if action.startswith("config-own"):
            return await self._entry(owner)
        if action in _OF_A_FACT:
            id, version = await self._entry(owner)
            entry = await self.server.services.suggesting.accept(self.moderator, id, version)
            return id, entry.version, version
        if action == "config-apply":
            self.made += 1
            content = json.dumps({"quiz_pace": 101 + self.made % 90}).encode()
            return (await self._settings_file(content),)
        if action in {"config-off", "config-private", "config-rule", "config-usual"}:
            return self.place.channel, 0
        if action == "config-put":
            return FIELDS.index("paused"), 0
        if action.startswith("config-report"):
            await self.server.services.database.write(lambda db: db.execute("DELETE FROM own_views"))
            await self.server.services.subjects.refresh(self.server.guild.id)
            answer = (await self.thing("ask-wrong", Actor.MEMBER))[0]
            asking = self.server.services.asking
            given = await asking.answered(answer, self.place)
            return (await asking.report(given, self.place, owner, "wrong"),)
        return await self._decided(action)

    async def _decided(self, action: str) -> tuple[int, ...]:
        """Something that a moderator decided."""
        if action in {"config-unblock", "config-reblock"}:
            blocks = self.server.services.blocks
            block = await blocks.block(self.moderator, self.server.people["ana"].id, "rude", None)
            if action == "config-reblock":
                await blocks.lift(self.moderator, block.id)
            return (block.id,)
        if action == "config-block":
            return (self.server.people["ana"].id,)
        if action == "config-undo":
            self.made += 1
            change = await self.server.services.governing.change(self.moderator, {"quiz_questions": self.made % 19 + 1})
            return (change.entry or 0,)
        return (0, 1)

    async def _file(self, action: str, actor: Actor) -> int:
        """A file of facts that was read by a curator, or brought in."""
        importing, roles = self.server.services.importing, self.server.guild.roles
        curator = Doer(self.people[actor].id, self.server.guild.id, frozenset({roles["Curator"].id}))
        self.made += 1
        content = f"{STATEMENT} number {self.made} in 1938.".encode()
        read = await importing.read(curator, "facts.txt", content, World.REAL, "Gall 2010", Language.EN)
        return read.id if action != "config-own-unfile" else (await importing.apply(curator, read.id))[0]

    async def _game(self, action: str, owner: int) -> tuple[int, ...]:
        if action == "quiz-yesterday":
            return (self.yesterday,)
        games, click, place = self.server.services.games, Click(owner), self.place
        if action in {"quiz-solo", "quiz-everyone", "quiz-daily"}:
            return (1, 0)
        if action in {"quiz-onward", "quiz-reveal", "quiz-stop"}:
            game = (await games.open(place, click, Mode.SOLO, Language.EN, 1)).id
            return (game, 0)
        game = await self._opened(owner)
        if action not in {"quiz-start", "quiz-join", "quiz-leave"}:
            await games.start(game, place, click)
        if action in {"quiz-more", "quiz-next", *_AFTER}:
            await games.answer(game, place, Click(owner, at=self.server.now()), 0, "real")
            await games.reveal(game, place, click, 0)
        if action in _AFTER:
            await games.next(game, place, click, 0)
        return (game, 0, 0, 0)

    async def _opened(self, owner: int) -> int:
        """A new lobby for everyone, whatever ran here before."""
        games = self.server.services.games
        view = await games.open(self.place, Click(owner), Mode.EVERYONE, Language.EN, 1)
        if not view.new:
            await games.channel_gone(view.id)
            view = await games.open(self.place, Click(owner), Mode.EVERYONE, Language.EN, 1)
        return view.id

    async def _challenged(self, action: str, owner: int) -> tuple[int, ...]:
        refereeing = self.server.services.refereeing
        game = (await self._game("quiz-mine", owner))[0]
        if action in {"referee-challenge", "referee-questions", "referee-question", "referee-reason", "referee-made"}:
            return (game, 0, 0)
        await self.server.services.database.write(lambda db: db.execute("DELETE FROM challenges"))
        reason = next(iter(Reason))
        case = await refereeing.challenge(game, self.place, Click(owner), 0, reason, "wrong")
        if action == "referee-undo":
            await refereeing.void(self.moderator, case.challenge.id)
        return (case.challenge.id,)

    async def _settings_file(self, content: bytes) -> int:
        """A settings file that was read and waits."""
        files = self.server.services.settings_files
        exported = json.loads(files.export(self.moderator))
        changed = json.loads(content)
        exported["settings"] = {**exported["settings"], **changed}
        roles = frozenset(role.id for role in self.server.guild.roles.values())
        draft = await files.read(self.moderator, json.dumps(exported).encode(), roles, frozenset())
        return draft.id


_OF_A_DRAFT = {"event-change", "event-described", "event-make", "event-redescribed"}
_OF_A_FACT = {
    "config-facts-edit", "config-facts-edited", "config-facts-history", "config-facts-restore", "config-facts-retire",
}  # fmt: skip
_AFTER = {"quiz-mine", "quiz-review", "standing-export"}


def fields(statement: str) -> dict[str, str]:
    """A filled form for a real fact."""
    return {"statement": statement, "when": "1938", "source": "Gall 2010", "names": "", "correction": ""}


def _settled(db: Database) -> None:
    """Nothing waits any more: one person may have only so many waiting."""
    db.execute("UPDATE own_entries SET state = 'rejected' WHERE state IN ('proposed', 'returned')")
