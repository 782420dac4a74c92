"""Proving an exercise: known answers go through the same sandbox and judge as a student's.

Begin with ``lesson_parts.prove_part`` (``autograder verify``) and ``mutation_score.Trial`` (``autograder mutants``).
"""
