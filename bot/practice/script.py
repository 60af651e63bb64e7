"""The practice server driven from text: one line does one thing, and what the person then sees is printed."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable

from bot.practice.places import Refused
from bot.practice.printed import as_records, as_text
from bot.practice.server import PracticeServer, practice
from bot.practice.session import Session
from bot.settings import Settings

log = logging.getLogger(__name__)

# What keeps its line breaks on one line of output, apart from \n itself.
_BREAKS = str.maketrans(dict.fromkeys("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))


async def run_script(settings: Settings, lines: Iterable[str], out: Callable[[str], None], as_json: bool) -> int:
    """Run every line, write what is seen to `out`, and return the exit code: 1 if any line failed, else 0."""
    async with practice(settings) as server:
        return await run_lines(server, lines, out, as_json=as_json)


async def run_lines(
    server: PracticeServer, lines: Iterable[str], out: Callable[[str], None], *, as_json: bool = False
) -> int:
    """The same on a server that is already running."""
    session = Session(server)
    session.look()
    failed = False
    for raw in lines:
        # A script may hold anything; half a surrogate pair would only fail later, in `out`.
        line = raw.encode("utf-8", "replace").decode().translate(_BREAKS).strip()
        if not line or line.startswith("#"):
            continue
        who, where = session.person.name, session.where
        error = await _run(session, line)
        failed = failed or error is not None
        seen = session.look()
        if as_json:
            record = {"line": line, "as": session.person.name, "in": session.where, "ok": error is None}
            record |= {"error": error} if error is not None else {}
            out(json.dumps(record | {"seen": as_records(seen, session.form)}, ensure_ascii=False))
        else:
            out(f"{who} in {where} > {line}")
            for text in as_text(seen, session.form, session.where):
                out(f"    {text}".rstrip())
            if error is not None:
                out(f"    ! {error}")
    return int(failed)


async def _run(session: Session, line: str) -> str | None:
    """Run one line; the sentence that says why it failed, or None."""
    try:
        await session.server.catch_up()
        await session.run(line)
    except Refused as refused:
        return str(refused)
    except TimeoutError:
        return "The bot was still busy after five seconds."
    except Exception as error:  # whatever one line meets, the next one must still run
        log.debug("A line of the script failed.", exc_info=True)
        return str(error) or type(error).__name__
    return None
