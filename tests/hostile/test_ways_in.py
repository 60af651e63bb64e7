"""No way in does harm: every hostile string somewhere, and some of what hypothesis makes up, a server for each way.

`python -m tests.proof attacks` tries thousands of each.
"""

from __future__ import annotations

import pytest

from tests.hostile.strings import HOSTILE
from tests.hostile.ways_in import WAYS, Target
from tests.proof.attacks import attack

TEXTUAL = [name for name, way in WAYS.items() if way.takes_text]
EXAMPLES = 12
MODERATOR = 3


@pytest.mark.parametrize("name", WAYS)
def test_what_is_made_to_do_harm_is_answered_and_does_none(subject, prepared, name):
    # Each string takes one of the ways; the full proof lets each take all of them.
    mine = HOSTILE[TEXTUAL.index(name) :: len(TEXTUAL)] if name in TEXTUAL else []
    (tried,) = attack(subject, [name], EXAMPLES, mine)
    assert tried.tried - tried.impossible >= EXAMPLES // 2 + len(mine) // 2


@pytest.mark.parametrize("kind", ["b", "s", "m"])
async def test_every_action_can_be_asked_for_without_the_rows_it_is_about(server, kind):
    """A custom id is made up in no time: too few rows, and rows that are not there, for those who may do most."""
    server.env.settle_timeout = 60  # a first picture brings up a process
    target = await Target.set_up(server)
    for number, _action in enumerate(sorted(server.bot.actions)):
        for rows in ((), (0,), (2**63 - 1, 7)):
            way = WAYS["forms"] if kind == "m" else WAYS["buttons and menus"]
            said = "x" if kind == "m" else ["7"] if kind == "s" else []
            target.look(await way.attempt(target, ((kind, number, rows), MODERATOR, said)))


def test_there_are_more_than_three_hundred_hostile_strings():
    assert len(HOSTILE) == len(set(HOSTILE)) >= 300
