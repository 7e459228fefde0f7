"""From a clone to an environment: the right Python is found, .venv is made once and repaired."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.newsroom.processes import ROOT

TOOLS = ["cat", "cut", "dirname", "head", "sh", "true"]
WITHOUT_ENSUREPIP = """\
#!/bin/sh
exec {python} -c "import sys; sys.modules['ensurepip'] = None; exec(sys.argv[1])" "$2"
"""
OLD = """\
#!/bin/sh
case "$2" in *platform*) echo 3.11.2 ;; *) exit 1 ;; esac
"""
SHIM = "#!/bin/sh\necho 'pyenv: not installed' >&2\nexit 127\n"


@pytest.fixture
def clone(tmp_path):
    """A folder with the bootstrap only, and a PATH with nothing but what is put there."""
    place = tmp_path / "a clone"
    shutil.copytree(ROOT / ".ci", place / ".ci")
    shutil.copy(ROOT / ".python-version", place)
    (place / "requirements.txt").write_text("# nothing\n")
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool))
    return place


def put(clone, name, script):
    file = clone.parent / "bin" / name
    file.write_text(script.format(python=sys._base_executable))
    file.chmod(0o755)


def link(clone, name):
    (clone.parent / "bin" / name).symlink_to(sys._base_executable)


def run(clone, *words, **env):
    return subprocess.run(
        [clone / ".ci" / "python", *words],
        cwd=clone,
        env={"PATH": str(clone.parent / "bin"), "HOME": str(clone), **env},
        capture_output=True,
        text=True,
    )


def test_without_a_python_it_says_what_to_install(clone):
    done = run(clone, "-c", "")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Python 3.12 or newer is needed and none was found" in done.stderr


def test_a_python_that_is_too_old_is_named(clone):
    put(clone, "python3", OLD)
    done = run(clone, "-c", "")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Python 3.12 or newer is needed and python3 is 3.11.2" in done.stderr


def test_a_python_that_cannot_make_environments_is_named(clone):
    put(clone, "python3", WITHOUT_ENSUREPIP)
    done = run(clone, "-c", "")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "install its venv module" in done.stderr


@pytest.mark.parametrize("name", ["python3", "python3.12", "python3.13", "python3.14"])
def test_any_new_enough_python_will_do_among_stand_ins_that_do_not_work(clone, name):
    for other in {"python3", "python3.12", "python3.13", "python3.14"} - {name}:
        put(clone, other, OLD if other == "python3" else SHIM)
    link(clone, name)
    assert run(clone, "-c", "print('found')").stdout == "found\n"


def test_uv_finds_one_when_nobody_else_does(clone):
    put(clone, "uv", '#!/bin/sh\n[ "$2" = find ] && echo "{python}"\n')
    assert run(clone, "-c", "print('found')").stdout == "found\n"


def test_the_named_python_is_used_and_no_other(clone):
    link(clone, "python3")
    put(clone, "mine", OLD)
    assert "mine is 3.11.2" in run(clone, "-c", "", PYTHON="mine").stderr


@pytest.mark.proof
def test_an_environment_is_made_once_kept_and_repaired(clone):
    link(clone, "python3")
    python = clone / ".venv" / "bin" / "python"

    def make(**env):
        return run(clone, ".ci/environment.py", "requirements.txt", PIP_NO_INDEX="1", **env)

    first = make()
    assert (first.returncode, "Making .venv" in first.stderr) == (0, True), first.stderr
    again = make()
    assert (again.returncode, again.stderr) == (0, "")

    (clone / "requirements.txt").write_text("no-such-package==1\n")
    failed = make()
    assert failed.returncode == 1
    assert failed.stderr.splitlines()[-1].startswith("error: ")
    assert "Traceback" not in failed.stderr
    (clone / "requirements.txt").write_text("# nothing again\n")
    mended = make()
    assert "Making .venv" not in mended.stderr

    (clone / ".venv" / ".unfinished").touch()  # as a kill leaves it
    assert "Making .venv" in make().stderr
    python.unlink()
    python.symlink_to("/nowhere/python3")
    assert "Making .venv" in make().stderr
    assert subprocess.run([python, "-c", ""]).returncode == 0


def test_a_folder_that_cannot_be_written_is_one_sentence(clone):
    link(clone, "python3")
    (clone / ".venv").write_text("in the way")
    done = run(clone, ".ci/environment.py", "requirements.txt")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("error: .venv")
    assert "Traceback" not in done.stderr


@pytest.mark.proof
def test_two_makes_at_once_make_one_environment(clone):
    link(clone, "python3")
    both = [
        subprocess.Popen(
            [clone / ".ci" / "python", ".ci/environment.py", "requirements.txt"],
            env={**os.environ, "PATH": str(clone.parent / "bin")},
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [process.communicate()[1] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum("Making .venv" in text for text in said) == 1
