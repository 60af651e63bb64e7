"""The one tree of expected failures. Each leaf carries the sentence the person should read.

    DivergenceError
    ├── SetupError       the operator must change something before the bot can start (exit code 2)
    │   ├── SettingsError    the settings are missing, wrong or unreadable
    │   ├── PackError        a pack could not be read; carries every fault at once
    │   └── StoreError       the data folder or a copy cannot be used (locked, read-only, damaged, newer schema)
    └── UserError        a member asked for something that cannot be done; shown to them, never logged
        ├── Gone             what a button refers to is no longer there
        ├── NotAllowed       the person may not do this, here
        │   └── NotHere          nobody may, in this channel; another one may be named
        ├── BadInput         the words given cannot be used
        ├── TooFast          it was too much at once
        ├── NotSaved         the store is busy, full or damaged; nothing was kept
        └── NotRead          the store could not be read

Messages of `UserError` are gettext message ids with named fields, translated where they are shown.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.language import mark


class DivergenceError(Exception):
    """Base of every failure this project expects."""


class SetupError(DivergenceError):
    """The operator must act; `str()` is a sentence that says how."""


class SettingsError(SetupError):
    """The settings cannot be used; one line for each fault."""


class PackError(SetupError):
    """A pack is not fit to be taught from; `faults` names every fault by file and entry."""

    def __init__(self, where: str, faults: Sequence[str]) -> None:
        super().__init__("\n".join((f"The pack in {where} has faults:", *faults)))
        self.faults = tuple(faults)


class StoreError(SetupError):
    """The data folder cannot be used."""


class Markup(str):
    """Text for a field of a `UserError` that is Discord's own markup, as a time is; any other is shown as typed."""


class UserError(DivergenceError):
    """Something the person can read and act on: a message id and the values for its named fields."""

    def __init__(self, message: str, **fields: object) -> None:
        super().__init__(message)
        self.message = message
        self.fields = fields


class Gone(UserError):
    """The thing a button or id refers to no longer exists."""


class NotAllowed(UserError):
    """The person may not do this here."""


class NotHere(NotAllowed):
    """The rules of this channel do not allow it; `feature` and `world` are what another channel would have to show."""

    def __init__(self, message: str, feature: str | None = None, world: str | None = None, **fields: object) -> None:
        super().__init__(message, **fields)
        self.feature = feature
        self.world = world


class BadInput(UserError):
    """The given words cannot be used as they are."""


class TooFast(UserError):
    """It was too much at once; `again` says whether they were told so just before."""

    def __init__(self, message: str, *, again: bool, **fields: object) -> None:
        super().__init__(message, **fields)
        self.again = again


class NotSaved(UserError):
    """The store could not take it now, or, if `lasting`, until it is mended; nothing of it was kept."""

    def __init__(self, *, lasting: bool = False) -> None:
        super().__init__(
            mark("My database is damaged. I save nothing until whoever runs me has put back a copy; this was not kept.")
            if lasting
            else mark("I could not save that just now. Try again in a moment.")
        )


class NotRead(UserError):
    """The store could not be read now, or, if `lasting`, not until it is mended."""

    def __init__(self, *, lasting: bool = False) -> None:
        super().__init__(
            mark("My database is damaged, so I cannot look that up until whoever runs me has put back a copy.")
            if lasting
            else mark("I could not look that up just now. Try again in a moment.")
        )
