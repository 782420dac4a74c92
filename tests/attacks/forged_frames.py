"""What an attack runs in the sandbox to send bytes of its own to the judge. tests/support/corpus.py copies it into the cells."""

import json
import struct

import autograder.sandbox.fork_loop as serve


def patched(name, send):
    """Answers to questions about ``name`` are sent by ``send(server, answered)``; all others as they are."""
    served, reply = serve.Server._served, serve.Server._reply

    def remember(self, request):
        self.asked = request.header
        return served(self, request)

    def answer(self, answered):
        about = (
            self.asked["facts"].get("name") == name
            and "." in self.asked["op"]
            and not self.asked["op"].startswith("sandbox.")
        )
        (send if about else reply)(self, answered)

    serve.Server._served, serve.Server._reply = remember, answer


def out(server, data):
    server.channel.sock.setblocking(True)
    server.channel.sock.sendall(data)


def frame(header, body=b""):
    head = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<4sIQ", b"AGW1", len(head), len(body)) + head + body


def body(index, data):
    index = json.dumps(index).encode()
    return struct.pack("<Q", len(index)) + index + data
