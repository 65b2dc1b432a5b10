"""Bring a list of companies in; nothing is saved without --save."""

import shlex
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.models import Cluster, User
from companies.importing import options as import_options
from companies.importing.actor import Actor
from companies.importing.errors import UnreadableFileError, WrongOptionError, shorten
from companies.importing.layout import Layout, Table
from companies.importing.mappings import remember, remembered, unseen
from companies.importing.mending import Mended
from companies.importing.options import CHOICES, Options, did_you_mean
from companies.importing.progress import Bar, listening
from companies.importing.proposals import options_from, propose
from companies.importing.rest import write_rest
from companies.importing.rules import with_rules
from companies.importing.run import Job, Outcome, run
from companies.importing.summary import Summary, in_words
from companies.importing.told import Told
from companies.models import ImportMapping

ENCODINGS = {
    "utf-8": "utf-8-sig", "utf-16": "utf-16", "windows-1252": "cp1252", "iso-8859-1": "latin-1",
}  # fmt: skip
RULES = (
    "candidates", "decide", "missing", "grace_days", "exported_at", "conflicts", "clear", "fill",
    "network",
)  # fmt: skip
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}


class Command(BaseCommand):
    help = "Import companies from a CSV or XLSX file. Without --save nothing is changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("file", type=Path, metavar="FILE")
        add("--cluster", required=True, metavar="SLUG", help="the cluster that all rows join")
        add("--map", action="append", default=[], metavar="COL[+COL]=FIELD")
        add("--set", action="append", default=[], metavar="FIELD=VALUE")
        add("--translate", action="append", default=[], metavar="FIELD:TEXT=VALUE")
        add("--only", action="append", default=[], metavar="COL=VALUE[|VALUE]")
        add("--ignore", action="append", default=[], metavar="COL", help="leave a column out")
        add("--key", default="", metavar="COL", help="column that names the row within --source")
        add("--source", default="", metavar="SLUG", help="the list that the keys belong to")
        add("--mapping", default="", metavar="NAME", help="use or, with options, keep a mapping")
        add(
            "--sheet",
            default="",
            metavar="NAME|NUMBER",
            help="of a workbook; the first if not given",
        )
        add("--header-row", type=int, default=0, metavar="ROW", help="where the headings stand")
        add("--encoding", choices=ENCODINGS, help="of a text file")
        add("--delimiter", choices=DELIMITERS, help="of a text file")
        add("--propose", action="store_true", help="only say what each column may be")
        add_rules(parser)
        add("--network", metavar="SLUG", help="all rows become members of it")
        add("--approve", default="", metavar="USERNAME", help="publish in this person's name")
        add("--save", action="store_true", help="carry it out, all rows or none")
        add(
            "--good-rows",
            type=Path,
            metavar="FILE",
            help="take in the rows without a fault; FILE gets the others",
        )

    def handle(self, **given: Any) -> None:
        try:
            self._import(given)
        except (UnreadableFileError, WrongOptionError) as error:
            raise CommandError(f"{given['file']}: {error}") from error

    def _import(self, given: dict[str, Any]) -> None:
        path = given["file"]
        if given["good_rows"] and given["good_rows"].resolve() == path.resolve():
            raise WrongOptionError(_("--good-rows needs a file of its own."))
        options = _options(given)
        actor = Actor.command_line(_approver(given["approve"]))
        cluster = _cluster(given["cluster"])
        try:
            with path.open("rb") as file:
                job = Job.of_file(
                    file, path.name, _layout(given), cluster=cluster, options=options, actor=actor
                )
                self.stdout.write(f"{path}: {job.table.detected}")
                if given["propose"]:
                    self._propose(job.table)
                    return
                self._remind(given["mapping"], job.table.headings)
                told = Told(path)
                with self._bar():
                    outcome = run(
                        job, save=given["save"], good_rows=bool(given["good_rows"]), receiver=told
                    )
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        if given["good_rows"]:
            self._put_aside(given["good_rows"], job, told)
        self._report(outcome, told, given["save"], bool(given["good_rows"]))
        if given["mapping"] and given["save"]:
            self._keep(given["mapping"], job.table.headings, options)

    def _remind(self, name: str, headings: list[str]) -> None:
        """Say which mapping was made for such a list, or what is new since."""
        if not name:
            if mapping := remembered(headings):
                text = _("Headings as in the mapping %(name)s: use --mapping %(name)s")
                self.stdout.write(text % {"name": mapping.name})
            return
        mapping = ImportMapping.objects.filter(name=name).exclude(headings=[]).first()
        if mapping and (new := unseen(mapping, headings)):
            self.stdout.write(_("Columns that the mapping does not know: %s") % ", ".join(new))

    def _propose(self, table: Table) -> None:
        proposals = propose(table.headings, table.rows)
        for each in proposals:
            line = f"{each.column} → {each.field or '–'} ({each.certainty}): {each.reason}"
            examples = _(" E.g. %s") % " · ".join(each.examples) if each.examples else ""
            self.stdout.write(line + examples)
        self.stdout.write(" ".join(import_options.as_arguments(options_from(proposals))))

    @contextmanager
    def _bar(self) -> Iterator[None]:
        """How far it is, where somebody sits at a terminal."""
        if not self.stderr.isatty():
            yield
            return
        bar = Bar(self.stderr._out)
        with closing(bar), listening(bar):
            yield

    def _put_aside(self, path: Path, job: Job, told: Told) -> None:
        """Write the rows that were refused into a file of their own, if there are any."""
        refused = told.refused
        if not len(refused):
            return
        try:
            write_rest(path, job.table.headings, refused)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror or error}") from error
        text = ngettext(
            "%(count)s row with a fault is in %(file)s.",
            "%(count)s rows with a fault are in %(file)s.",
            len(refused),
        )
        self.stdout.write(text % {"count": len(refused), "file": path})

    def _report(self, outcome: Outcome, told: Told, save: bool, good_rows: bool) -> None:
        plan = outcome.plan
        for (problem,) in told.problems:
            self.stderr.write(problem)
        for (notice,) in told.notices:
            self.stdout.write(notice)
        for line in _mended(plan):
            self.stdout.write(line)
        for line in _unknown_values(plan):
            self.stderr.write(line)
        if plan.ignored_columns:
            self.stdout.write(_("Columns left out: %s") % ", ".join(plan.ignored_columns))
        for line in chain(told.lines_about_missing(), _new_things(outcome)):
            self.stdout.write(line)
        self.stdout.write(in_words(plan.totals(), all_of_them=True))
        if plan.problems and not good_rows:
            raise CommandError(
                ngettext(
                    "%(count)s row has a fault; nothing was saved.",
                    "%(count)s rows have a fault; nothing was saved.",
                    plan.totals()["invalid"],
                )
                % {"count": plan.totals()["invalid"]}
            )
        if outcome.record:
            self.stdout.write(self.style.SUCCESS(_("Saved as import %s.") % outcome.record.pk))
        elif save:
            self.stdout.write(_("Nothing to change."))
        else:
            self.stdout.write(_("Nothing was saved; do it with --save."))

    def _keep(self, name: str, headings: list[str], options: Options) -> None:
        _mapping, is_changed = remember(name, headings, options)
        if is_changed:
            self.stdout.write(_("The mapping is kept as “%s”.") % name)


def add_rules(parser: ArgumentParser) -> None:
    """What to do where the list leaves it open."""
    add = parser.add_argument_group("rules").add_argument
    add("--candidates", choices=CHOICES["candidates"], help="rows that may be known already")
    add("--decide", action="append", default=[], metavar="ROW=ID|new|skip", help="one such row")
    add("--missing", choices=CHOICES["missing"], help="entries that the list has no more")
    add("--grace", type=int, dest="grace_days", metavar="DAYS", help="… and had not for so long")
    add("--exported", dest="exported_at", metavar="TIME", help="when the file was taken out")
    add("--conflicts", choices=CHOICES["conflicts"], help="changed here and in an exported file")
    add("--clear", action="append", default=[], metavar="FIELD", help="empty cells clear it")
    add("--fill", action="append", default=[], metavar="FIELD", help="only where it is empty")


def _layout(given: dict[str, Any]) -> Layout:
    return Layout(
        ENCODINGS.get(given["encoding"], ""),
        DELIMITERS.get(given["delimiter"], ""),
        given["sheet"],
        given["header_row"],
    )


def _options(given: dict[str, Any]) -> Options:
    stated = import_options.parse(
        given["map"], given["set"], given["only"], given["ignore"], given["key"], given["source"],
        given["translate"],
    )  # fmt: skip
    for option in ("mapping", "source"):
        try:
            if given[option]:
                validate_slug(given[option])
        except ValidationError as error:
            raise WrongOptionError(
                f"--{option} {given[option]}: {' '.join(error.messages)}"
            ) from error
    if given["mapping"] and not stated:
        stated = import_options.stored(given["mapping"])
    return with_rules(stated, **{name: given[name] for name in RULES})


def _cluster(slug: str) -> Cluster:
    cluster = Cluster.objects.filter(slug=slug).first()
    if cluster is None:
        slugs = list(Cluster.objects.values_list("slug", flat=True))
        raise WrongOptionError(
            _("There is no cluster “%(slug)s”%(hint)s. Clusters: %(slugs)s")
            % {"slug": slug, "hint": did_you_mean(slug, slugs), "slugs": ", ".join(slugs)}
        )
    return cluster


def _approver(username: str) -> User | None:
    if not username:
        return None
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None or not user.has_perm("companies.publish_company"):
        raise WrongOptionError(
            _("--approve needs the name of somebody who may publish; “%s” may not.") % username
        )
    return user


def _mended(plan: Summary) -> list[str]:
    """How many cells of each column were mended, with an example."""
    examples: dict[str, Mended] = {}
    for _row, mended in plan.mended:
        examples.setdefault(mended.column, mended)
    lines = []
    for column, count in plan.mended_cells.items():
        text = ngettext(
            "Mended in %(column)s: %(count)s cell, “%(before)s” → “%(after)s”",
            "Mended in %(column)s: %(count)s cells, such as “%(before)s” → “%(after)s”",
            count,
        )
        before, after = shorten(examples[column].before), shorten(examples[column].after)
        values = {"column": column, "count": count, "before": before, "after": after}
        lines.append(text % values)
    return lines


def _unknown_values(plan: Summary) -> list[str]:
    """Each value once, with the option that says what it stands for."""
    lines = []
    for field, words in plan.unknown_values.items():
        for word, count in words.items():
            near = plan.near_values[field][word]
            option = shlex.quote(f"{field}:{word}={near[0] if near else 'VALUE'}")
            text = ngettext(
                "“%(word)s” is in %(count)s row: --translate %(option)s",
                "“%(word)s” is in %(count)s rows: --translate %(option)s",
                count,
            )
            lines.append(text % {"word": shorten(word), "count": count, "option": option})
    return lines


def _new_things(outcome: Outcome) -> list[str]:
    plan, lines = outcome.plan, []
    if count := plan.numbers()["operators"]:
        text = ngettext("%s operator becomes a draft", "%s operators become drafts", count)
        lines.append(text % count)
    if plan.tags:
        words = ", ".join(tag.name_de for tag in plan.tags)
        lines.append(_("Proposed as tags: %s") % words)
    if outcome.new_source:
        lines.append(_("New list: %s") % outcome.new_source)
    return lines
