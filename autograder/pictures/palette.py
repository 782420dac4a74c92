"""Colours and line styles that recur in the lessons' figures, by name."""

from __future__ import annotations

from typing import Any

INK, QUIET = "#1a1a1a", "#595959"
"""Outlines and words; what steps back."""
BLUE, RUST, VIOLET = "#0b4f8a", "#9a3412", "#6b3fa0"
"""Lines and words that differ. Each reaches 4.5 to 1 on white and on the grounds below."""
SKY, CREAM, YELLOW, ROSE, WHITE = "#e3f0fb", "#fff6d9", "#ffe08a", "#fdeadf", "white"
"""Grounds: what computes or is right, what is joined or kept apart, what stands out, what is wrong, and nothing."""

SOLID: dict[str, Any] = {"color": BLUE, "linestyle": "-", "marker": "o"}
DASHED: dict[str, Any] = {"color": RUST, "linestyle": "--", "marker": "s"}
DOTTED: dict[str, Any] = {"color": INK, "linestyle": ":", "marker": "^"}
DASH_DOTTED: dict[str, Any] = {"color": VIOLET, "linestyle": "-.", "marker": "D"}
LINE_LOOKS = (SOLID, DASHED, DOTTED, DASH_DOTTED)
"""How the first, second … curve of a panel looks: colour, dashes and marker differ together."""

WIDE: dict[str, Any] = {"color": "#5a94cc", "linestyle": "-", "linewidth": 5.5}
"""A curve on which another lies: broad, 3 to 1 on white, and lighter than any line above."""
