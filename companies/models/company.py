from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clusters import identifiers
from clusters.history import tracked
from clusters.models import Cluster, Sector, SectorActivity, User
from clusters.text import sort_key
from clusters.translated import InCurrentLanguage
from companies.choices import Kind, RegisterType, Status
from companies.ids import ordered_id
from companies.size import SizeClass, size_class_expression

from .triggers import FOUR_EYES, KEEP_OLD_SLUG, SLUG_IS_FREE

IDENTIFIERS = {
    "vat_id": identifiers.vat_id,
    "lei": identifiers.lei,
    "business_id": identifiers.business_id,
}


class SortKeyField(models.CharField):
    """DIN 5007-2 sort key of ``name``, written with it."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = sort_key(model_instance.name)[: self.max_length]
        setattr(model_instance, self.attname, key)
        return key


def by_user(label: str) -> models.ForeignKey:
    """Who did something. Without an index, as entries are seldom looked for by it."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=label,
    )


def related(model: str) -> Any:
    """Manager of a model that is defined on top of Company."""
    return apps.get_model("companies", model)._default_manager


class CompanyQuerySet(models.QuerySet["Company"]):
    def published(self) -> Self:
        """What the public sees, staff included: list, facets, exports and interface."""
        return self.filter(status=Status.PUBLISHED)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Entries that ``user`` may see in the admin and on preview pages."""
        if not user.is_active or not user.is_staff:
            return self.none()
        if user.has_perm("companies.curate_company"):
            return self
        own = related("CompanyCluster").filter(company=OuterRef("pk"), cluster__roles__user=user)
        return self.filter(Exists(own))

    def in_cluster(self, *slugs: str) -> Self:
        """Approved members of any of the clusters, each once."""
        rows = related("CompanyCluster").public()
        return self.filter(Exists(rows.filter(company=OuterRef("pk"), cluster__slug__in=slugs)))

    def in_district(self, *slugs: str) -> Self:
        """Companies with any location in the districts or Länder, each once."""
        rows = related("Location").filter(
            Q(district__slug__in=slugs) | Q(district__parent__slug__in=slugs),
            company=OuterRef("pk"),
        )
        return self.filter(Exists(rows))

    def in_sector(self, *slugs: str) -> Self:
        """Companies of the sectors or of the sectors below them, each once."""
        rows = related("CompanySector").filter(
            Q(sector__slug__in=slugs) | Q(sector__parent__slug__in=slugs),
            company=OuterRef("pk"),
        )
        return self.filter(Exists(rows))

    def in_network(self, *slugs: str) -> Self:
        """Current members of any of the networks, each once."""
        rows = related("Membership").current()
        return self.filter(Exists(rows.filter(company=OuterRef("pk"), network__slug__in=slugs)))

    def for_cards(self) -> Self:
        """Load what a list entry shows: clusters, sectors and locations."""
        clusters = related("CompanyCluster").public().select_related("cluster")
        sectors = related("CompanySector").select_related("sector")
        places = (
            related("Location")
            .select_related("district")
            .defer("district__boundary", "district__outline")
        )
        return self.prefetch_related(
            Prefetch("company_clusters", clusters, to_attr="public_clusters"),
            Prefetch("company_sectors", sectors),
            Prefetch("locations", places),
        )

    def for_detail(self) -> Self:
        """Load what an entry's own page shows beyond that."""
        return self.for_cards().select_related("parent")


@tracked()
class Company(models.Model):
    """An entry of the directory: a legal entity or one of its sites."""

    id = models.UUIDField(primary_key=True, default=ordered_id, editable=False)
    slug = models.SlugField(
        _("slug"),
        max_length=120,
        unique=True,
        help_text=_("The old address keeps working when this changes."),
    )
    name = models.CharField(_("name"), max_length=250)
    name_sort = SortKeyField(max_length=300, db_collation="C", editable=False)
    former_names = ArrayField(
        models.CharField(max_length=250),
        verbose_name=_("former names"),
        default=list,
        blank=True,
        help_text=_("Separated by commas."),
    )
    legal_form = models.CharField(_("legal form"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.COMPANY)
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sites",
        verbose_name=_("operator or parent company"),
    )
    clusters = models.ManyToManyField(
        Cluster,
        through="CompanyCluster",
        through_fields=("company", "cluster"),
        related_name="companies",
        verbose_name=_("clusters"),
    )
    sectors = models.ManyToManyField(
        Sector, through="CompanySector", related_name="companies", verbose_name=_("sectors")
    )
    tags = models.ManyToManyField(
        "companies.Tag", through="CompanyTag", related_name="companies", verbose_name=_("tags")
    )
    networks = models.ManyToManyField(
        "networks.Network",
        through="Membership",
        related_name="companies",
        verbose_name=_("networks"),
    )
    wz_codes = ArrayField(
        models.CharField(max_length=8), verbose_name=_("WZ codes"), default=list, blank=True
    )
    wz_edition = models.CharField(
        _("edition of the WZ codes"), max_length=4, choices=SectorActivity.Edition, blank=True
    )
    website = models.URLField(_("website"), max_length=300, blank=True)
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    description_de = models.TextField(_("description (German)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    description = InCurrentLanguage("description")
    founded_year = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    employees = models.PositiveIntegerField(
        _("employees"),
        null=True,
        blank=True,
        help_text=_("Head count; empty where unknown, never 0."),
    )
    employees_year = models.PositiveSmallIntegerField(_("employees in year"), null=True, blank=True)
    turnover_eur = models.PositiveBigIntegerField(_("turnover in EUR"), null=True, blank=True)
    turnover_year = models.PositiveSmallIntegerField(_("turnover in year"), null=True, blank=True)
    balance_sheet_eur = models.PositiveBigIntegerField(
        _("balance sheet total in EUR"), null=True, blank=True
    )
    stated_size_class = models.CharField(
        _("stated size class"),
        max_length=10,
        choices=SizeClass,
        blank=True,
        help_text=_("Counts only where the number of employees is unknown."),
    )
    size_class = models.GeneratedField(
        expression=size_class_expression(),
        output_field=models.CharField(_("size class"), max_length=10, choices=SizeClass),
        db_persist=True,
        verbose_name=_("size class"),
    )
    register_court = models.CharField(_("register court"), max_length=80, blank=True)
    register_type = models.CharField(
        _("register type"), max_length=3, choices=RegisterType, blank=True
    )
    register_number = models.CharField(_("register number"), max_length=20, blank=True)
    vat_id = models.CharField(_("VAT id"), max_length=16, blank=True)
    lei = models.CharField(_("LEI"), max_length=20, blank=True)
    business_id = models.CharField(
        _("business id"),
        max_length=17,
        blank=True,
        help_text=_("Wirtschafts-Identifikationsnummer."),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    submitted_by = by_user(_("submitted by"))
    published_by = by_user(_("published by"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    verified_by = by_user(_("verified by"))
    objection_on = models.DateField(
        _("objection on"),
        null=True,
        blank=True,
        help_text=_(
            "§ 9(4) IHK-Gesetz: from this day only name, address, branch and website are shown."
        ),
    )
    is_demo = models.BooleanField(_("demo"), default=False, editable=False)
    note = models.TextField(_("note"), blank=True, help_text=_("For curators; not shown."))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True, db_index=True)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        ordering = ["name_sort", "id"]
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        permissions = [
            ("curate_company", _("May work on the entries of every cluster")),
            ("publish_company", _("May publish entries")),
            ("verify_company", _("May mark entries as verified")),
            ("import_company", _("May import companies")),
            ("export_company", _("May export companies")),
        ]
        # Few, as each is written with every entry of a list.
        indexes = [
            models.Index(fields=["name_sort", "id"], name="companies_company_by_name"),
            models.Index(
                fields=["status"], condition=~Q(status="published"), name="companies_company_hidden"
            ),
            models.Index(
                fields=["is_demo"], condition=Q(is_demo=True), name="companies_company_demo"
            ),
            models.Index(
                fields=["name_sort", "id"],
                condition=Q(status="published"),
                name="companies_company_in_order",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="%(app_label)s_%(class)s_has_name"),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values), name="%(app_label)s_%(class)s_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="%(app_label)s_%(class)s_status_known"
            ),
            models.CheckConstraint(
                condition=Q(stated_size_class__in=["", *SizeClass.values]),
                name="%(app_label)s_%(class)s_stated_size_known",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="%(app_label)s_%(class)s_not_own_parent",
                violation_error_message=_("An entry cannot be its own parent company."),
            ),
            models.CheckConstraint(
                condition=Q(wz_codes=[], wz_edition="")
                | (~Q(wz_codes=[]) & Q(wz_edition__in=["2008", "2025"])),
                name="%(app_label)s_%(class)s_wz_codes_have_edition",
                violation_error_message=_("WZ codes need their edition, 2008 or 2025."),
            ),
            models.CheckConstraint(
                condition=Q(register_court="", register_type="", register_number="")
                | (
                    ~Q(register_court="")
                    & ~Q(register_number="")
                    & Q(register_type__in=RegisterType.values)
                ),
                name="%(app_label)s_%(class)s_register_complete",
                violation_error_message=_("A register number needs its court and its type."),
            ),
            models.CheckConstraint(
                condition=Q(founded_year=None) | Q(founded_year__range=(1100, 2100)),
                name="%(app_label)s_%(class)s_founded_year_range",
                violation_error_message=_("The year of foundation has four digits, e.g. 1998."),
            ),
            models.CheckConstraint(
                condition=Q(employees_year=None) | Q(employees__isnull=False),
                name="%(app_label)s_%(class)s_employees_year_has_employees",
                violation_error_message=_("A year for the employees needs their number."),
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | Q(verified_on__isnull=False),
                name="%(app_label)s_%(class)s_verification_has_date",
            ),
            models.UniqueConstraint(
                fields=["register_court", "register_type", "register_number"],
                condition=~Q(register_number="") & Q(parent=None),
                name="%(app_label)s_%(class)s_register_once",
                violation_error_message=_(
                    "Another entry has this register number. Sites share it through their parent."
                ),
            ),
            models.UniqueConstraint(
                fields=["vat_id"],
                condition=~Q(vat_id="") & Q(parent=None),
                name="%(app_label)s_%(class)s_vat_id_once",
                violation_error_message=_(
                    "Another entry has this VAT id. Sites share it through their parent."
                ),
            ),
            models.UniqueConstraint(
                fields=["lei"],
                condition=~Q(lei="") & Q(parent=None),
                name="%(app_label)s_%(class)s_lei_once",
                violation_error_message=_(
                    "Another entry has this LEI. Sites share it through their parent."
                ),
            ),
        ]
        triggers = [*FOUR_EYES, KEEP_OLD_SLUG, *SLUG_IS_FREE]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("companies:company_detail", args=[self.slug])

    @property
    def primary_location(self) -> Any:
        """The primary location, or None; uses prefetched rows where they are."""
        return next((row for row in self.locations.all() if row.is_primary), None)

    @property
    def legal_entity(self) -> "Company":
        """The entry that holds register number, VAT id and LEI: itself or its parent."""
        holds = self.register_number or self.vat_id or self.lei
        return self if holds or self.parent is None else self.parent

    def clean(self) -> None:
        """Bring identifiers into their canonical form; every fault is named at its field."""
        errors: dict[str, Any] = {}
        for field, canonical in IDENTIFIERS.items():
            if value := getattr(self, field):
                try:
                    setattr(self, field, canonical(value))
                except ValidationError as error:
                    errors[field] = error
        self._clean_register(errors)
        self._clean_wz_codes(errors)
        self._clean_family(errors)
        if errors:
            raise ValidationError(errors)

    def _clean_register(self, errors: dict[str, Any]) -> None:
        parts = (self.register_court, self.register_type, self.register_number)
        if not any(parts):
            return
        try:
            self.register_court, self.register_type, self.register_number = (
                identifiers.register_number(*parts)
            )
        except ValidationError as error:
            errors["register_number"] = error

    def _clean_wz_codes(self, errors: dict[str, Any]) -> None:
        if not self.wz_codes or not self.wz_edition:
            return
        try:
            self.wz_codes = [identifiers.wz_code(code, self.wz_edition) for code in self.wz_codes]
        except ValidationError as error:
            errors["wz_codes"] = error

    def _clean_family(self, errors: dict[str, Any]) -> None:
        """A site may carry the identifiers of its own operator, not those of a stranger."""
        if not self.parent_id:
            return
        family = Q(pk=self.pk) | Q(pk=self.parent_id) | Q(parent=self.parent_id)
        for field in ("vat_id", "lei"):
            value = getattr(self, field)
            if value and Company.objects.filter(**{field: value}).exclude(family).exists():
                errors[field] = _("An entry of another operator has this identifier.")
