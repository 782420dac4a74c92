# %% wrong="words_exchanged"
def diagnose(train_loss_shallow, train_loss_deep, val_loss_shallow, val_loss_deep):
    if train_loss_deep > train_loss_shallow:
        return "overfitting"
    if val_loss_deep > val_loss_shallow:
        return "degradation"
    return "neither"


# %% wrong="validation_first"
def diagnose(train_loss_shallow, train_loss_deep, val_loss_shallow, val_loss_deep):
    if val_loss_deep > val_loss_shallow:
        return "overfitting"
    if train_loss_deep > train_loss_shallow:
        return "degradation"
    return "neither"


# %% wrong="by_validation"
def diagnose(train_loss_shallow, train_loss_deep, val_loss_shallow, val_loss_deep):
    if val_loss_deep > val_loss_shallow:
        return "degradation"
    return "neither"


# %% right="one expression"
def diagnose(a, b, c, d):
    return "degradation" if b > a else "overfitting" if d > c else "neither"


# %% right="differences"
def diagnose(train_loss_shallow, train_loss_deep, val_loss_shallow, val_loss_deep):
    worse_fit = train_loss_deep - train_loss_shallow > 0
    worse_test = val_loss_deep - val_loss_shallow > 0
    return {(False, False): "neither", (False, True): "overfitting"}.get(
        (worse_fit, worse_test), "degradation"
    )


# %% right="neither first"
def diagnose(train_loss_shallow, train_loss_deep, val_loss_shallow, val_loss_deep):
    fits, holds = train_loss_deep <= train_loss_shallow, val_loss_deep <= val_loss_shallow
    if fits and holds:
        return "neither"
    return "overfitting" if fits else "degradation"
