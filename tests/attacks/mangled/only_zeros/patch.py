"""As after a crash before the data was written."""


def patch(folder, notebook):
    return b"\r\n" + bytes(100_000)
