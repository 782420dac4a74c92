# %% [markdown]
r"""
### Bug hunt 2: `fix_2` (extra, 3 minutes, easy)

*The story.* A helper makes a picture brighter. The first epoch looks right. In the second, all
pictures are brighter than they should be, and with each epoch it gets worse.

```python
def fix_2(picture, by):
    picture += by
    return picture
```

Mend it. `picture` is a NumPy array or a tensor of floats, `by` is a number. Return the brighter
picture. The one that was given stays as it was.

*Example.*

```python
p = np.array([1.0, 2.0])
q = fix_2(p, 0.5)
q   # [1.5, 2.5]
p   # [1.0, 2.0]: as before
```
"""


# %%
def fix_2(picture, by):
    """The picture, brighter by a number; the picture itself stays as it was."""
    ### BEGIN SOLUTION
    return picture + by
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
How many arrays are there after the call: one with two names, or two?
"""

# %% [markdown] hint="locate"
r"""
Only the first line is wrong. On a NumPy array, `+=` writes into the caller's own array. Which
plus makes a new one?
"""

# %% [markdown] hint="show"
r"""
A sibling: the words of a list and one more, without changing the list.

```python
def with_one_more(words, word):
    words += [word]           # wrong: the caller's list grows
    return words

def with_one_more(words, word):
    return words + [word]     # right: a new list
```
"""
