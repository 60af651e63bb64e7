"""What people run it with, as far as it can be tried without a container engine: image, compose file, systemd unit."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from bot.__main__ import main
from bot.run import GRACE_SECONDS
from bot.settings import ROOT, Settings, variable

IMAGE = ROOT / "Dockerfile"
UNIT = ROOT / "docs" / "divergence.service"
TOP = {
    "bot", "cogs", "data", "docs", "tests", "pyproject.toml", ".env.example",
    "README.md", "CHANGELOG.md", "LICENSE", ".ci", ".github", ".gitignore",
    ".dockerignore", "Dockerfile", "compose.yaml",
}  # fmt: skip
"""What may lie at the top: the program's own, and what tools look for there."""


def instructions() -> list[tuple[str, str]]:
    """The lines of the Dockerfile: each instruction with what follows it."""
    text = re.sub(r"\\\n\s*", "", IMAGE.read_text())
    return [tuple(line.split(maxsplit=1)) for line in text.splitlines() if line and not line.startswith("#")]


def of(name: str) -> list[str]:
    return [rest for instruction, rest in instructions() if instruction == name]


def variables() -> dict[str, str]:
    return dict(pair.split("=", 1) for line in of("ENV") for pair in shlex.split(line))


def seconds(text: str) -> int:
    return int(text.removesuffix("s"))


# ---- the image --------------------------------------------------------------------------------------------------


def test_the_image_is_made_of_files_that_are_there_and_that_may_leave_the_folder():
    copied = [line.split()[:-1] for line in of("COPY") if not line.startswith("--from")]
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    names = {name for line in copied for name in line}
    assert names == allowed
    assert all((ROOT / name).exists() for name in names)
    assert not {name for name in names if name.startswith((".env", "var"))}
    readme = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["readme"]
    assert readme in names  # the build reads it


def test_nobody_is_root_in_the_image_and_only_the_data_folder_is_its_own():
    names = [name for name, _ in instructions()]
    assert names.index("USER") < names.index("ENTRYPOINT")
    (user,) = of("USER")
    assert int(user.split(":")[0]) > 0
    assert of("VOLUME") == [variables()[variable("data")]]


def test_the_image_starts_a_command_that_there_is_without_a_shell_in_between():
    """A shell would keep the signal to stop to itself."""
    (entry,), (command,), (health,) = of("ENTRYPOINT"), of("CMD"), of("HEALTHCHECK")
    assert json.loads(entry) == ["divergence"]
    assert json.loads(command)[0] in main.commands
    assert of("STOPSIGNAL") == ["SIGTERM"]
    check = json.loads(health.partition("CMD ")[2])
    assert (check[:2], check[2:]) == (["python", "-m"], ["bot.heartbeat", variables()[variable("data")]])


def test_the_health_check_of_the_image_tells_a_bot_that_lives_from_one_that_does_not(tmp_path):
    from datetime import UTC, datetime

    from bot.heartbeat import Beat

    def checked() -> int:
        command = [sys.executable, "-m", "bot.heartbeat", str(tmp_path)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode  # noqa: S603 # our own

    assert checked() == 1
    now = datetime.now(UTC)
    Beat(now, now, "1", 1, "ready", now, 1, 0.1, None, ()).write(tmp_path)
    assert checked() == 0


def test_the_version_of_python_in_the_image_is_one_the_program_is_for():
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    bases = {line.split()[0] for line in of("FROM")}
    assert len(bases) == 1
    found = re.fullmatch(r"python:(\d+)\.(\d+)-slim", bases.pop())
    assert found
    assert tuple(map(int, found.groups())) >= tuple(map(int, wanted.removeprefix(">=").split(".")))


# ---- compose ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def service() -> dict:
    """The one service of the compose file."""
    (found,) = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"].values()
    return found


def test_in_compose_everything_but_one_volume_and_a_temporary_folder_can_only_be_read(service):
    volumes = yaml.safe_load((ROOT / "compose.yaml").read_text())["volumes"]
    (volume,) = service["volumes"]
    name, place = volume.split(":")
    assert name in volumes
    assert place == service["environment"]["DIVERGENCE_DATA"] == variables()["DIVERGENCE_DATA"]
    assert service["read_only"] is True
    (temporary,) = service["tmpfs"]
    assert variables()["MPLCONFIGDIR"].startswith(temporary.split(":")[0] + "/")
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "ports" not in service


def test_in_compose_a_stop_has_the_time_it_needs(service):
    assert seconds(service["stop_grace_period"]) > GRACE_SECONDS
    assert service["init"] is True  # the first process of a container does not die of signals it has not asked for yet


# ---- systemd ----------------------------------------------------------------------------------------------------


def unit() -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str
    parser.read(UNIT)
    return parser


def test_the_unit_gives_a_stop_the_time_it_needs_and_starts_a_command_that_there_is():
    own = unit()["Service"]
    assert int(own["TimeoutStopSec"]) > GRACE_SECONDS
    program, command = own["ExecStart"].split()
    assert program.endswith("/.venv/bin/divergence")
    assert command in main.commands
    assert own["User"] != "root"
    assert int(own["RestartSec"]) * 1000 >= 24 * 60 * 60  # Discord's thousand starts a day


def test_every_setting_the_unit_and_the_image_name_is_one():
    known = {variable(field) for field in Settings.model_fields}
    named = {name for path in (UNIT, IMAGE, ROOT / "compose.yaml")
             for name in re.findall(r"\b(?:DISCORD|DIVERGENCE)_[A-Z_]+\b", path.read_text())}  # fmt: skip
    assert named <= known


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_understands_the_unit_and_finds_it_confined(tmp_path):
    here = UNIT.read_text().replace("/opt/divergence/.venv/bin/divergence", sys.executable)
    here = re.sub(r"^(User|Group)=.*", r"\1=root", here.replace("/opt/divergence", str(tmp_path)), flags=re.MULTILINE)
    (tmp_path / UNIT.name).write_text(here)
    told = subprocess.run(["systemd-analyze", "verify", str(tmp_path / UNIT.name)],  # noqa: S603, S607 # our own file
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert (told.returncode, told.stderr) == (0, "")
    scored = subprocess.run(["systemd-analyze", "security", "--offline=true", str(UNIT)],  # noqa: S603, S607 # as above
                            capture_output=True, text=True, check=False)  # fmt: skip
    found = re.search(r"exposure level for divergence.service: ([0-9.]+)", scored.stdout)
    if found is None:
        pytest.skip("this systemd cannot look at a unit that is not installed")
    assert float(found[1]) < 2


# ---- the top ----------------------------------------------------------------------------------------------------


def test_the_top_of_the_checkout_holds_only_what_belongs_there():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    if tracked.returncode:
        pytest.skip("not a checkout")
    assert {Path(line).parts[0] for line in tracked.stdout.splitlines()} <= TOP
