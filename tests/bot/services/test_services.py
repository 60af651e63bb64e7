"""The services as a whole."""

from __future__ import annotations

from bot.services import open_services
from tests.bot.services.makers import StandingClock


async def test_what_holds_all_of_the_pack_is_shown_in_a_few_words(settings, subject):
    """asyncio shows what a task came to, at every turn in which it handles signals: megabytes of text took seconds."""
    async with open_services(settings, StandingClock(), subject) as services:
        for large in (services, subject, subject.pack):
            assert len(repr(large)) < 200
