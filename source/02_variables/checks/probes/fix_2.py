"""Plays a training whose path is given: each step writes the next row into the variables."""

import keras
import tensorflow as tf


def probe(answer, path):
    """The loss that came back, what the variables hold, and how often step was called."""
    boxes = [tf.Variable(path[0, :2]), keras.Variable(path[0, 2:])]
    taken = []

    def loss():
        return float(sum(tf.reduce_sum(tf.square(tf.convert_to_tensor(box))) for box in boxes))

    def step():
        taken.append(1)
        row = path[min(len(taken), len(path) - 1)]
        boxes[0].assign(row[:2])
        boxes[1].assign(row[2:])

    best = answer(list(boxes), loss, step, len(path) - 1)
    return {"loss": best, "held": [box.numpy() for box in boxes], "steps": len(taken)}
