"""What went wrong with the file rather than with what was asked of it, told from SQLite's own codes."""

from __future__ import annotations

import sqlite3
from enum import StrEnum

from bot.errors import NotRead, NotSaved

RESTORE = "Stop the bot and put back a copy: divergence restore"
"""What helps where the database itself is broken."""


FAILURES = (sqlite3.Error, UnicodeDecodeError)
"""What may come of reading and writing; the latter where a damaged file spoils a name or even the words of an error."""


class Fault(StrEnum):
    """Kinds of trouble with the file; all but `DAMAGED` may pass by themselves."""

    BUSY = "busy"
    """Another program holds it."""
    FULL = "full"
    """The disk, or what may be used of it."""
    UNWRITABLE = "unwritable"
    DAMAGED = "damaged"
    UNREACHABLE = "unreachable"
    """The disk, or the folder, does not do what is asked of it."""
    SLOW = "slow"
    """Stopped because it took too long."""


_KINDS = {
    sqlite3.SQLITE_BUSY: Fault.BUSY,
    sqlite3.SQLITE_LOCKED: Fault.BUSY,
    sqlite3.SQLITE_PROTOCOL: Fault.BUSY,
    sqlite3.SQLITE_FULL: Fault.FULL,
    sqlite3.SQLITE_READONLY: Fault.UNWRITABLE,
    sqlite3.SQLITE_PERM: Fault.UNWRITABLE,
    sqlite3.SQLITE_CORRUPT: Fault.DAMAGED,
    sqlite3.SQLITE_NOTADB: Fault.DAMAGED,
    sqlite3.SQLITE_IOERR: Fault.UNREACHABLE,
    sqlite3.SQLITE_CANTOPEN: Fault.UNREACHABLE,
    sqlite3.SQLITE_NOLFS: Fault.UNREACHABLE,
    sqlite3.SQLITE_NOMEM: Fault.UNREACHABLE,
    sqlite3.SQLITE_INTERRUPT: Fault.SLOW,
}


_UNREADABLE = "Could not decode to UTF-8"
"""What Python says, without a code, of a text whose bytes are not those that were stored."""


def said(error: BaseException) -> str:
    """What an error says, without what is stored."""
    unreadable = _UNREADABLE in str(error) or isinstance(error, UnicodeDecodeError)
    return "a text in it is not what was stored" if unreadable else str(error)


def fault_of(error: BaseException) -> Fault | None:
    """What an error of SQLite says about the file; None if it says nothing about it."""
    if _UNREADABLE in str(error) or isinstance(error, UnicodeDecodeError):
        return Fault.DAMAGED
    # Its extended codes carry the primary one in the low byte: https://www.sqlite.org/rescode.html, section 2.
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else _KINDS.get(code & 0xFF)


def not_saved(error: Exception) -> Exception:
    """What whoever wanted something saved is told: NotSaved where the file is at fault, else the error itself."""
    fault = fault_of(error)
    # Without a code it is this program that gave up a transaction, or a test.
    lost = isinstance(error, sqlite3.OperationalError) and not hasattr(error, "sqlite_errorcode")
    return NotSaved(lasting=fault is Fault.DAMAGED) if fault or lost else error


def not_read(error: Exception) -> Exception:
    """The same for whoever wanted something read; a reader that tries to write is no fault of the file's."""
    fault = fault_of(error)
    return error if fault in {None, Fault.UNWRITABLE} else NotRead(lasting=fault is Fault.DAMAGED)
