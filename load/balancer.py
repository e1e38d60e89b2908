"""A balancer of forty lines: connections go to whichever web process takes them, one after the other."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

PATIENCE = 20.0  # seconds for which a connection waits until some process takes it


class Balancer:
    """`home` is its address; `homes` may be changed while it runs."""

    def __init__(self) -> None:
        self.homes: list[str] = []
        self.home = ""
        self.turn = 0

    async def _serve(self, ready: threading.Event) -> None:
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.home = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self.loop = asyncio.get_running_loop()
        self.ended = asyncio.Event()
        ready.set()
        await self.ended.wait()
        server.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            there_reader, there_writer = await self._open()
            await asyncio.gather(_pipe(reader, there_writer), _pipe(there_reader, writer))
        writer.close()

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        end = asyncio.get_running_loop().time() + PATIENCE
        while True:
            self.turn += 1
            address = urlsplit(self.homes[self.turn % len(self.homes)])
            try:
                return await asyncio.open_connection(address.hostname, address.port)
            except OSError:
                if asyncio.get_running_loop().time() > end:
                    raise
                await asyncio.sleep(0.1)


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    finally:
        writer.close()


@contextlib.contextmanager
def balancing(homes: list[str]) -> Iterator[Balancer]:
    """A balancer before these web processes, in a thread of its own."""
    balancer, ready = Balancer(), threading.Event()
    balancer.homes = list(homes)
    thread = threading.Thread(target=lambda: asyncio.run(balancer._serve(ready)), daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield balancer
    finally:
        balancer.loop.call_soon_threadsafe(balancer.ended.set)
        thread.join(5)
