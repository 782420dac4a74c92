"""The channel: frames both ways, one deadline for a whole frame, and peers that trickle, flood or hang up."""

from __future__ import annotations

import socket
import threading
import time

import numpy as np
import pytest

from autograder.sandbox.channel import Channel, ChannelClosed, ChannelTimeout
from autograder.sandbox.wire import MAGIC, PREFIX, Frame, encode


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    with theirs:
        channel = Channel(ours)
        yield channel, theirs
        channel.close()


def test_a_channel_carries_frames_both_ways(ends):
    channel, theirs = ends
    other = Channel(theirs)
    arrays = {"a": np.arange(500_000.0)}
    sender = threading.Thread(target=channel.send, args=(encode({"n": 1}, arrays),))
    sender.start()
    got = other.receive(time.monotonic() + 10)
    sender.join()
    assert Frame({"n": 1}, {}) == Frame(got.header, {})
    np.testing.assert_array_equal(arrays["a"], got.arrays["a"])


def test_a_peer_that_sends_a_byte_at_a_time_meets_the_deadline(ends):
    """The deadline is one for the whole frame: trickling bytes win no time."""
    channel, theirs = ends
    stop = threading.Event()

    def trickle():
        for byte in PREFIX.pack(MAGIC, 1000, 0) + b" " * 500:
            if stop.wait(0.02):
                return
            theirs.send(bytes([byte]))

    thread = threading.Thread(target=trickle)
    thread.start()
    start = time.monotonic()
    with pytest.raises(ChannelTimeout, match="The deadline passed"):
        channel.receive(start + 0.3)
    assert time.monotonic() - start < 1
    stop.set()
    thread.join()


def test_a_peer_that_takes_nothing_meets_the_deadline(ends):
    channel, _ = ends
    with pytest.raises(ChannelTimeout):
        channel.send(encode({}, {"a": np.zeros(10_000_000, "u1")}), time.monotonic() + 0.2)


def test_a_peer_that_hangs_up_in_mid_frame_is_closed(ends):
    channel, theirs = ends
    theirs.send(PREFIX.pack(MAGIC, 10, 0) + b"{")
    theirs.close()
    with pytest.raises(ChannelClosed, match="hung up"):
        channel.receive()
    with pytest.raises(ChannelClosed, match="hung up"):
        channel.send(encode({"a": "x" * 1000}))


def test_a_claimed_length_costs_no_memory(ends):
    """256 MiB that are announced and never sent are never allocated."""
    import tracemalloc

    channel, theirs = ends
    theirs.send(PREFIX.pack(MAGIC, 2, (256 << 20) - 2) + b"{}")
    tracemalloc.start()
    with pytest.raises(ChannelTimeout):
        channel.receive(time.monotonic() + 0.1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 << 20


def test_the_watch_looks_on_while_a_peer_floods(ends):
    """A peer that keeps the socket full does not keep the watch from looking."""
    channel, theirs = ends

    class Outputs(Exception):
        pass

    def flood():
        try:
            while True:
                theirs.send(b" " * 65536)
        except OSError:
            pass

    def watch():
        if time.monotonic() > start + 0.2:
            raise Outputs

    theirs.send(PREFIX.pack(MAGIC, 2, 200 << 20) + b"{}")
    thread = threading.Thread(target=flood)
    start = time.monotonic()
    thread.start()
    with pytest.raises(Outputs):
        while True:
            channel._take(1 << 16, start + 5, watch)
    channel.close()
    thread.join()
    assert time.monotonic() - start < 2
