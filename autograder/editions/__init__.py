"""The three editions of a lesson, made from ``lessons/``, and the proofs that nothing hidden went into them.

Begin with ``build_lesson.build_lesson``, which makes all three, and ``up_to_date.differences``, which compares them with what
is committed. ``exercise_template.make_skeleton`` makes a new exercise.
"""
