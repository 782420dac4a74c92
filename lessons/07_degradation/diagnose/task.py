# %% [markdown]
r"""
### Exercise: `diagnose` (core, 4 minutes, easy)

A shallow and a deep net were trained on the same data in the same way. Write a function that
says what the four last losses show. It returns one of three words, and the first that fits:

- `"degradation"`: the deep net has the higher *training* loss;
- `"overfitting"`: the deep net has the higher *validation* loss;
- `"neither"`.

Higher means strictly higher.

*Example.*

```python
diagnose(0.4, 0.1, 0.5, 0.9)   # "overfitting"
```
"""


# %%
def diagnose(train_loss_shallow, train_loss_deep, val_loss_shallow, val_loss_deep):
    """One of "degradation", "overfitting" and "neither"."""
    ### BEGIN SOLUTION
    if train_loss_deep > train_loss_shallow:
        return "degradation"
    if val_loss_deep > val_loss_shallow:
        return "overfitting"
    return "neither"
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Which loss can tell you whether a net is able to fit the data it was shown? Ask it first.
"""

# %% [markdown] hint="locate"
r"""
Two comparisons, one after the other, each between a deep and a shallow net. The first one that
holds decides.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: what a thermometer inside and one outside a window say.

```python
def advise(inside, outside):
    if inside < 18:
        return "close the window"
    if outside > inside:
        return "keep it closed"
    return "open it"
```
"""
