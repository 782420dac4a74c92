"""Reads a profile of variances as words: random numbers are judged by their laws, not one by one."""

import numpy as np

LEVELS = (
    ("almost 0", 0.0, 0.1),
    ("about 1/2", 0.45, 0.55),
    ("about 0.68", 0.6, 0.75),
    ("about 1", 0.85, 1.18),
    ("about 1.4", 1.34, 1.455),
    ("about 1.5", 1.455, 1.6),
    ("about 2", 1.8, 2.2),
    ("about 3", 2.75, 4.2),
)


def level(value):
    """The name of the band in which a number lies."""
    return next((name for name, low, high in LEVELS if low <= value <= high), "another number")


def profile_of(answer, kind, depth, width, batch, seed):
    return np.asarray(answer(kind, depth, width, batch, seed)).astype("float64")


SEEDS = {"plain": 32, "residual": 64}
"""So many that what happens for half of the seeds happens for 2 at least, and for 2 at least does not: else once in 1e8."""


def one_unit(answer, kind, batch, seed):
    """For which seeds a stream of width 1 ends at 0 (plain, two blocks) or is smaller after a block (residual).

    W is a single number. A negative one makes all that follows 0 in a plain stream, and mostly a smaller stream in a
    residual one. A width that is not used, or a curve that is only drawn, does neither.
    """
    depth = 2 if kind == "plain" else 1
    curves = [
        profile_of(answer, kind, depth, 1, batch, seed + k).ravel() for k in range(SEEDS[kind])
    ]
    if all(np.array_equal(curve, curves[0]) for curve in curves[1:]):
        return "the same for all seeds"
    ends = [c[-1] == 0 if kind == "plain" else c[-1] < c[0] for c in curves]
    return {0: "never", 1: "never"}.get(
        sum(ends), "always" if sum(ends) > len(ends) - 2 else "for some seeds"
    )


def spread(answer, kind, batch, width, seed):
    """How the variance of the input differs from seed to seed, beside the law: by the root of 2 / (batch · width)."""
    firsts = [profile_of(answer, kind, 1, width, batch, seed + k).ravel()[0] for k in range(32)]
    # Under the law, the spread of 32 seeds is outside of this once in 1e8.
    share = np.std(firsts) / np.sqrt(2 / (batch * width))
    return "too small" if share < 0.35 else "too large" if share > 3 else "by the law"


def grows_alone(answer, depth, width, seed):
    """Does prenorm grow where the batch is one sample? Over the batch, nothing of such a sample is left."""
    try:
        alone = profile_of(answer, "prenorm", depth, width, 1, seed).ravel()
    except Exception:  # a kind that is left out, or a division by zero
        return False
    return bool(np.isfinite(alone[-1]) and alone[-1] > 3 * alone[0])


def law(answer, depth, width, batch, seed):
    """The three extra kinds at the last block, "left out" for one that raises an error; and prenorm of a batch of one."""
    told = {"grows from one sample": grows_alone(answer, depth, width, seed)}
    for kind in ("prenorm", "average", "scaled"):
        try:
            last = profile_of(answer, kind, depth, width, batch, seed).ravel()[-1]
        except Exception:  # whatever a kind that is left out may raise
            told[kind] = "left out"
            continue
        bands = {
            "prenorm": (("depth + 1", 0.9 * (depth + 1), 1.1 * (depth + 1)),),
            "average": (("below 1e-5", 1e-8, 1e-5),),
            "scaled": (("between 2 and 3", 2, 3), ("about 1", 0.95, 1.18)),
        }[kind]
        doubled = last > 1e4
        told[kind] = next(
            (name for name, low, high in bands if low < last < high),
            "doubles" if doubled else "another number",
        )
    return told


ENDS = {"plain": "at width 1 ends at 0", "residual": "at width 1 shrinks"}


def probe(answer, question, kind, depth, width, batch, seed):
    """ "growth": of one kind. "size": do batch, width and seed count? "others": the three extra kinds."""
    if question == "others":
        return law(answer, depth, width, batch, seed)
    if question == "size":
        starts = [
            profile_of(answer, kind, depth, width, batch, seed + k) for k in (0, 1, 2, 3, 0)
        ]
        *first, again = [start.ravel()[0] for start in starts]
        return {
            "small streams vary": bool(np.std(first) > 0.02),
            "same seed, same numbers": bool(again == first[0]),
            "other seed, other numbers": len(set(first)) > 1,
            "spread with one sample": spread(answer, kind, 1, 100, seed),
            "spread with one column": spread(answer, kind, 100, 1, seed),
        }
    profile = profile_of(answer, kind, depth, width, batch, seed)
    if profile.ndim != 1 or len(profile) < 2:
        return f"an array of the shape {profile.shape}"
    mean = (profile[-1] / profile[0]) ** (1 / (len(profile) - 1))
    # A plain stream wanders about 1, the farther the more often the same kernel is used.
    steady = kind == "plain" and 0.6 < mean < 1.6
    step = profile[1] / profile[0]
    # From seed to seed the first step spreads by 0.03, the second by 0.07.
    second = kind == "plain" and len(profile) == depth and 0.75 < step < 1.3
    return {
        "entries": len(profile),
        "first": level(profile[0]),
        "first step": "about 1" if second else level(step),
        "mean step": "about 1" if steady else level(mean),
        "changes": bool(np.all(np.diff(profile) != 0)),
        ENDS[kind]: one_unit(answer, kind, batch, seed),
    }
