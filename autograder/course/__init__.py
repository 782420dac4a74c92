"""Reading a course: ``course.toml``, lesson folders and their exercises. Nothing here writes a lesson."""

from autograder.course.course import Course
from autograder.course.files import ExerciseFiles
from autograder.course.lesson import Lesson, LessonCell
from autograder.course.parsons import Parsons
from autograder.course.task import Task

__all__ = ["Course", "ExerciseFiles", "Lesson", "LessonCell", "Parsons", "Task"]
