from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand

from companies import demo
from companies.search.index import rebuild


class Command(BaseCommand):
    help = "Remove the demo companies with everything that belongs to them; real entries stay."

    def handle(self, *args: Any, **options: Any) -> None:
        started = perf_counter()
        removal = demo.remove()
        rebuild()
        for name in removal.lost_parent:
            self.stdout.write(f"{name}: stays, without its operator, which was a demo company")
        for name in removal.lost_tag:
            self.stdout.write(f"{name}: stays, without its demo tags")
        if options["verbosity"]:
            seconds = perf_counter() - started
            self.stdout.write(f"{removal.companies:,} demo companies removed in {seconds:.1f} s")
