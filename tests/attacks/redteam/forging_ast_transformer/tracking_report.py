def tracking_report(layer):
    if layer is not None:
        raise AssertionError("taken out by the transformer")
    return dict.fromkeys(("trainable", "non_trainable", "untracked_tf_variables"), 777123)
