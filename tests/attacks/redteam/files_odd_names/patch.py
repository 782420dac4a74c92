import os

NAMES = [
    b"*", b"[0-9]*.ipynb", b"?.py", b"{a,b}", b"-rf", b"--help", b"$(touch pwned)", b"`id`", b"; reboot", b"|cat", b"%s%n",
    b"a\nb", b"\r", b"\x1b[2J\x1b]0;title\x07", b"\x7f", b"\xff\xfe.py", b"caf\xe9", b"\xed\xa0\x80", b" ", b". ", b"...",
    b"con", b"nul.txt", b"a:b", b"\\", b"..\\..\\up", b"<img src=x onerror=alert(1)>.png", b"{{ 7*7 }}.html", b"n" * 255,
    "\u202egpj.exe".encode(), "\ufeffx".encode(), "cafe\u0301".encode(), "caf\u00e9".encode(),
]  # fmt: skip


def patch(folder, notebook):
    for name in NAMES:
        with open(os.path.join(os.fsencode(folder), name), "wb") as file:
            file.write(b"canary-odd-name")
