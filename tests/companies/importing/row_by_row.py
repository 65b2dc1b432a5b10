"""The library's own way, row by row with plain saves: slow, and the judge of the quick one."""

from copy import copy

from django.core.exceptions import ValidationError
from import_export.instance_loaders import BaseInstanceLoader
from tablib import Dataset

from clusters.places import Gazetteer
from clusters.text import slugify_german, unique_slug
from companies.importing.cleaning import Cleaner, Draft
from companies.importing.columns import Columns
from companies.importing.directory import Directory, entries_of
from companies.importing.fields import LinkColumn, LocationColumn
from companies.importing.layout import Row
from companies.importing.options import Options
from companies.importing.vocabulary import Vocabulary
from companies.models import Company, Location, SlugHistory
from companies.resources import CompanyResource

NOT_COPIED = {"id", "parent", "status", "verified_on", "size_class"}


class Loader(BaseInstanceLoader):
    def get_instance(self, row):
        directory = Directory(entries_of(Company.objects.values_list("pk", flat=True)))
        entry = directory.find(self.resource.draft_of(row))
        return Company.objects.get(pk=entry.id) if entry else None


class RowByRow(CompanyResource):
    """Imports a data set into ``cluster`` as a published list, one entry after the other."""

    class Meta:
        instance_loader_class = Loader
        import_id_fields = ()
        skip_unchanged = False

    def __init__(self, cluster):
        super().__init__()
        self.cluster = cluster
        self.gazetteer = Gazetteer.load()

    def draft_of(self, row):
        texts = ["" if cell is None else cell for cell in row.values()]
        cells = Columns(list(row), Options()).read(Row(2, texts))
        draft = Draft(2, cells=cells)
        Cleaner(self.fields, Vocabulary(self.cluster), self.gazetteer).clean(draft)
        if draft.problems:
            raise ValidationError([str(problem) for problem in draft.problems])
        return draft

    def import_instance(self, instance, row, **kwargs):
        self.values = self.draft_of(row).values
        for name, value in self.values.items():
            column = self.fields[name]
            if name not in NOT_COPIED and not isinstance(column, LinkColumn | LocationColumn):
                setattr(instance, column.attribute, value)
        if "size_class" in self.values:
            instance.stated_size_class = self.values["size_class"]

    def save_instance(self, instance, is_create, row, **kwargs):
        if is_create:
            taken = {*Company.objects.values_list("slug", flat=True)}
            taken |= {*SlugHistory.objects.values_list("slug", flat=True)}
            instance.slug = unique_slug(slugify_german(instance.name), taken)
            instance.status = "published"
        instance.parent = self.parent_of(instance)
        instance.save()
        self.save_place(instance)
        for cluster in {self.cluster, *self.values.get("clusters", [])}:
            instance.clusters.add(cluster, through_defaults={"approved_at": instance.updated_at})
        self.save_sectors(instance)
        for tag in self.values.get("tags", []):
            tag = tag if tag.pk else type(tag).objects.get_or_create(
                slug=tag.slug, defaults={"name_de": tag.name_de, "is_proposed": True}
            )[0]  # fmt: skip
            instance.tags.add(tag)

    def save_sectors(self, instance):
        sectors = self.values.get("sectors")
        if sectors is None:
            return
        instance.company_sectors.exclude(sector__in=sectors).delete()
        for sector in sectors:
            main = not instance.company_sectors.filter(is_primary=True).exists()
            instance.sectors.add(sector, through_defaults={"is_primary": main})

    def save_m2m(self, instance, row, **kwargs):
        """Done above."""

    def parent_of(self, instance):
        name = self.values.get("parent")
        if not name or name == instance.name:
            return instance.parent
        known = Company.objects.filter(name=name).first()
        return known or Company.objects.create(name=name, slug=slugify_german(name))

    def save_place(self, instance):
        named = {n: v for n, v in self.values.items() if isinstance(self.fields[n], LocationColumn)}
        if not named:
            return
        place = instance.primary_location or Location(company=instance)
        before = copy(place)
        for name, value in named.items():
            setattr(place, self.fields[name].attribute, value)
        found = self.gazetteer.find_district(
            postcode=place.postcode, locality=place.locality, city=place.city
        )
        if "district" not in named and (
            place.district is None or before.postcode != place.postcode
        ):
            place.district, place.district_origin = found.district, found.origin
        elif "district" in named:
            agrees = place.district == found.district
            place.district_origin = found.origin if agrees else "manual"
        place.save()


def import_row_by_row(text, cluster):
    dataset = Dataset().load(text, format="csv")
    return RowByRow(cluster).import_data(dataset, raise_errors=True)
