"""What an attack runs in the sandbox to lie about what its answers did. tests/support/corpus.py copies it into the cells."""

import autograder.probes.dispatch as dispatch


def lying(name, change):
    """Replies about ``name`` go through ``change(op, facts, arrays)``."""
    honest = dispatch.answer_question

    def answer(op, facts, *rest):
        told, arrays = honest(op, facts, *rest)
        return change(op, told, arrays) if facts["name"] == name else (told, arrays)

    dispatch.answer_question = answer
