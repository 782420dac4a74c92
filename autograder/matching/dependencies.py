"""Which cells an answer needs besides itself, told by the names that cells bind, read and change, and by their files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from autograder.matching.cell_effects import cell_effects
from autograder.matching.python_names import defined_names, late, needed_names
from autograder.matching.transplant import FoundAnswer, Transplant


class CellDependencies:
    """The needs of the answers of one submission: names, and files as "helpers.py". ``setup`` is the lesson's set-up cell, which runs first."""

    def __init__(self, graft: Transplant, setup: str) -> None:
        self.own = graft.answers
        self.answers = [piece for piece in graft.answers.values() if piece is not None]
        self.support = graft.support
        self.here = defined_names(setup)

    def lacking(self, name: str, above: bool = False) -> tuple[set[str], list[FoundAnswer]]:
        """Names that the answer needs and that only support cells define or that they change, and those cells with all that they need.

        ``above``: as it was when the student ran the check beneath the answer. Later answers then define nothing, and
        a cell further down is taken only for what no cell further up defines.
        """
        wanted = {word: support for word, _, support in self._wanted(name, above) if support}
        return set(wanted), list({piece.place: piece for support in wanted.values() for piece in support}.values())

    def above(self, name: str) -> list[FoundAnswer]:
        """The cells to run for a verdict on this answer without those that came later."""
        own = self.own[name]
        assert own is not None
        return [*(piece for piece in self.answers if piece.place <= own.place), *self.lacking(name, above=True)[1]]

    def followed(self, name: str) -> bool:
        """Whether other answers stand below this one."""
        own = self.own[name]
        return own is not None and any(piece.place > own.place for piece in self.answers)

    def rewritten(self, name: str) -> FoundAnswer | None:
        """The last cell below the answer's that defines it anew, if the student wrote one."""
        own = self.own[name]
        below = [piece for piece in self._providers.get(name, []) if own is not None and piece.place > own.place]
        return max(below, key=lambda piece: piece.place, default=None)

    def retaken(self, name: str) -> set[str]:
        """Names that the answer uses, and to which a later cell gives another meaning than a cell further up."""
        own = self.own[name]
        if own is None:
            return set()
        wanted = list(self._wanted(name, above=True))
        used = {own.place: own} | {p.place: p for _, answers, support in wanted for p in (*answers, *support)}
        looked_up = {name} | {word for word, _, _ in wanted} | _all(late(piece.source) for piece in used.values())
        run = [*self.answers, *self.lacking(name)[1]]
        later = _all(defined_names(piece.source) | self._changed_by(piece) for piece in run if piece.place > own.place)
        before = _all(
            defined_names(piece.source) for piece in (*self.answers, *used.values()) if piece.place <= own.place
        )
        return (looked_up & later & before) - self.here

    def _wanted(self, name: str, above: bool) -> Iterator[tuple[str, list[FoundAnswer], list[FoundAnswer]]]:
        """Each name that the answer needs, or that a cell needs which it needs; the answers, or else the support cells,
        that define it, and the support cells that change it."""
        own = self.own[name]
        if own is None:
            return
        # Its own names are wanted too, because another cell may fill its table or give its class a method.
        todo, visited = needed(own.source) | defined_names(own.source), set(self.here)
        read: set[float] = set()  # a cell that defines a thousand names is read once, not for each of them
        while todo:
            word = todo.pop()
            if word in visited:
                continue
            visited.add(word)
            answers = [piece for piece in self.answers if word in defined_names(piece.source)]
            support, changing = self._providers.get(word, []), self._changers.get(word, [])
            if any(word in cell_effects(piece.source).imported for piece in (*answers, *support)):
                changing = []  # a module: what looks like a change is a plot, or a seed
            if above:
                answers = [piece for piece in answers if piece.place <= own.place]
                support, changing = (
                    [piece for piece in pieces if piece.place <= own.place] or pieces for pieces in (support, changing)
                )
            support = changing if answers else [*support, *changing]
            for piece in (*answers, *support):
                if piece.place not in read:
                    read.add(piece.place)
                    todo |= needed(piece.source)
            yield word, answers, support

    @cached_property
    def _providers(self) -> dict[str, list[FoundAnswer]]:
        """The support cells by the names that they define."""
        found: dict[str, list[FoundAnswer]] = {}
        for piece in self.support:
            for name in defined_names(piece.source) | cell_effects(piece.source).written:
                found.setdefault(name, []).append(piece)
        return found

    @cached_property
    def _changers(self) -> dict[str, list[FoundAnswer]]:
        """The support cells by the names whose objects they change."""
        found: dict[str, list[FoundAnswer]] = {}
        for piece in self.support:
            for name in self._changed_by(piece):
                found.setdefault(name, []).append(piece)
        return found

    def _changed_by(self, piece: FoundAnswer) -> set[str]:
        """Names whose objects the cell changes, by itself or through functions of any cell that it calls."""
        effects = cell_effects(piece.source)
        return set(effects.changed).union(*(self._through.get(name, ()) for name in effects.called))

    @cached_property
    def _through(self) -> dict[str, set[str]]:
        """What functions at the top of any cell change when they are called."""
        found: dict[str, set[str]] = {}
        for piece in (*self.answers, *self.support):
            for name, changed in cell_effects(piece.source).through:
                found.setdefault(name, set()).update(changed)
        return found


def needed(source: str) -> set[str]:
    """The names and files that a cell needs from elsewhere."""
    return {*needed_names(source), *cell_effects(source).read}


def _all(sets: Iterable[frozenset[str]]) -> set[str]:
    return set().union(*sets)
