"""A sheet of pixels and what can be put on it, in Okabe and Ito's colours. Only the drawing process imports this."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.patches import Circle, FancyBboxPatch, Patch, Polygon, Rectangle
from PIL import Image

from bot.history.model import World
from bot.pictures.layout import WIDTH
from bot.pictures.sheet import Look
from bot.pictures.type import Box, Face, Text

COLOURS = {World.REAL: "#0072B2", World.ALTERNATE: "#E69F00"}
ON_COLOUR = {World.REAL: "#FFFFFF", World.ALTERNATE: "#000000"}
"""What can be read on each."""
DOTS_PER_INCH = 72
"""So that a point is a pixel."""
COLOURS_KEPT = 128


@dataclass(frozen=True, slots=True)
class Ground:
    """The colours of a look, apart from the worlds' own."""

    paper: str
    panel: dict[World, str]
    ink: str
    soft: str
    edge: str
    """Around shapes and bars, which must stand out from the panel whatever their colour."""


GROUNDS = {
    Look.DARK: Ground("#17181B", {World.REAL: "#1D2731", World.ALTERNATE: "#2B2619"}, "#F4F4F5", "#C3C5CB", "#F4F4F5"),
    Look.LIGHT: Ground("#FFFFFF", {World.REAL: "#EAF3F9", World.ALTERNATE: "#FCF3E0"}, "#16171A", "#45474E", "#16171A"),
}  # fmt: skip


@lru_cache(maxsize=16)
def _properties(face: Face) -> font_manager.FontProperties:
    name = "DejaVuSans-Bold.ttf" if face.bold else "DejaVuSans.ttf"
    return font_manager.FontProperties(fname=mpl.get_data_path() + f"/fonts/ttf/{name}", size=face.size)


@lru_cache(maxsize=1)
def _renderer() -> RendererAgg:
    return RendererAgg(1, 1, DOTS_PER_INCH)


@lru_cache(maxsize=4096)
def measure(text: str, face: Face) -> float:
    """The width of a line as it will be drawn."""
    width, _height, _descent = _renderer().get_text_width_height_descent(text, _properties(face), ismath=False)
    return float(width)


class Canvas:
    """A sheet of pixels of the usual width, y growing downwards.

    What is drawn goes to matplotlib's renderer directly: a figure with axes takes as long to come up as all the rest.
    """

    def __init__(self, height: float, look: Look) -> None:
        self.height = height
        self.ground = GROUNDS[look]
        self._renderer = RendererAgg(WIDTH, height, DOTS_PER_INCH)
        paper = Box(0, 0, WIDTH, height)
        self.add(Rectangle(self._corner(paper), paper.width, paper.height, facecolor=self.ground.paper))

    def png(self) -> bytes:
        """What is on it, as a picture."""
        picture = Image.fromarray(np.asarray(self._renderer.buffer_rgba())).convert("RGB")
        file = io.BytesIO()
        # Flat colours and grey edges: a palette holds them all, in a third of the size.
        flat = picture.quantize(COLOURS_KEPT, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        flat.save(file, "PNG", compress_level=6)
        return file.getvalue()

    def bar(self, box: Box, colour: str, *, full: bool) -> None:
        """A rounded bar, filled or hollow."""
        radius = min(box.width, box.height) / 2
        self.round(box, radius, facecolor=colour if full else self.ground.paper, edgecolor=colour, linewidth=2.5)

    def write(self, text: Text, colour: str) -> None:
        """Words where they were set."""
        context = self._renderer.new_gc()
        context.set_foreground(colour)
        for line, baseline in text.baselines():
            self._renderer.draw_text(
                context, round(text.box.x), round(baseline), line, _properties(text.face), 0, ismath=False
            )  # fmt: skip

    def line(self, left: float, right: float, y: float, **style: Any) -> None:
        """A level line."""
        self.path([(left, y), (right, y)], closed=False, fill=False, **style)

    def path(self, points: Sequence[tuple[float, float]], *, closed: bool, **style: Any) -> None:
        """A line from point to point, or what it closes in."""
        self.add(Polygon([(x, self.up(y)) for x, y in points], closed=closed, **style))

    def disc(self, x: float, y: float, radius: float, **style: Any) -> None:
        self.add(Circle((x, self.up(y)), radius, **style))

    def round(self, box: Box, radius: float, **style: Any) -> None:
        """A box with round corners."""
        corners = f"round,pad=0,rounding_size={radius}"
        self.add(FancyBboxPatch(self._corner(box), box.width, box.height, boxstyle=corners, **style))

    def up(self, y: float) -> float:
        """The renderer counts from the bottom."""
        return self.height - y

    def add(self, patch: Patch) -> None:
        patch.draw(self._renderer)

    def _corner(self, box: Box) -> tuple[float, float]:
        return box.x, self.up(box.bottom)
