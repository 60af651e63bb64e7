"""What the tests of pictures share: sheets of the shipped timelines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.history.model import Pack, World
from bot.history.periods import parse_period
from bot.history.timeline import Query, take
from bot.language import Language
from bot.pictures.describing import Described, picture_of
from bot.pictures.sheet import Look

MakePicture = Callable[..., Described]


@pytest.fixture
def picture(pack: Pack) -> MakePicture:
    """Describes the picture of a part of the timelines."""

    def make(
        period: str | None = None, language: Language = Language.EN, look: Look = Look.DARK, world: World | None = None
    ) -> Described:
        query = Query(parse_period(period) if period else None, world=world)
        return picture_of(pack, take(pack, query), language, look)

    return make
