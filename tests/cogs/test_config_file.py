"""Settings files on Discord: out as an attachment, in through a form, and nothing changes before Apply."""

from __future__ import annotations

import json

import pytest

from bot.practice.server import PracticeServer
from bot.services.server_settings import IMPORT_LIMIT
from tests.discord_view import text


@pytest.fixture
def imported(server: PracticeServer, marta):
    async def imported(content: bytes, name: str = "settings.json"):
        shown = await marta.slash(server.guild.channels["moderators"], "config panel")
        shown = await marta.click(shown.response, label="Data")
        form = await marta.click(shown.response, label="Import settings …")
        return await marta.submit_modal(form, {"file": (name, content)})

    return imported


def file_of(**settings: object) -> bytes:
    return json.dumps({"divergence_settings": 1, "settings": settings}).encode()


async def test_what_is_exported_can_be_imported_and_undone(server, marta, imported):
    decided = server.services.governing.settings_of
    host = server.guild.roles["Host"]
    shown = await imported(file_of(language="es", host_roles=[str(host.id), "77"]))
    assert shown.ephemeral
    assert "**Language**: as on Discord → Español" in text(shown)
    assert "not in this server: 77" in text(shown)
    assert decided(server.guild.id).language is None
    shown = await marta.click(shown.response, label="Apply")
    assert decided(server.guild.id).host_roles == (host.id,)
    panel = await marta.slash(server.guild.channels["moderators"], "config panel")
    panel = await marta.click(panel.response, label="Data")
    exported = await marta.click(panel.response, label="Export settings")
    assert exported.response.attachments[0].filename == "divergence-settings.json"
    await marta.click(shown.response, label="Undo")
    assert decided(server.guild.id).language is None


async def test_cancel_changes_nothing(server, marta, imported):
    shown = await marta.click((await imported(file_of(language="es"))).response, label="Cancel")
    assert "Nothing was changed." in text(shown)
    assert server.services.governing.settings_of(server.guild.id).language is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not JSON"), (b"\x00\x01", "not JSON"), (b"PK\x03\x04", "not JSON"), (file_of(paused=7), "paused"),
        (b" " * (IMPORT_LIMIT + 1), "64 KiB"), (file_of(language="@everyone"), "language"),
        (json.dumps({"divergence_settings": 1, "settings": {"*a* <@1>": 1}}).encode(), "cannot be used"),
    ],
)  # fmt: skip
async def test_a_hostile_file_gets_a_sentence(server, imported, content, said):
    shown = await imported(content, "../../x.exe")
    assert shown.ephemeral
    assert said in text(shown)
    assert "<@1>" not in text(shown)
