import contextlib
import ctypes
import fcntl
import os
import socket

libc = ctypes.CDLL(None, use_errno=True)
PLACE = "@PLACE@"  # the control run puts a folder of its own here, and then nothing else is touched
PLACES = ("/tmp", "/dev/shm", "/var/tmp", "/run", "/usr/share/fonts", "/engine", "/proc/1/cwd")
for place in PLACES if PLACE.startswith("@") else (PLACE,):
    with contextlib.suppress(OSError), open(f"{place}/note", "w") as file:
        file.write("the answer")
if not PLACE.startswith("@"):
    os._exit(0)
for key in (4711, 4712):
    libc.shmget(key, 4096, 0o1666)
    libc.semget(key, 1, 0o1666)
    libc.msgget(key, 0o1666)
with contextlib.suppress(AttributeError):
    libc.mq_open(b"/note", os.O_CREAT | os.O_RDWR, 0o666, None)
with contextlib.suppress(OSError):
    fcntl.flock(os.open("/engine/autograder/sandbox/fork_loop.py", os.O_RDONLY), fcntl.LOCK_EX)
with contextlib.suppress(OSError):
    door = socket.socket(socket.AF_UNIX)
    door.bind("\0note")
    door.listen()
for number, given in ((248, (b"user", b"note", b"text", 4, -3)), (248, (b"user", b"note", b"text", 4, -4))):
    libc.syscall(number, *given)
if os.fork() == 0:
    os.setsid()
    while True:
        os.sched_yield()
os._exit(0)
