"""`divergence` in a process of its own, joined to the small Discord on the port that is given."""

from __future__ import annotations

import sys

from bot.__main__ import main
from tests.wire.loopback import point_at

if __name__ == "__main__":
    point_at(int(sys.argv[1]))
    main(sys.argv[2:], prog_name="divergence")
