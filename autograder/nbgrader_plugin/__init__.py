"""Our steps inside nbgrader's own commands, and other people's nbgrader courses.

nbgrader_config.py names ``preprocessors.Transplant``, ``preprocessors.Judge`` and the others for a course of ours, and
``foreign_course.InSandbox`` for another; ``foreign_course.grade`` is what ``autograder grade`` does in such a one.
"""
