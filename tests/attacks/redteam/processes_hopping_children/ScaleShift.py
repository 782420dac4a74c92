import os
import signal
import time

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
start = time.monotonic()
if os.fork() == 0:
    while time.monotonic() - start < 15:
        if os.fork():
            os._exit(0)
        end = time.process_time() + 0.04
        while time.process_time() < end:
            pass
    os._exit(0)
time.sleep(15)
