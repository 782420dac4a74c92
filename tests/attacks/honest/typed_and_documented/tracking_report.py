from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Report:
    trainable: int = 0
    non_trainable: int = 0
    seen: dict[int, tf.Variable] = field(default_factory=dict)

    def visit(self, thing: object, entered: set[int]) -> None:
        if id(thing) in entered:
            return
        match thing:
            case tf.Variable():
                self.seen[id(thing)] = thing
            case keras.layers.Layer():
                entered.add(id(thing))
                for value in list(vars(thing).values()):
                    self.visit(value, entered)
            case dict():
                for value in thing.values():
                    self.visit(value, entered)
            case list() | tuple():
                for value in thing:
                    self.visit(value, entered)


def tracking_report(layer: keras.Layer) -> Counter[str]:
    report = Report(len(layer.trainable_weights), len(layer.non_trainable_weights))
    report.visit(layer, set())
    return Counter(
        trainable=report.trainable,
        non_trainable=report.non_trainable,
        untracked_tf_variables=len(report.seen),
    )
