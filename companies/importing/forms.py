"""What somebody says about a list: which file for which cluster, how to read it, what is what."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster, User
from companies.choices import Kind
from networks.models import Network

from .actor import Actor
from .clearing import CLEARED, FILLED
from .columns import Columns
from .errors import WrongOptionError
from .labels import LABELS, choices
from .layout import Row
from .options import CLEAR, FILL, IGNORED, Options
from .proposals import LIKELY, propose
from .stamp import moment_of

MB = 1_000_000
EXAMPLES = 3
ENCODINGS = [
    ("", _("found out")),
    ("utf-8-sig", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1252", "Windows-1252"),
    ("latin-1", "ISO-8859-1"),
]
DELIMITERS = [
    ("", _("found out")),
    (";", _("semicolon")),
    (",", _("comma")),
    ("\t", _("tab")),
    ("|", _("vertical bar")),
]


class FileForm(forms.Form):
    cluster = forms.ModelChoiceField(
        Cluster.objects.all(),
        label=_("Cluster"),
        help_text=_("All companies of the list join it."),
    )
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("As you have it: CSV, Excel (XLSX) or LibreOffice (ODS)."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Actor.staff(user).clusters
        if own is not None:
            self.fields["cluster"].queryset = Cluster.objects.filter(pk__in=own)
        if self.fields["cluster"].queryset.count() == 1:
            self.fields["cluster"].initial = self.fields["cluster"].queryset.first()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file.size:
            raise ValidationError(_("The file is empty."))
        if file.size > settings.IMPORT_FILE_MB * MB:
            raise ValidationError(
                _("The file has %(size)s MB; here, at most %(most)s MB are taken. Split the list."),
                params={"size": file.size // MB, "most": settings.IMPORT_FILE_MB},
            )
        return file


class LayoutForm(forms.Form):
    """How to read the file, where it was found out wrongly."""

    sheet = forms.CharField(label=_("Sheet (name or number)"), required=False, max_length=80)
    header_row = forms.IntegerField(
        label=_("Row with the headings"), required=False, min_value=1, max_value=1_000_000
    )
    encoding = forms.ChoiceField(label=_("Characters"), choices=ENCODINGS, required=False)
    delimiter = forms.ChoiceField(
        label=_("Between the columns"), choices=DELIMITERS, required=False
    )

    def layout(self) -> dict[str, Any]:
        """The fields of Layout that are said."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class ColumnsForm(forms.Form):
    """One select for each column of the file; two columns of one field are joined."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    sectors = forms.CharField(label=_("Sectors"), required=False, max_length=300)
    tags = forms.CharField(label=_("Keywords"), required=False, max_length=300)
    network = forms.ModelChoiceField(
        Network.objects.all(), label=_("Members of the network"), required=False,
        empty_label="–", to_field_name="slug",
    )  # fmt: skip
    key_column = forms.ChoiceField(label=_("Column with the list’s own number"), required=False)
    source = forms.CharField(label=_("Short name of the list"), required=False, max_length=80)
    clear = forms.MultipleChoiceField(
        label=_("An empty cell of these columns empties the entry"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    fill = forms.MultipleChoiceField(
        label=_("These columns only fill in what is empty"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    exported_at = forms.DateTimeField(
        label=_("When the file was exported from the directory"), required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    keep_as = forms.CharField(label=_("Keep these choices as"), required=False, max_length=80)

    def __init__(
        self, data: Any, *, headings: list[str], sample: list[Row], options: Options, user: User
    ) -> None:
        self.headings = headings
        self.actor = Actor.staff(user)
        self.before = options
        super().__init__(data, initial=self._initial(options))
        fields = [("", _("– leave out –")), *choices(self.actor.closed)]
        self.reasons: dict[str, str] = {}  # of what is likely, not sure
        known = self._known(options, sample)
        for place, heading in enumerate(headings):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading,
                choices=fields,
                required=False,
                initial=known.get(heading, ""),
            )
        self.fields["kind"].choices = [("", _("as the list says")), *Kind.choices]
        named = [(heading, heading) for heading in headings if heading]
        self.fields["key_column"].choices = [("", "–"), *named]
        self.fields["clear"].choices = self.fields["fill"].choices = named
        for name, kept in (("clear", options.empty), ("fill", options.filled)):
            self.initial[name] = [heading for heading in headings if known.get(heading) in kept]
        self.examples = _examples(headings, sample)

    def _initial(self, options: Options) -> dict[str, Any]:
        constants = {name: options.constants.get(name, "") for name in ("kind", "sectors", "tags")}
        said = {name: getattr(options, name) for name in ("key_column", "source", "network")}
        moment = options.exported_at and moment_of(options.exported_at)
        return constants | said | {"exported_at": moment or None}

    def _known(self, options: Options, sample: list[Row]) -> dict[str, str]:
        """Heading → field: as somebody said, else as headings and values propose."""
        if options.columns:
            pairs = {}
            for expression, field in options.columns.items():
                parts = [expression] if expression in self.headings else expression.split("+")
                pairs |= dict.fromkeys(parts, field)
            return pairs
        proposals = propose(self.headings, sample)
        self.reasons = {each.column: each.reason for each in proposals if each.certainty == LIKELY}
        closed = self.actor.closed
        return {one.column: one.field for one in proposals if one.field and one.field not in closed}

    def rows(self) -> list[dict[str, Any]]:
        """The columns of the file, to be shown one below the other."""
        return [
            {
                "field": self[f"column-{place}"],
                "examples": self.examples[place],
                "reason": self.reasons.get(heading, ""),
            }
            for place, heading in enumerate(self.headings)
            if heading
        ]

    def clean_source(self) -> str:
        return _slug(self.cleaned_data["source"])

    def clean_keep_as(self) -> str:
        return _slug(self.cleaned_data["keep_as"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.errors:
            return data
        try:
            self.options = self._options(data)
            columns = Columns(self.headings, self.options, closed=self.actor.closed)
        except WrongOptionError as error:
            raise ValidationError(str(error)) from error
        if not columns.fields() & {"name", "id"} and columns.key is None:
            raise ValidationError(_("Say which column holds the names of the companies."))
        return data

    def _options(self, data: dict[str, Any]) -> Options:
        """Raises WrongOptionError."""
        by_field: dict[str, list[str]] = defaultdict(list)
        columns: dict[str, str] = {}
        for place, heading in enumerate(self.headings):
            field = data.get(f"column-{place}")
            if field:
                by_field[field].append(heading)
            elif heading:
                columns[heading] = IGNORED
        for field, headings in by_field.items():
            if len(headings) > 1 and any("+" in heading for heading in headings):
                raise WrongOptionError(
                    gettext("A column with + in its heading cannot be joined with another.")
                )
            columns["+".join(headings)] = field
        constants = {name: data[name] for name in ("kind", "sectors", "tags") if data[name]}
        for name in constants:
            if name in by_field:
                raise WrongOptionError(
                    gettext("%s: either from a column, or the same for every row.") % LABELS[name]
                )
        key, source = data["key_column"], data["source"]
        if bool(key) != bool(source):
            raise WrongOptionError(
                gettext(
                    "A column with the list’s own number needs the short name of the list,"
                    " and the other way round."
                )
            )
        meant = {heading: field for field, each in by_field.items() for heading in each}
        return replace(
            self.before,
            columns=columns,
            empty=_rule(CLEAR, data["clear"], meant, CLEARED),
            filled=_rule(FILL, data["fill"], meant, FILLED),
            exported_at=data["exported_at"].isoformat() if data["exported_at"] else "",
            constants=constants,
            key_column=key,
            source=source,
            decisions={},  # the rows may be others now
            network=data["network"].slug if data["network"] else "",
        )


def _rule(
    rule: str, headings: list[str], meant: dict[str, str], fields: Collection[str]
) -> dict[str, str]:
    """Raises WrongOptionError."""
    chosen = {meant[heading]: rule for heading in headings if heading in meant}
    for name in chosen:
        if name not in fields:
            wrong = {
                CLEAR: gettext("%s: cannot be emptied."),
                FILL: gettext("%s: cannot be filled in only where it is empty."),
            }
            raise WrongOptionError(wrong[rule] % LABELS[name])
    return chosen


def _slug(text: str) -> str:
    if text:
        try:
            validate_slug(text)
        except ValidationError as error:
            raise ValidationError(
                _("Only letters a–z, digits, hyphens and underscores, as in “members-2026”.")
            ) from error
    return text


def _examples(headings: list[str], sample: list[Row]) -> list[list[str]]:
    """For each column the first different texts in it."""
    found: list[list[str]] = [[] for _heading in headings]
    for row in sample:
        for place, cell in enumerate(row.cells[: len(headings)]):
            text = " ".join(cell.split())
            if text and len(found[place]) < EXAMPLES and text not in found[place]:
                found[place].append(text if len(text) <= 60 else f"{text[:59]}…")
    return found
