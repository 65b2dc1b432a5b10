"""Take an import back, as far as nobody has edited its entries since."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from companies.importing.errors import WrongOptionError
from companies.importing.undo import undo
from companies.models import Import


class Command(BaseCommand):
    help = "Take an import back. Entries that were edited since stay, and are named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", type=int, metavar="ID", help="number of the import")
        parser.add_argument("--redo", action="store_true", help="carry it out once more")

    def handle(self, **given: Any) -> None:
        record = Import.objects.filter(pk=given["id"]).first()
        if record is None:
            known = Import.objects.values_list("pk", flat=True)[:5]
            latest = ", ".join(map(str, known)) or _("none")
            message = _("There is no import %(id)s. The latest: %(latest)s")
            raise CommandError(message % {"id": given["id"], "latest": latest})
        try:
            done = undo(record, again=given["redo"])
        except WrongOptionError as error:
            raise CommandError(f"{record}: {error}") from error
        for kept in done.kept:
            self.stdout.write(_("Stays: %s") % kept)
        self.stdout.write(self.style.SUCCESS(f"{record}: {done}"))
