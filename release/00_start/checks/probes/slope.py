"""Makes the function f of a question, where the answer is."""


def probe(answer, kind, a, b, c, x, *h):
    """The slope of a parabola or a cubic at x, as one number; with the step h where one is given."""

    def f(z):
        # Squares by multiplication, so that numbers, arrays and tensors all do.
        return a * z * z * z + b * z + c if kind == "cubic" else a * z * z + b * z + c

    return float(answer(f, x, *h))
