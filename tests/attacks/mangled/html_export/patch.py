"""Save page as …"""


def patch(folder, notebook):
    return b"<!DOCTYPE html>\n<html><head><title>03_weights</title></head><body>class ScaleShift</body></html>"
