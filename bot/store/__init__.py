"""What the bot remembers, in SQLite: plain functions over one writing thread. Only plain values go in and out."""

from __future__ import annotations

import sys

# sqlite-utils loads numpy where that is installed, 13 MB for columns of its types; nothing here has any.
_hidden = sys.modules.setdefault("numpy", None) is None  # type: ignore[arg-type]  # what keeps a module from loading
import sqlite_utils as sqlite_utils  # noqa: E402

if _hidden:
    del sys.modules["numpy"]
