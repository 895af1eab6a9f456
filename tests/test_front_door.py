"""The front door prepares once, notices what changed, and says what it may not install itself.

A small stand-in for Python, apt-get and id writes down what it is asked to do.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

TOOLS = ("sh", "cat", "cp", "dirname", "env", "flock", "mkdir", "readlink", "rm")

PYTHON = """#!/bin/sh
echo "python $*" >>"$LOG"
case "$*" in
-V) echo "Python 3.11.2" ;;
"-m venv "*) mkdir -p "$3/bin" "$3/lib/python3.11/site-packages"; cp "$0" "$3/bin/python" ;;
"-c import ensurepip") [ -e "$HAVE/venv" ] ;;
"-c import sys; print"*) echo python3.11-venv ;;
"-m pip install"*) [ ! -e "$HAVE/no-network" ] ;;
esac
"""
APT = """#!/bin/sh
echo "apt-get $*" >>"$LOG"
case "$*" in *python3.11-venv*) : >"$HAVE/venv" ;; esac
case "$*" in *python3-venv*) cp "$HAVE/python" "$HAVE/../tools/python3.11"; : >"$HAVE/venv" ;; esac
"""


@dataclass(frozen=True, kw_only=True)
class Machine:
    """A house on a machine that holds only what a test put there."""

    house: Path
    tools: Path
    have: Path
    log: Path

    def lacks(self, thing: str) -> None:
        """Take something away."""
        ({"python": self.tools / "python3.11", "venv": self.have / "venv"}[thing]).unlink()

    def is_root(self, number: int) -> None:
        """Let the user have this number; root's is 0."""
        put(self.tools / "id", f"#!/bin/sh\necho {number}\n")

    def opens(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Go through the front door."""
        self.log.write_text("")
        environment = {"PATH": str(self.tools), "LOG": str(self.log), "HAVE": str(self.have)}
        return subprocess.run(
            [str(self.house / "sanlian"), *words],
            env=environment, check=False, capture_output=True, text=True,
        )  # fmt: skip

    def asked(self, words: str) -> bool:
        """Whether the last start asked a tool for this."""
        return any(words in line for line in self.log.read_text().splitlines())


def put(path: Path, script: str) -> None:
    path.write_text(script)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    house, tools, have = (tmp_path / name for name in ("house", "tools", "have"))
    for folder in (house, tools, have):
        folder.mkdir()
    for name in ("sanlian", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, house)
    for name in TOOLS:
        found = shutil.which(name)
        assert found, f"this machine has no {name}"
        (tools / name).symlink_to(os.path.realpath(found))
    put(tools / "python3.11", PYTHON)
    put(have / "python", PYTHON)
    put(tools / "apt-get", APT)
    (have / "venv").touch()
    machine = Machine(house=house, tools=tools, have=have, log=tmp_path / "log")
    machine.is_root(1000)
    return machine


def test_the_first_start_prepares_everything_and_hands_over(machine: Machine) -> None:
    assert machine.opens("run", "--now").returncode == 0
    assert machine.asked("-m venv")
    assert machine.asked("pip install")
    assert machine.asked("python -P -m web.cli run --now")


def test_the_second_start_installs_nothing(machine: Machine) -> None:
    machine.opens("run")
    machine.opens("run")
    assert machine.log.read_text() == "python -V\npython -P -m web.cli run\n"


def test_a_changed_requirement_is_installed_into_the_same_environment(machine: Machine) -> None:
    machine.opens("run")
    with (machine.house / "requirements.txt").open("a") as requirements:
        requirements.write("another==1.0\n")
    machine.opens("run")
    assert machine.asked("pip install")
    assert not machine.asked("-m venv")


def test_tools_of_development_are_installed_only_for_those_who_develop(machine: Machine) -> None:
    machine.opens("run")
    assert not machine.asked("requirements-dev.txt")
    machine.opens("bench")
    assert machine.asked("requirements-dev.txt")
    machine.opens("run")
    assert not machine.asked("pip install")


def test_a_house_that_moved_makes_its_environment_anew(machine: Machine) -> None:
    machine.opens("run")
    elsewhere = machine.house.rename(machine.house.with_name("elsewhere"))
    moved = Machine(house=elsewhere, tools=machine.tools, have=machine.have, log=machine.log)
    moved.opens("run")
    assert moved.asked("-m venv")


def test_an_installation_that_broke_off_is_taken_up_again(machine: Machine) -> None:
    (machine.have / "no-network").touch()
    broken = machine.opens("run")
    assert broken.returncode == 1
    assert "could not be installed" in broken.stderr
    assert not machine.asked("web.cli")
    (machine.have / "no-network").unlink()
    assert machine.opens("run").returncode == 0
    assert machine.asked("pip install")


@pytest.mark.parametrize(
    ("thing", "line"),
    [
        ("python", "sudo apt-get install -y python3 python3-venv"),
        ("venv", "sudo apt-get install -y python3.11-venv"),
    ],
)
def test_what_is_missing_is_named_in_one_line(machine: Machine, thing: str, line: str) -> None:
    machine.lacks(thing)
    outcome = machine.opens("run")
    assert outcome.returncode == 1
    assert line in outcome.stderr.splitlines()[-1]
    assert not machine.asked("apt-get")


@pytest.mark.parametrize("thing", ["python", "venv"])
def test_root_is_given_what_is_missing(machine: Machine, thing: str) -> None:
    machine.lacks(thing)
    machine.is_root(0)
    assert machine.opens("run").returncode == 0
    assert machine.asked("apt-get -qq install")
    assert machine.asked("web.cli run")


def test_help_prepares_nothing(machine: Machine) -> None:
    assert machine.opens().returncode == 0
    assert machine.asked("python -m web.cli help")
    assert not (machine.house / ".venv").exists()
