import threading


def burn():
    while True:
        pass


try:
    for _ in range(10_000):
        threading.Thread(target=burn, daemon=True).start()
except RuntimeError:
    burn()
