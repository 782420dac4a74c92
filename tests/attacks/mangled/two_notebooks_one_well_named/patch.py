"""An older copy beside it."""

import json


def patch(folder, notebook):
    (folder / "03_weights_old.ipynb").write_text(json.dumps({"nbformat": 4, "cells": []}))
