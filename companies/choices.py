"""Closed lists of values that several models, filters and files share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    COMPANY = "company", _("Company")
    STARTUP = "startup", _("Start-up")
    HOSPITAL = "hospital", _("Hospital")
    CARE_PROVIDER = "care_provider", _("Care provider")
    NURSING_HOME = "nursing_home", _("Nursing home")
    REHABILITATION = "rehabilitation", _("Rehabilitation")
    PHARMACY = "pharmacy", _("Pharmacy")
    UNIVERSITY = "university", _("University")
    RESEARCH_INSTITUTE = "research_institute", _("Research institute")
    PUBLIC_BODY = "public_body", _("Public body")
    ASSOCIATION = "association", _("Association")


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class RegisterType(models.TextChoices):
    HRA = "HRA", "HRA"
    HRB = "HRB", "HRB"
    GNR = "GnR", "GnR"
    PR = "PR", "PR"
    VR = "VR", "VR"


class Precision(models.TextChoices):
    """How exactly a location may be shown."""

    EXACT = "exact", _("Exact address")
    POSTCODE = "postcode", _("Postcode and place only")
    DISTRICT = "district", _("District only")


class DistrictOrigin(models.TextChoices):
    """What the district of a location rests on."""

    COORDINATES = "coordinates", _("Coordinates within the boundaries")
    PLACE = "place", _("Postcode and place")
    POSTCODE = "postcode", _("Postcode, which lies in one district only")
    GUESS = "guess", _("Guess: the postcode's most likely district")
    MANUAL = "manual", _("Set by hand")
    UNKNOWN = "unknown", _("Unknown")
