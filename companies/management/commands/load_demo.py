from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from companies import demo
from companies.search.index import rebuild


def _line(target: demo.Target) -> str:
    parts = [f"{target.companies:,} companies"]
    parts += [f"{target.employees:,} employees"] if target.employees else []
    parts += [f"EUR {target.turnover_eur:,} turnover"] if target.turnover_eur else []
    return f"{target.cluster.slug}: {', '.join(parts)}"


class Command(BaseCommand):
    help = "Fill the directory with invented companies that add up to the official figures."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--companies", type=int, help="how many in all; as many as the figures say if not given"
        )
        parser.add_argument("--seed", type=int, default=1, help="same seed and day, same companies")
        parser.add_argument(
            "--replace", action="store_true", help="remove the demo companies that are there first"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            self._load(options)
        rebuild()

    def _load(self, options: dict[str, Any]) -> None:
        started = perf_counter()
        if demo.is_loaded() and not options["replace"]:
            self._say(options, "The demo companies are already there; --replace makes new ones.")
            return
        if options["replace"]:
            demo.remove()
        try:
            plan = demo.load(
                companies=options["companies"],
                seed=options["seed"],
                today=timezone.localdate(),
            )
        except ValueError as error:
            raise CommandError(str(error)) from error
        for target in plan:
            self._say(options, _line(target))
        total = sum(target.companies for target in plan)
        seconds = perf_counter() - started
        self._say(options, f"{total:,} demo companies loaded in {seconds:.1f} s")

    def _say(self, options: dict[str, Any], text: str) -> None:
        if options["verbosity"]:
            self.stdout.write(text)
