# %% right="one line"
def resnet_params(n, shortcut):
    return 97_216 * n - 21_926 + 2_752 * (shortcut == "B")


# %% right="layer by layer"
def resnet_params(n, shortcut):
    total, before = 27 * 16 + 32, 16
    for f in (16, 32, 64):
        for _ in range(n):
            total += 9 * before * f + 9 * f * f + 4 * f
            if shortcut == "B" and before != f:
                total += before * f + 2 * f
            before = f
    return total + 650


# %% right="with NumPy"
def resnet_params(n, shortcut):
    c = np.array([16, 32, 64])
    equal = n * (18 * c**2 + 4 * c).sum() + 464 + 650
    less = (9 * c[1:] ** 2 // 2).sum()
    project = (c[1:] ** 2 // 2 + 2 * c[1:]).sum() if shortcut == "B" else 0
    return int(equal - less + project)
