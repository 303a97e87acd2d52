"""What is installed is what was built: the wheel alone, outside the checkout, makes volumes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile

import pytest

BUILD = ("pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--disable-pip-version-check", "--wheel-dir")


@pytest.fixture(scope="module")
def wheel(project, once):
    """The project's wheel, built from a copy, so that a build leaves nothing in the checkout."""

    def build(folder):
        copy = folder / "copy"
        copy.mkdir()
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(project / name, copy)
        shutil.copytree(project / "packager", copy / "packager", ignore=shutil.ignore_patterns("__pycache__"))
        run(sys.executable, "-m", *BUILD, folder / "wheel", copy)

    (built,) = (once("wheel", build) / "wheel").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, once):
    """A folder that holds the unpacked wheel and nothing else; its needs come from the running environment."""

    def install(folder):
        run(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, wheel)

    return once("installed", install)


def run(*command, folder=None, path="", code=0):
    """Runs a command that must end with an exit code; returns what it printed."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "NO_COLOR": "1",
        "COLUMNS": "120",
    }
    result = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert result.returncode == code, result.stderr
    return result.stdout


def packager(installed, folder, *arguments, code=0):
    """Runs the installed command: `-P` keeps the checkout out of the search path."""
    start = "import packager.cli, sys; sys.argv[0] = 'packager'; packager.cli.main()"
    return run(sys.executable, "-P", "-c", start, *arguments, folder=folder, path=installed, code=code)


def test_the_wheel_holds_every_data_file(project, wheel):
    source = {
        file.relative_to(project).as_posix()
        for file in (project / "packager").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert not source - set(zipfile.ZipFile(wheel).namelist())


def test_the_wheel_holds_nothing_but_the_package(wheel):
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"packager"}


def test_the_wheel_carries_the_licence_and_the_command(wheel):
    archive = zipfile.ZipFile(wheel)
    (licence,) = (name for name in archive.namelist() if name.endswith("licenses/LICENSE"))
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in archive.read(licence).decode()
    (commands,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
    assert "packager = packager.cli:main" in archive.read(commands).decode()


def test_the_version_is_the_projects(project, wheel):
    version = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert wheel.name.startswith(f"article_packager-{version}-")


def test_the_installed_package_is_the_one_that_runs(installed, tmp_path):
    where = run(
        sys.executable, "-P", "-c", "import packager; print(packager.__file__)", folder=tmp_path, path=installed
    )
    assert where.startswith(str(installed))


def test_the_installed_command_says_what_it_does(installed, tmp_path):
    assert "build" in packager(installed, tmp_path, "--help")


def test_the_installed_command_makes_volumes(installed, samples, tmp_path):
    packager(installed, tmp_path, "build", samples, "-o", "output", "--workers", "1", code=1)
    volumes = sorted(tmp_path.glob("output/volumes/*/*.epub"))
    assert {volume.parent.name for volume in volumes} == {"2025-01", "2025-02", "2025-03", "undated"}
