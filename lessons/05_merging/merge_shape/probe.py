"""Shapes as tuples, which is how the task promises them."""


def probe(answer, kind, shapes, axis=-1):
    return answer(kind, [tuple(shape) for shape in shapes], axis)
