"""The drawing process: a sheet in, a picture out, until standard input closes."""

from __future__ import annotations

import logging
import os
import signal
import sys
import warnings
from contextlib import suppress

from bot.pictures import insights, progress
from bot.pictures.sheet import Sheet, kind_of
from bot.pictures.studio import read_framed, write_framed


def main() -> None:
    """Draw until there is nobody left to draw for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches this process too; the bot ends it when it is done
    warnings.simplefilter("ignore")
    # Whatever a library prints must not get between the pictures.
    pictures = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    # Here, for it takes a second, in which the process can already be ended.
    from bot.pictures.drawing import draw
    from bot.pictures.insights_drawing import draw_insights
    from bot.pictures.progress_drawing import draw_progress

    with suppress(EOFError, BrokenPipeError):
        while True:
            content = read_framed(sys.stdin.buffer)
            try:
                match kind_of(content):
                    case progress.KIND:
                        picture = draw_progress(progress.ProgressSheet.decoded(content))
                    case insights.KIND:
                        picture = draw_insights(insights.InsightsSheet.decoded(content))
                    case _:
                        picture = draw(Sheet.decoded(content))
            except Exception:  # one sheet that cannot be drawn must not end the process
                logging.exception("A sheet could not be drawn")
                picture = b""
            write_framed(pictures, picture)


if __name__ == "__main__":
    main()
