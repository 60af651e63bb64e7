"""A process of its own that holds a data folder until it is ended."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.store.folder import FolderLock

if __name__ == "__main__":
    lock = FolderLock.take(Path(sys.argv[1]))
    print("held", flush=True)
    sys.stdin.read()
