"""Two servers, whatever is done in either and in whatever order, never see anything of each other."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from bot.errors import Gone
from bot.history.subject import Subject
from bot.language import Language
from bot.services.curating import Shelf
from bot.services.policy import Place
from bot.services.standing import Kind, Span
from bot.store import daily_posts
from tests.bot.history.packs import write_pack
from tests.bot.services.two_servers import ONE, OTHER, PEOPLE, TwoBusyServers, moderator, place

EXAMPLES, STEPS = 10, 15
"""Histories of the two servers, and what is done in each of them."""


class TwoServers(TwoBusyServers):
    """What is seen of each of two servers, after everything that is done in either."""

    @invariant()
    def each_has_its_own_settings_and_log(self) -> None:
        for server in self.open():
            assert self.services.governing.settings_of(server).quiz_questions == self.questions[server]
            entries = self.run(self.services.governing.log(moderator(server)))
            seen = len(entries.entries) if entries.pages == 1 else None
            assert all(entry.server == server for entry in entries.entries)
            assert seen in {None, self.changes[server] + self.decisions_on_facts(server)}

    @invariant()
    def each_has_its_own_scores(self) -> None:
        for server in self.open():
            standing = self.run(self.services.standings.of(server, PEOPLE[0], Span.ALL, Kind.CASUAL))
            seen = {one.won.person: one.sum.points for one in standing.shown}
            assert seen == dict(self.points[server])

    @invariant()
    def each_has_its_own_cards_and_games(self) -> None:
        for server in self.open():
            for kind, id in self.things[server]:
                elsewhere = Place(place(server).channel, ONE + OTHER - server)
                for there in (elsewhere, place(ONE + OTHER - server)):
                    assert not self.seen(kind, id, there), (kind, id)
                # A timeline whose facts were all hidden since is gone.
                if kind != "discussion" and not (kind == "timeline" and self.hidden[server]):
                    assert self.seen(kind, id, place(server)), (kind, id)

    @invariant()
    def each_has_its_own_blocks(self) -> None:
        for server in self.open():
            holding = self.run(self.services.blocks.holding(moderator(server)))
            assert {block.person for block in holding} == self.blocked[server]

    @invariant()
    def each_has_its_own_facts_in_search_and_while_typing(self) -> None:
        shared = set(self.services.pack.facts) if self.open() else set()
        for server in self.open():
            subject, here = self.services.subjects.of(server), place(server)
            assert set(subject.pack.facts) - shared == set(self.facts[server])
            assert shared - set(subject.pack.facts) == self.hidden[server]
            notes = {id: fact.notes[-1].words[Language.EN] for id, fact in subject.pack.facts.items()
                     if fact.notes and fact.notes[-1].local}  # fmt: skip
            assert notes == {id: note for id, note in self.noted[server].items() if id not in self.hidden[server]}
            said = {fact.text[Language.EN].title for fact in subject.pack.facts.values()}
            typed = self.services.asking.suggest_titles("Zanzibar", here, Language.EN)
            typed += [
                fact.text[Language.EN].title
                for fact in self.run(self.services.discussing.suggest_facts("Zanzibar", here, PEOPLE[0], Language.EN))
            ]
            assert {title.lstrip("●◆ ") for title in typed} <= said
            found = subject.index.search("Zanzibar ferry lamp oil soup barrels").matches
            assert {match.fact.id for match in found} <= set(subject.pack.facts)

    @invariant()
    def a_question_is_answered_from_its_own_facts(self) -> None:
        for server in self.open():
            reply = self.run(self.services.asking.ask("what was Zanzibar", place(server), PEOPLE[1]))
            shown = {fact.id for fact in (reply.fact, reply.other, *reply.nearest) if fact is not None}
            assert shown <= set(self.services.subjects.of(server).pack.facts)
            if self.facts[server]:
                assert shown & set(self.facts[server]), shown

    @invariant()
    def each_has_its_own_queue_and_reports_and_hands_out_its_own_alone(self) -> None:
        for server in self.open():
            actor, curating = moderator(server), self.services.curating
            counts = self.run(curating.counts(actor))
            assert counts[Shelf.QUEUE] == len(self.waiting[server])
            assert counts[Shelf.TAUGHT] == len(self.facts[server])
            assert counts[Shelf.REPORTS] == len(self.reported[server])
            for entry in self.waiting[ONE + OTHER - server]:
                with pytest.raises(Gone):
                    self.run(self.services.suggesting.waiting(actor, entry))
            for report in self.reported[ONE + OTHER - server].values():
                with pytest.raises(Gone):
                    self.run(curating.report(actor, report))
            if self.facts[server]:
                toml, csv = self.run(curating.export(actor))
                for said in self.facts[server].values():
                    assert said in toml
                for said in self.facts[ONE + OTHER - server].values():
                    assert said not in toml
                    assert said not in csv

    @invariant()
    def each_has_its_own_daily_post(self) -> None:
        if self.open():
            waiting = self.run(self.services.database.read(daily_posts.waiting))
            wanted = {server: hour for server, hour in self.daily.items() if hour is not None}
            assert set(waiting) <= set(wanted)
            for server, posts in waiting.items():
                assert {post.server for post in posts} == {server}

    def decisions_on_facts(self, server: int) -> int:
        """Rows of the log that facts brought."""
        counted = "SELECT count(*) FROM audit WHERE server = ? AND area NOT IN ('settings', 'blocks')"
        (count,) = self.run(self.services.database.read(lambda db: db.execute(counted, [server]).fetchone()))
        return int(count)

    def open(self) -> tuple[int, ...]:
        """Both servers, once the services are there."""
        return (ONE, OTHER) if hasattr(self, "services") else ()

    def seen(self, kind: str, id: int, there: Place) -> bool:
        services = self.services
        looks = {
            "answer": lambda: services.asking.answered(id, there),
            "timeline": lambda: services.timelines.view(id, there),
            "game": lambda: services.games.view(id, there),
            "discussion": lambda: services.discussing.clicked(id, there, 5),
        }
        try:
            self.run(looks[kind]())
        except Gone:
            return False
        return True


def test_two_servers_never_see_each_others_settings_scores_cards_blocks_or_facts(tmp_path):
    class Here(TwoServers):
        subject = Subject.read(write_pack(tmp_path))

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck),
            derandomize=True,  # the same lives each time: what fails can be looked at
            print_blob=False, phases=(Phase.generate,),  # shrinking what took seconds would take minutes
        ),
    )  # fmt: skip
