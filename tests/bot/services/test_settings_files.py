"""Settings files: what goes out comes back in, shown before it counts, and nothing hostile gets through."""

from __future__ import annotations

import json

import pytest

from bot.errors import BadInput, Gone, NotAllowed
from bot.services.server_settings import IMPORT_LIMIT, ServerSettings, read_file, write_file
from bot.services.settings_files import SettingsFiles
from tests.bot.services.test_governing import CHANNEL, HOST_ROLE, MEMBER, MODERATOR, REAL_ONLY, SERVER, now
from tests.bot.services.test_governing import database as database  # the fixtures
from tests.bot.services.test_governing import governing as governing

ROLES, CHANNELS = frozenset({HOST_ROLE}), frozenset({CHANNEL})


@pytest.fixture
def files(governing, database):
    return SettingsFiles(governing, database, now)


def file_of(**settings: object) -> bytes:
    return json.dumps({"divergence_settings": 1, "settings": settings}).encode()


async def test_what_was_exported_can_be_imported_elsewhere(governing, files):
    changes = {"language": "es", "host_roles": [str(HOST_ROLE)], f"channels.{CHANNEL}": REAL_ONLY, "quiz_pace": 150}
    decided = (await governing.change(MODERATOR, changes)).after
    content = files.export(MODERATOR)
    await governing.undo(MODERATOR, 1)
    draft = await files.read(MODERATOR, content, ROLES, CHANNELS)
    assert set(draft.change.keys) == set(changes)
    assert governing.settings_of(SERVER) == ServerSettings()  # nothing yet
    assert (await files.apply(MODERATOR, draft.id)).after == decided


async def test_an_import_is_one_change_that_can_be_undone_as_a_whole(governing, files):
    await governing.change(MODERATOR, {"quiz_questions": 5})
    draft = await files.read(MODERATOR, file_of(language="es", time_zone="Europe/Madrid"), ROLES, CHANNELS)
    change = await files.apply(MODERATOR, draft.id)
    assert change.after.quiz_questions == 10  # a file says all of it: what it leaves out is as usual
    assert (await governing.undo(MODERATOR, change.entry)).after == ServerSettings(quiz_questions=5)


async def test_roles_and_channels_that_are_not_there_are_named_and_left_out(files):
    content = file_of(
        language="es", host_roles=[str(HOST_ROLE), "77"], reminder_role="78", daily_channel="79",
        channels={"80": {"show": "real-only"}, str(CHANNEL): {"show": "real-only"}},
    )  # fmt: skip
    draft = await files.read(MODERATOR, content, ROLES, CHANNELS)
    assert (draft.missing_roles, draft.missing_channels) == ((77, 78), (79, 80))
    assert set(draft.change.keys) == {"language", "host_roles", f"channels.{CHANNEL}"}


async def test_a_file_is_applied_once_and_by_the_one_who_read_it(files):
    draft = await files.read(MODERATOR, file_of(language="es"), ROLES, CHANNELS)
    with pytest.raises(NotAllowed):
        await files.apply(MEMBER, draft.id)
    with pytest.raises(Gone):
        await files.apply(type(MODERATOR)(9, SERVER, manages=True), draft.id)
    await files.apply(MODERATOR, draft.id)
    with pytest.raises(Gone):
        await files.apply(MODERATOR, draft.id)


async def test_a_file_that_changes_nothing_says_so(files):
    with pytest.raises(BadInput, match="changes nothing"):
        await files.read(MODERATOR, file_of(), ROLES, CHANNELS)


async def test_members_can_neither_export_nor_import(files):
    with pytest.raises(NotAllowed):
        files.export(MEMBER)
    with pytest.raises(NotAllowed):
        await files.read(MEMBER, file_of(language="es"), ROLES, CHANNELS)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"null", b'"x"', b"\x00", b"\xff\xfe{}", b"{" * 5000, b'{"a":' * 9000, b"[" * 60000, b"PK\x03\x04",
        b"{}", file_of() + b"x", b" " * (IMPORT_LIMIT + 1), b'{"divergence_settings": 2, "settings": {}}',
        b'{"divergence_settings": 1e999, "settings": {}}', b'{"divergence_settings": true, "settings": {}}',
        file_of(unknown=1), file_of(paused="yes"), file_of(quiz_questions=10**400), file_of(host_roles="30"),
        file_of(time_zone="../../etc/passwd"), file_of(time_zone="x\x00"), file_of(channels={"a": {}}),
        file_of(channels={"5": {"show": "real-only", "extra": 1}}),
        file_of(channels={str(id): {} for id in range(1, 200)}),
        file_of(language={"$ref": "x"}), file_of(daily_time="0٩:00"), file_of(retention_days=float("nan")),
    ],
)  # fmt: skip
def test_a_hostile_file_is_refused_with_a_sentence(content):
    with pytest.raises(BadInput):
        read_file(content)


def test_a_file_that_a_windows_editor_saved_is_read():
    assert read_file(b"\xef\xbb\xbf" + write_file(ServerSettings(paused=True))).paused


def test_the_places_of_faults_are_named():
    with pytest.raises(BadInput) as refused:
        read_file(file_of(channels={"5": {"show": "all"}}, quiz_questions=0))
    assert refused.value.fields["places"] == "quiz_questions, channels.5.show"
