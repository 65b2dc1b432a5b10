"""``manage.py demo``: everything from an empty folder to a filled directory in the browser."""

import os
import socket
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command, get_commands
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from clusters.models import Cluster
from companies.models import Company
from config.demo_accounts import ACCOUNTS, create_accounts

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = (
        "Prepares the database, loads the fixtures, the demo companies and the demo accounts "
        "unless they are there, and serves the site on this machine."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="only prepare the data")
        parser.add_argument(
            "--reload",
            action="store_true",
            help="load the fixtures again; what was edited in the same rows is overwritten",
        )

    def handle(self, *, port: int, no_serve: bool, reload: bool, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo makes accounts with known passwords: only with DEBUG on.")
        restarted = os.environ.get("RUN_MAIN") == "true"  # the child of runserver's reloader
        if not restarted:
            if not no_serve:
                self.check_port(port)
            self.prepare(reload=reload)
        if not no_serve:
            self.serve(port, quiet=restarted)

    def check_port(self, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except (OSError, OverflowError) as error:
                raise CommandError(
                    f"Port {port} cannot be used ({error}). Choose another: make run PORT=8001"
                ) from error

    def prepare(self, *, reload: bool) -> None:
        """Bring in what is missing, and leave alone what somebody has edited since."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database …")
            call_command("migrate", verbosity=0, skip_checks=False)
        fixtures = sorted(path.stem for path in Path(settings.FIXTURE_DIRS[0]).glob("*.json"))
        if fixtures and (reload or not Cluster.objects.exists()):
            self.stdout.write("Loading clusters, districts, figures and networks …")
            call_command("loaddata", *fixtures, verbosity=0)
        if "load_demo" in get_commands() and not Company.objects.exists():
            self.stdout.write("Inventing companies …")
            call_command("load_demo", stdout=self.stdout, stderr=self.stderr)
        create_accounts()

    def serve(self, port: int, *, quiet: bool) -> None:
        os.environ["CLUSTERATLAS_DEMO"] = "true"  # for the reloader's child
        settings.DEMO = True
        connections.close_all()
        os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"
        if not quiet:
            names = ", ".join(account.name for account in ACCOUNTS)
            self.stdout.write(
                f"Clusteratlas: http://{HOST}:{port}/\n"
                f"Sign in at http://{HOST}:{port}/admin/ as {names}; the password is the name.\n"
                "Stop with Ctrl-C."
            )
        with nullcontext() if quiet else _import_worker():
            call_command("runserver", f"{HOST}:{port}", skip_checks=True, verbosity=0)


@contextmanager
def _import_worker() -> Iterator[None]:
    """The process that brings in uploaded lists; it ends with this one."""
    command = [sys.executable, "manage.py", "import_worker", "--with-parent", "--verbosity=0"]
    worker = subprocess.Popen(command, cwd=settings.BASE_DIR)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()
