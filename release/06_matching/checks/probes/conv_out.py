"""Asks for one size, or for many in a row."""


def probe(answer, n, k, stride, padding):
    if stride > 0:
        return answer(n, k, stride, padding)
    every = [
        (length, window, step, pad)
        for length in range(1, 13)
        for window in range(1, 6)
        for step in range(1, 5)
        for pad in ("same", "valid")
        if pad == "same" or window <= length
    ]
    return [answer(*question) for question in every[k::n]]
