"""Brings in the lists that were uploaded in the admin, one after the other, until it is stopped."""

import os
import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from companies.importing.tasks import forget_files, resume


class Command(BaseCommand):
    help = "Works on uploaded lists in the background. Goes on with what was interrupted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", action="store_true", help="end when nothing is left to do")
        parser.add_argument(
            "--with-parent", action="store_true", help="end with the parent process"
        )

    def handle(self, *, batch: bool, with_parent: bool, verbosity: int, **options: Any) -> None:
        if with_parent:
            threading.Thread(target=_end_with, args=[os.getppid()], daemon=True).start()
        if not batch:  # for which somebody waits
            os.nice(10)  # whoever waits for a page comes first
        resume()
        forget_files(settings.IMPORT_FILES_DAYS)
        call_command(
            "db_worker", batch=batch, reload=False, startup_delay=False, verbosity=verbosity
        )


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
