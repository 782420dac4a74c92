"""environment.yml, pyproject.toml and uv.lock ask for the same packages with the same pins."""

from __future__ import annotations

import importlib.util
import subprocess
import tomllib

import yaml
from packaging.requirements import Requirement

CONDA_NAMES = {"matplotlib-base": "matplotlib"}
CONDA_ONLY = {"python", "pip"}


def asked_by_pyproject(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = project["dependencies"] + project["optional-dependencies"]["grade"]
    return {pinned(line) for line in lines} | {("python", project["requires-python"].replace(" ", ""), "")}


def asked_by_conda(root):
    lines = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    from_pip = next(line["pip"] for line in lines if isinstance(line, dict))
    return {pinned(line) for line in lines if isinstance(line, str) and line != "pip"} | {
        pinned(line) for line in from_pip if not line.startswith("-e")
    }


def pinned(line):
    asked = Requirement(line)
    name = CONDA_NAMES.get(asked.name, asked.name)
    return name, ",".join(sorted(str(s) for s in asked.specifier)), str(asked.marker or "")


def test_conda_users_get_the_same_packages_with_the_same_pins(root):
    expected = {(n, ",".join(sorted(s.split(","))), m) for n, s, m in asked_by_pyproject(root)}
    assert expected == asked_by_conda(root)


def test_reading_a_notebook_does_not_wait_for_grammars():
    """Where rfc3987-syntax is installed, the import of jsonschema, and so of nbformat, takes a second longer."""
    assert importlib.util.find_spec("rfc3987_syntax") is None
    assert importlib.util.find_spec("jsonschema") is not None


def test_conda_users_get_the_engine_itself(root):
    assert "-e .[grade]" in (root / "environment.yml").read_text(encoding="utf-8")


def test_the_lock_file_belongs_to_pyproject(root):
    """``uv lock --check`` resolves from the lock alone; it fails when pyproject.toml asks for something else."""
    uv = root / ".boot" / "bin" / "uv"
    done = subprocess.run(
        [str(uv), "lock", "--check", "--offline"], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_lock_file_names_the_public_registry_alone(root):
    lock = tomllib.loads((root / "uv.lock").read_text(encoding="utf-8"))
    sources = {package["source"].get("registry", "local") for package in lock["package"]}
    assert sources <= {"https://pypi.org/simple", "local"}
