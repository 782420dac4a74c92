"""Reading a course: ``course.toml``, lesson folders and their exercises. Nothing here writes a lesson."""

from autograder.course.course import Course
from autograder.course.exercise_files import ExerciseFiles
from autograder.course.lesson import Lesson, LessonCell
from autograder.course.parsons_file import Parsons
from autograder.course.task_file import Task

__all__ = ["Course", "ExerciseFiles", "Lesson", "LessonCell", "Parsons", "Task"]
