# %% right="without the name total"
def first_sum(x, y):
    return x + y
