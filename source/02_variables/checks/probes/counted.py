"""Calls what the answer makes, several times, with inputs of two shapes."""

import tensorflow as tf


def probe(answer, start, first, second, factor):
    """What count holds, how often Python ran f, and the last result, after ``first`` + ``second`` calls."""
    count = tf.Variable(start)
    ran = []

    def f(x):
        ran.append(1)
        return factor * x

    g = answer(f, count)
    made = int(count)
    for _ in range(first):
        result = g(tf.constant([1.0, 2.0]))
    for _ in range(second):
        result = g(tf.constant([1.0, 2.0, 3.0]))
    return {"made": made, "count": int(count), "ran": len(ran), "result": result}
