"""Every setting of the bot: one validated value, built once. The environment is read here and nowhere else."""

from __future__ import annotations

import base64
import difflib
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Literal

from dotenv.parser import parse_stream
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

ROOT = Path(__file__).resolve().parents[1]
"""The checkout: settings, data and packs are looked for here unless said otherwise."""

ENCODING = "utf-8-sig"
"""Of files people write: UTF-8, with or without the mark that Windows editors put first."""

# Three parts joined by dots, the first the application's id in base64.
_TOKEN = re.compile(r"[\w-]{20,}\.[\w-]{4,}\.[\w-]{20,}")


def _web_address(value: str) -> str:
    if not re.fullmatch(r"https://[^\s<>()]+", value):
        raise ValueError("must be an address that begins with https://")
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]


# Where the bot is started from must not decide what it reads: a relative path begins at the checkout.
FromRoot = Annotated[Path, AfterValidator(lambda path: ROOT / path)]


class Settings(BaseSettings):
    """What the person who runs the bot decides. Named in the environment or in `.env`; see `.env.example`."""

    model_config = SettingsConfigDict(
        env_prefix="DIVERGENCE_",
        env_ignore_empty=True,
        env_file_encoding=ENCODING,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    discord_token: SecretStr | None = Field(None, validation_alias="DISCORD_TOKEN")
    """The bot's token from Discord's developer portal."""
    discord_token_file: Path | None = Field(None, validation_alias="DISCORD_TOKEN_FILE")
    """A file holding the token, instead of the token itself."""
    data: FromRoot = ROOT / "var"
    """The folder for everything the bot stores."""
    pack: FromRoot = ROOT / "data" / "trotsky-in-mexico"
    """The folder of the pack that is taught."""
    backups: FromRoot | None = None
    """The folder for copies of what is stored; `backups` in the data folder if nothing is said."""
    backup_hours: int = Field(1, ge=0, le=168)
    """How often a copy is made while the bot runs, in hours; 0 for never."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """How much is written to the log."""
    log_format: Literal["text", "json"] = "text"
    """How: lines for people, or one JSON object a line for programs."""
    metrics_port: int | None = Field(None, ge=1024, le=65535)
    """Where on this machine, and from nowhere else, Prometheus can read how the bot does."""
    source_url: WebAddress | None = None
    """Where the source code of this bot can be read; shown in /help."""
    privacy_url: WebAddress | None = None
    """Where the privacy notice of this bot can be read; shown in /help and /me. docs/PRIVACY.md is a template."""
    terms_url: WebAddress | None = None
    """Where the terms of use of this bot can be read; shown in /help. docs/TERMS.md is a template."""

    def token(self) -> str:
        """The Discord token; SettingsError says what to do if there is none or it cannot be one."""
        if self.discord_token and self.discord_token_file:
            raise SettingsError("Set DISCORD_TOKEN or DISCORD_TOKEN_FILE, not both.")
        if self.discord_token_file:
            try:
                token = self.discord_token_file.read_text(encoding=ENCODING).strip()
            except (OSError, UnicodeDecodeError):
                # The name is not shown: it may be the token itself, put into the wrong one of the two.
                raise SettingsError(
                    "The file that DISCORD_TOKEN_FILE names cannot be read. Check its path and permissions."
                ) from None
        elif self.discord_token:
            token = self.discord_token.get_secret_value().strip()
        else:
            raise SettingsError(
                "There is no Discord token. Create an application at https://discord.com/developers, copy its bot "
                "token into DISCORD_TOKEN (or name a file with DISCORD_TOKEN_FILE) and start again; "
                "to try the bot without Discord, run: divergence practice"
            )
        if not _TOKEN.fullmatch(token):
            raise SettingsError(
                "That is not a Discord bot token. Copy it again from the “Bot” page of your application at "
                "https://discord.com/developers into DISCORD_TOKEN."
            )
        return token

    def application(self) -> int:
        """The id of the application the token is of; SettingsError if it does not tell."""
        first = self.token().partition(".")[0]
        try:
            return int(base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii"))
        except ValueError:
            raise SettingsError(
                "The token does not tell which application it is of. Give its id, from the “General Information” page "
                "of your application at https://discord.com/developers: divergence invite APPLICATION_ID"
            ) from None

    def secrets(self) -> tuple[str, ...]:
        """What no log may show."""
        given = self.discord_token.get_secret_value().strip() if self.discord_token else ""
        with suppress(SettingsError):
            return (given, self.token())
        return (given,)


def secret_files(settings: Settings, dotenv: Path = ROOT / ".env") -> list[Path]:
    """The files that hold the token and that others on this machine can read; none where that cannot be told."""
    holding = [settings.discord_token_file] if settings.discord_token_file else []
    with suppress(OSError, UnicodeDecodeError):
        if re.search(r"^\s*DISCORD_TOKEN\s*=\s*\S", dotenv.read_text(encoding=ENCODING), re.MULTILINE):
            holding.append(dotenv)
    if os.name != "posix":
        return []
    return [path for path in holding if path.exists() and path.stat().st_mode & 0o077]


# What a program needs to find itself, its home and its temporary folder; nothing of it is secret.
_HARMLESS = """
    PATH HOME LANG LC_ALL TMPDIR TEMP TMP SYSTEMROOT USERPROFILE LOCALAPPDATA APPDATA XDG_CACHE_HOME MPLCONFIGDIR
""".split()


def harmless_environment() -> dict[str, str]:
    """What of the environment a helper process may see: never the token, nor anything this list does not name."""
    return {name: os.environ[name] for name in _HARMLESS if name in os.environ}


def variable(field: str) -> str:
    """The environment variable of a field of `Settings`."""
    alias = Settings.model_fields[field].validation_alias
    return str(alias) if alias else f"DIVERGENCE_{field}".upper()


def load_settings(dotenv: Path = ROOT / ".env", **chosen: Any) -> Settings:
    """The settings from the environment and `dotenv`, with `chosen` above both; SettingsError names every fault."""
    try:
        written = dotenv.read_text(encoding=ENCODING) if dotenv.exists() else ""
    except (OSError, UnicodeDecodeError):
        raise SettingsError(
            f"The file {dotenv} cannot be read. Check its permissions and that it is UTF-8 text."
        ) from None
    bindings = list(parse_stream(StringIO(written)))
    # The line itself is not shown: it may hold the token.
    faults = [f"{dotenv}: line {binding.original.line} cannot be read." for binding in bindings if binding.error]
    if faults:
        raise SettingsError("\n".join(faults))
    faults = list(_misspelt({*(binding.key for binding in bindings if binding.key), *os.environ}))
    try:
        settings = Settings(_env_file=dotenv if bindings else None, **chosen)
    except ValidationError as error:
        faults += [_sentence(fault["loc"], fault["msg"]) for fault in error.errors(include_input=False)]
    if faults:
        raise SettingsError("\n".join(faults))
    return settings


def _misspelt(names: Iterable[str]) -> Iterable[str]:
    known = {variable(field) for field in Settings.model_fields}
    # Compared without the prefix, which every name would share but those of the token.
    ends = {name.partition("_")[2]: name for name in known}
    for name in sorted(names):
        if name.upper().startswith("DIVERGENCE_") and name.upper() not in known:
            near = difflib.get_close_matches(name.upper().partition("_")[2], ends, 1, 0.0)
            yield f"{name} is not a setting. Did you mean {ends[near[0]]}?"


def _sentence(place: tuple[int | str, ...], message: str) -> str:
    name = str(place[0])
    name = variable(name) if name in Settings.model_fields else name
    return f"{name}: {message.removeprefix('Value error, ')}."
