"""Where the visitor looks: one person in one place, and simcord's preview page that shows it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.practice import shims
from bot.practice.places import Place, actor, find_place, places
from bot.practice.server import PracticeServer
from bot.practice.world import HOME, VISITOR, welcome

if TYPE_CHECKING:
    from simcord import MemberActor, Preview


class Window:
    """The one open view. simcord allows one preview at a time, bound to one channel, so moving makes a new one."""

    person: MemberActor
    place: Place

    def __init__(self, server: PracticeServer, origin: str) -> None:
        self.server = server
        self.origin = origin
        self._preview: Preview | None = None
        self._closed: asyncio.Task[None] | None = None
        self._moving = asyncio.Lock()
        server.on_news = self._refresh_in_turn
        self._go_home()

    @property
    def url(self) -> str | None:
        """The address of the open view, or None. It lets whoever holds it act in it: keep it on this machine."""
        if self._preview is None or self._closed is None or self._closed.done():
            return None
        return self._preview.url

    async def move(self, person: str, place_id: int) -> None:
        """Look at a place as a person; where they may not be there, at their first place."""
        async with self._moving:
            chosen = self.server.people[person]
            here = places(self.server, chosen)
            at = next((place for place in here if place.id == place_id), here[0])
            # Outside the turn: closing waits for what the page is doing, which may be waiting for its turn.
            await self.close()
            self.person, self.place = chosen, at
            if not at.forum:
                async with self.server.turn:
                    await self._open()

    async def refresh(self) -> None:
        """Show what happened outside the page."""
        async with self.server.turn:
            await self._refresh_in_turn()

    async def reset(self) -> None:
        """Start the practice server over and look at its first channel."""
        async with self._moving:
            await self.close()
            await self.server.reset()
            await welcome(self.server)
            self._go_home()
            async with self.server.turn:
                await self._open()

    async def close(self) -> None:
        """Close the view, if one is open."""
        preview, self._preview = self._preview, None
        if preview is not None:
            await preview.close()
        if self._closed is not None:
            await self._closed
            self._closed = None

    def _go_home(self) -> None:
        self.person = self.server.people[VISITOR]
        self.place = find_place(self.server, self.person, HOME)

    async def _open(self) -> None:
        preview = self.server.env.preview(
            self.place.channel,
            viewers=[actor(self.person, self.place.channel)],
            layout="channel",
            locale=self.server.locales.get(self.person.id, "en-US"),
        )
        shims.take_turns(preview, self.server.turn)
        shims.allow_framing(preview, self.origin)
        shims.hide_workbench(preview)
        await preview.__aenter__()  # closed by `close`, when the visitor moves on
        self._preview = preview
        self._closed = asyncio.create_task(preview.wait_closed())

    async def _refresh_in_turn(self) -> None:
        from simcord import SetupError as Inactive

        # Refreshing renumbers the page and a click on the old number is refused, so it is done on news only.
        # The page itself has a button that ends the preview.
        if self.url is not None and self._preview is not None:
            with suppress(Inactive):
                await self._preview.refresh()
