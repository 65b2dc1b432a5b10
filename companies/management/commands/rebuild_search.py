from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from companies.facets.store import snapshot
from companies.importing import shelf
from companies.search.index import rebuild, refresh_all, settle


class Command(BaseCommand):
    help = "Build the search index anew; the old one serves meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--base-only",
            action="store_true",
            help="trust the entries, and only gather their changes into a new base",
        )

    def handle(self, **options: Any) -> None:
        if not options["base_only"]:
            refresh_all()
        work = settle if options["base_only"] else rebuild
        if work() is None:
            raise CommandError("Another process is rebuilding the index now; wait for it to end.")
        shelf.refresh()
        self.stdout.write(f"{len(snapshot().order):,} companies can be found.")
