"""The table of permissions: complete, written down, and true of the program in every row."""

from __future__ import annotations

import pytest

from bot.practice.server import PracticeServer
from tests import permissions
from tests.permission_stage import Stage, telling
from tests.permissions import ACTIONS, COMMANDS, Actor, Outcome

FAMILIES = sorted({action.partition("-")[0] for action in ACTIONS})


@pytest.fixture
async def stage(server: PracticeServer) -> Stage:
    server.env.settle_timeout = 60  # a first picture brings up a process
    return await Stage.set_up(server)


async def test_every_command_and_every_component_has_its_row_and_no_row_is_without_one(server):
    tree = server.bot.tree
    commands = {command.qualified_name for command in tree.walk_commands() if not hasattr(command, "commands")}
    menus = {command.name for command in tree.get_commands() if not hasattr(command, "qualified_name")}
    assert set(COMMANDS) == commands | menus | {"Check this claim"}
    assert set(ACTIONS) == set(server.bot.actions)


def test_no_action_has_two_rules():
    named = [action for actions in permissions.COMPONENTS.values() for action in actions.split()]
    assert sorted(named) == sorted(set(named))


def test_the_document_is_made_from_the_rules():
    """If this fails: uv run python -m tests.permissions"""
    assert permissions.DOCUMENT.read_text(encoding="utf-8") == permissions.document()


@pytest.mark.parametrize("family", FAMILIES)
async def test_every_row_of_components_is_true(stage, family):
    wrong = []
    for action in sorted(action for action in ACTIONS if action.startswith(f"{family}-")):
        cells = ACTIONS[action].cells
        for actor in telling(cells):
            expected = cells[list(Actor).index(actor)]
            found = await stage.click(actor, action, await stage.thing(action, actor))
            allowed = {Outcome.YES, Outcome.GONE} if expected is Outcome.OWN else {expected}
            if found not in allowed:
                wrong.append(f"{action}: {actor.value}: {found.value}, not {expected.value} {stage.errors}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("half", [0, 1])
async def test_every_row_of_commands_is_true(stage, half):
    wrong = []
    for name in sorted(COMMANDS)[half::2]:
        cells = COMMANDS[name].cells
        for actor in telling(cells):
            expected = cells[list(Actor).index(actor)]
            found = await stage.command(actor, name)
            if found not in ({Outcome.YES} if expected is Outcome.OWN else {expected}):
                wrong.append(f"{name}: {actor.value}: {found.value}, not {expected.value} {stage.errors}")
    assert not wrong, "\n".join(wrong)
