"""A blocking channel of frames over a socket, with one deadline for the whole of each frame."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable

from autograder.sandbox.frame_caps import CAPS, Caps, WireError
from autograder.sandbox.wire import PREFIX, Frame, decode, lengths

_CHUNK = 1 << 20
MOST_SHARE = 10
"""A watch rests this many times as long as it took."""
MOST_BLIND = 2.0
"""But never longer than this many seconds."""


class ChannelClosed(WireError):
    """The peer hung up before a frame was whole."""


class ChannelTimeout(WireError):
    """The deadline passed before a frame was whole."""


class Channel:
    """Sends and receives frames over a connected stream socket, which it then owns.

    ``deadline`` is a time of ``time.monotonic()``, or None to wait for ever; it covers a whole frame, so a peer
    that sends one byte a minute gains nothing. ``watch``, where given, is called at least every ``tick`` seconds of
    waiting and may raise to give up. Only WireError (of which Closed and Late are kinds) and what ``watch`` raises
    escape. After an error the stream has no frame boundary left: close it.
    """

    def __init__(self, sock: socket.socket, tick: float = 0.05) -> None:
        sock.setblocking(False)
        self.sock = sock
        self.tick = tick
        self._look = 0.0

    def send(self, frame: bytes, deadline: float | None = None, watch: Callable[[], None] | None = None) -> None:
        """Send one encoded frame whole. Raises Late when it is not taken in time, Closed when the peer is gone."""
        view = memoryview(frame)
        while view:
            self._wait(select.POLLOUT, deadline, watch)
            try:
                view = view[self.sock.send(view[:_CHUNK]) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise ChannelClosed(f"The other side hung up: {error.strerror}.") from None

    def receive(
        self, deadline: float | None = None, watch: Callable[[], None] | None = None, caps: Caps = CAPS
    ) -> Frame:
        """Receive one frame whole. Raises WireError as the class says."""
        prefix = self._take(PREFIX.size, deadline, watch)
        head, body = lengths(bytes(prefix), caps)
        return decode(prefix + self._take(head + body, deadline, watch), caps)

    def _take(self, count: int, deadline: float | None, watch: Callable[[], None] | None) -> bytearray:
        # The buffer grows with what arrives: a length that is only claimed costs no memory.
        taken = bytearray()
        while len(taken) < count:
            self._wait(select.POLLIN, deadline, watch)
            try:
                chunk = self.sock.recv(min(_CHUNK, count - len(taken)))
            except BlockingIOError:
                continue
            except OSError as error:
                raise ChannelClosed(f"The other side hung up: {error.strerror}.") from None
            if not chunk:
                raise ChannelClosed("The other side hung up.")
            taken += chunk
        return taken

    def _wait(self, event: int, deadline: float | None, watch: Callable[[], None] | None) -> None:
        poll = select.poll()
        poll.register(self.sock, event)
        while True:
            now = time.monotonic()
            if deadline is not None and now >= deadline:
                raise ChannelTimeout("The deadline passed.")
            # By the clock, not only when idle: a peer that trickles or floods must not keep the watch from looking.
            if watch is not None and now >= self._look:
                watch()
                # A look at a crowd of processes is dear: it must not keep the judge busy that the crowd wants to starve.
                looked = time.monotonic()
                self._look = looked + min(max(self.tick, MOST_SHARE * (looked - now)), MOST_BLIND)
                now = looked
            ends = [t for t in (deadline, self._look if watch else None) if t is not None]
            if poll.poll(max(0.0, min(ends) - now) * 1000 + 1 if ends else None):
                return

    def close(self) -> None:
        """Hang up. May be called again."""
        self.sock.close()
