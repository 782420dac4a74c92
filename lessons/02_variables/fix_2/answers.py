# %% wrong="last_gain"
def fix_2(variables, loss, step, n):
    before = best = loss()
    kept = [v.numpy() for v in variables]
    for _ in range(n):
        step()
        now = loss()
        if now < before:
            best, kept = now, [v.numpy() for v in variables]
        before = now
    for v, value in zip(variables, kept):
        v.assign(value)
    return best


# %% right="a function for the snapshot"
def fix_2(variables, loss, step, n):
    def values():
        return [np.array(v) for v in variables]

    seen = [(loss(), values())]
    for _ in range(n):
        step()
        seen.append((loss(), values()))
    best, kept = min(seen, key=lambda pair: pair[0])
    for v, value in zip(variables, kept):
        v.assign(value)
    return best
