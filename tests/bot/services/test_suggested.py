"""What a server's names suggest: only what they say, in both languages."""

from __future__ import annotations

import pytest

from bot.services.server_settings import ServerSettings
from bot.services.suggested import suggested


@pytest.mark.parametrize(
    ("roles", "channels"),
    [
        ([(1, "Host"), (2, "Curator"), (3, "Member")], [(4, "moderators"), (5, "scenario-room"), (6, "history")]),
        ([(1, "Anfitrión"), (2, "Curadora"), (3, "Miembro")], [(4, "moderación"), (5, "escenario"), (6, "historia")]),
    ],
)
def test_names_that_say_something_are_taken_at_their_word(roles, channels):
    settings = ServerSettings.read(suggested(roles, channels))
    assert (settings.host_roles, settings.curator_roles, settings.moderators_channel) == ((1,), (2,), 4)
    assert {id: rule.show for id, rule in settings.channels.items()} == {5: "scenario-room", 6: "real-first"}


def test_names_that_say_nothing_suggest_nothing():
    assert suggested([(1, "Ghost"), (2, "hostile")], [(3, "general"), (4, "prehistory")]) == {}


def test_a_room_for_alternate_history_is_not_also_one_for_the_record():
    settings = ServerSettings.read(suggested([], [(1, "alternate-history")]))
    assert {id: rule.show for id, rule in settings.channels.items()} == {1: "scenario-room"}


def test_a_server_with_a_thousand_such_names_gets_no_more_than_can_be_set():
    many = [(id, "host history moderators scenario curator") for id in range(1, 1000)]
    assert ServerSettings.read(suggested(many, many))
