def affine(x, a, b):
    return a * x + b
