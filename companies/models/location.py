from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.history import tracked
from clusters.identifiers import postcode as valid_postcode
from clusters.models import Area
from companies.choices import DistrictOrigin, Precision

from .company import Company


class LocationQuerySet(models.QuerySet["Location"]):
    def primary(self) -> Self:
        return self.filter(is_primary=True)


@tracked(looked_for_by="company")
class Location(models.Model):
    """An address of a company. A company has one or several; one is primary."""

    company = models.ForeignKey(
        Company, models.CASCADE, related_name="locations", verbose_name=_("company")
    )
    is_primary = models.BooleanField(_("primary"), default=True)
    label = models.CharField(
        _("label"), max_length=80, blank=True, help_text=_("E.g. “Laboratory”; empty for the seat.")
    )
    street = models.CharField(_("street and number"), max_length=160, blank=True)
    postcode = models.CharField(_("postcode"), max_length=5, blank=True)
    city = models.CharField(_("place"), max_length=120, blank=True)
    locality = models.CharField(
        _("locality"), max_length=120, blank=True, help_text=_("Ortsteil, where known.")
    )
    district = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"level": Area.Level.DISTRICT},
        related_name="locations",
        verbose_name=_("district"),
    )
    district_origin = models.CharField(
        _("district known from"),
        max_length=12,
        choices=DistrictOrigin,
        default=DistrictOrigin.UNKNOWN,
    )
    latitude = models.DecimalField(
        _("latitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    precision = models.CharField(
        _("shown as"),
        max_length=10,
        choices=Precision,
        default=Precision.EXACT,
        help_text=_("How much of the address the public sees, in pages, files and the interface."),
    )

    objects = LocationQuerySet.as_manager()

    class Meta:
        ordering = ["company", "-is_primary", "id"]
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        constraints = [
            models.UniqueConstraint(
                fields=["company"],
                condition=Q(is_primary=True),
                name="%(app_label)s_%(class)s_one_primary",
                violation_error_message=_("A company has one primary location."),
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="%(app_label)s_%(class)s_coordinates_in_range",
                violation_error_message=_("Give both latitude and longitude, in degrees."),
            ),
            models.CheckConstraint(
                condition=Q(postcode="") | Q(postcode__regex=r"^(0[1-9]|[1-9]\d)\d{3}$"),
                name="%(app_label)s_%(class)s_postcode_form",
                violation_error_message=_("A postcode has five digits, e.g. 03046."),
            ),
            models.CheckConstraint(
                condition=Q(district=None, district_origin=DistrictOrigin.UNKNOWN)
                | (Q(district__isnull=False) & ~Q(district_origin=DistrictOrigin.UNKNOWN)),
                name="%(app_label)s_%(class)s_district_has_origin",
                violation_error_message=_("Say what the district is known from."),
            ),
            models.CheckConstraint(
                condition=Q(precision__in=Precision.values),
                name="%(app_label)s_%(class)s_precision_known",
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(
            part for part in (self.street, f"{self.postcode} {self.city}".strip()) if part
        )

    def clean(self) -> None:
        if self.postcode:
            self.postcode = valid_postcode(self.postcode)
        if self.district and self.district.level != Area.Level.DISTRICT:
            raise ValidationError({"district": _("Choose a Bezirk, Kreis or kreisfreie Stadt.")})
        if self.district and self.district_origin == DistrictOrigin.UNKNOWN:
            self.district_origin = DistrictOrigin.MANUAL
        if not self.district:
            self.district_origin = DistrictOrigin.UNKNOWN
