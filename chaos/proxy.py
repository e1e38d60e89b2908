"""A TCP proxy that spoils connections on purpose, between the children and the site, or the site and Redis."""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import struct
import threading

RESET = struct.pack("ii", 1, 0)  # SO_LINGER of no time: closing sends a reset instead of a farewell


class Proxy:
    """Passes on to the first of `targets` (ports of this machine) that answers, as a balancer does.

    Faults are plain attributes that may be set at any moment: `delay` (seconds before each piece), `refuse`, `hang`
    (takes connections, never answers), and shares from 0 to 1: `reset` (at once), `lose` (the request arrives, its
    reply is thrown away).
    """

    def __init__(self, targets: list[int], *, seed: int = 0) -> None:
        self.targets = targets
        self.delay, self.reset, self.lose = 0.0, 0.0, 0.0
        self.refuse = self.hang = False
        self.chance = random.Random(seed)
        self.lost_replies = 0
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.StreamWriter] = set()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=[ready], name="proxy", daemon=True)
        self._thread.start()
        ready.wait()

    def heal(self) -> None:
        """Be a good proxy again; connections that hang are cut."""
        self.delay, self.reset, self.lose, self.refuse, self.hang = 0.0, 0.0, 0.0, False, False

    def cut(self) -> None:
        """Reset every open connection, as a router does that restarts."""
        self._loop.call_soon_threadsafe(self._drop_all)

    def _drop_all(self) -> None:
        for writer in list(self._open):
            self._drop(writer)

    def close(self) -> None:
        """End it with all its connections."""
        self.cut()
        self._loop.call_soon_threadsafe(self._end)
        self._thread.join(5)

    def _end(self) -> None:
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.call_later(0.1, self._loop.stop)

    def _serve(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.set_exception_handler(lambda loop, what: None)  # connections that break are its trade
        server = self._loop.run_until_complete(asyncio.start_server(self._take, "127.0.0.1", 0, backlog=200))
        self.port: int = server.sockets[0].getsockname()[1]
        ready.set()
        self._loop.run_forever()
        server.close()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            if self.refuse or self.chance.random() < self.reset:
                return self._drop(writer)
            while self.hang:
                await asyncio.sleep(0.1)
            upstream = await self._upstream()
            if upstream is None:
                return self._drop(writer)
            lost = self.chance.random() < self.lose
            self._open.add(upstream[1])
            await asyncio.gather(
                self._pass(reader, upstream[1]), self._pass(upstream[0], writer, lost), return_exceptions=True
            )
            self._drop(upstream[1])
        finally:
            self._drop(writer)

    async def _upstream(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        for port in list(self.targets):
            with contextlib.suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", port)
        return None

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, lost: bool = False) -> None:
        try:
            while piece := await source.read(65536):
                if self.delay:
                    await asyncio.sleep(self.delay)
                while self.hang:
                    await asyncio.sleep(0.1)
                if lost:  # it was done, and nobody is told
                    self.lost_replies += 1
                    return self._drop(sink)
                sink.write(piece)
                await sink.drain()
            sink.write_eof()
        except OSError:  # one end was reset: the other hears it at once, as a balancer tells it
            self._drop(sink)

    def _drop(self, writer: asyncio.StreamWriter) -> None:
        self._open.discard(writer)
        with contextlib.suppress(OSError, AttributeError):
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        writer.close()
