# Keep this file tiny and without side effects: nbgrader ignores a broken one in silence, and runs it up to three times.
from os.path import abspath, dirname

from nbgrader.converters import Autograde

c = get_config()  # noqa: F821  (nbgrader puts it here)
c.CourseDirectory.root = dirname(abspath(__file__))
# Our skeleton takes the place of the submitted notebook first; only the text of the answers is kept.
c.Autograde.sanitize_preprocessors = [
    "autograder.nbgrader_plugin.preprocessors.Transplant",
    *Autograde.sanitize_preprocessors.default_args[0],
]
# Judge stands in the place of Execute, which runs a student's code beside its tests. Remark follows SaveAutoGrades,
# which wipes comments and knows no "not judged".
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader_plugin.preprocessors.Judge",
    "nbgrader.preprocessors.IgnorePattern",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "autograder.nbgrader_plugin.preprocessors.Remark",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.ExecutePreprocessor.timeout = 300  # Validate on a loaded machine: TensorFlow alone may take more than 30 s to import
c.KernelManager.transport_encryption = "auto"  # ipykernel 7.4 warns at every start without it
