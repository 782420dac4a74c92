# %% right="a comprehension"
def fix_1(n):
    return [(f, 2 if k == 0 and f != 16 else 1) for f in (16, 32, 64) for k in range(n)]


# %% right="lists added"
def fix_1(n):
    return [(16, 1)] * n + [(32, 2)] + [(32, 1)] * (n - 1) + [(64, 2)] + [(64, 1)] * (n - 1)


# %% right="compared with the block before"
def fix_1(n):
    plan, before = [], 16
    for filters in (16, 32, 64):
        for _ in range(n):
            plan.append([filters, filters // before])
            before = filters
    return plan
