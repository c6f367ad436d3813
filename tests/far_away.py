"""A server that is far away: what a notebook in the cloud is to its reader.

    with far_away(lab.port, round_trip=0.150) as way, lab.open("00_start_here.ipynb", browser, way.port) as lesson:
        ...

``way.round_trip`` can be set at any time: a page can be opened near by, and then be carried away.
"""

import asyncio
import threading
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from real_jupyterlab import free_port


@dataclass
class Way:
    """The way to a port of this machine: the port at its near end, and how many seconds there and back take."""

    far: int
    port: int
    round_trip: float

    async def meet(self, browser_reads, browser_writes):
        server_reads, server_writes = await asyncio.open_connection("127.0.0.1", self.far)
        with suppress(asyncio.CancelledError):
            await asyncio.gather(self.late(browser_reads, server_writes), self.late(server_reads, browser_writes))
        browser_writes.transport.abort()
        server_writes.transport.abort()

    async def late(self, source, sink):
        """Pass on what comes from ``source`` to ``sink``, each piece half a round trip after it came."""
        loop, pieces = asyncio.get_running_loop(), asyncio.Queue()
        passing = asyncio.create_task(pass_on(pieces, sink))
        with suppress(ConnectionError):
            while piece := await source.read(2**16):
                pieces.put_nowait((loop.time() + self.round_trip / 2, piece))
        pieces.put_nowait((loop.time() + self.round_trip / 2, None))
        await passing


async def pass_on(pieces, sink):
    while True:
        due, piece = await pieces.get()
        await asyncio.sleep(max(0, due - asyncio.get_running_loop().time()))
        if piece is None:
            return sink.close()
        with suppress(ConnectionError):
            sink.write(piece)
            await sink.drain()


@contextmanager
def far_away(port, round_trip):
    """A proxy on loopback that passes every byte on, half a round trip late; gives the ``Way``."""
    way, opened = Way(port, free_port(), round_trip), Future()
    thread = threading.Thread(target=lambda: asyncio.run(serve(way, opened)))
    thread.start()
    loop, closing = opened.result()
    try:
        yield way
    finally:
        loop.call_soon_threadsafe(closing.set)
        thread.join()


async def serve(way, opened):
    """Serve until the event that goes to ``opened`` is set; what is still under way then is cut off."""
    server, closing = await asyncio.start_server(way.meet, "127.0.0.1", way.port), asyncio.Event()
    opened.set_result((asyncio.get_running_loop(), closing))
    await closing.wait()
    server.close()
