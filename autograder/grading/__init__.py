"""From a folder of submitted notebooks to verdicts, nbgrader's gradebook and feedback pages."""
