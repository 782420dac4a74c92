# Keep this file tiny and without side effects: nbgrader ignores a broken one in silence, and runs it up to three times.
from os.path import abspath, dirname

from nbgrader.converters import Autograde

c = get_config()  # noqa: F821  (nbgrader puts it here)
c.CourseDirectory.root = dirname(abspath(__file__))
# Our executor judges in the sandbox, in place of nbgrader's Execute, which runs student code beside its tests.
c.Autograde.autograde_preprocessors = [
    "autograder.grading.executor.Judge",
    *[p for p in Autograde.autograde_preprocessors.default_args[0] if p.__name__ != "Execute"],
]
c.OverwriteCells.add_missing_cells = True  # a deleted check cell is put back
c.ExecutePreprocessor.timeout = (
    300  # for Validate: a loaded machine needs more than the default 30 s to import TensorFlow
)
c.KernelManager.transport_encryption = "auto"  # ipykernel 7.4 warns at every start without it
