# %% right="by hand"
def fix_3(a, b):
    return np.array([[p + q for p, q in zip(r, s)] for r, s in zip(a, b)])
