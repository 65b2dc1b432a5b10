"""The tables behind search and facets. Nothing of them is edited; all can be built anew."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class TransactionField(models.Field):
    """The transaction that wrote a row, as PostgreSQL numbers them without wrapping around."""

    def db_type(self, connection: object) -> str:
        return "xid8"


class SnapshotField(models.Field):
    """Which transactions a reader saw."""

    def db_type(self, connection: object) -> str:
        return "pg_snapshot"


class SearchEntry(models.Model):
    """What can be found of a company, written by ``companies_refresh_search`` alone.

    An entry that is no longer public stays as an empty row, so that readers notice.
    """

    number = models.AutoField(primary_key=True)  # the place of the company in all bitmaps
    company = models.OneToOneField(
        "companies.Company",
        models.DO_NOTHING,
        db_constraint=False,
        related_name="search_entry",
    )
    changed_in = TransactionField(db_index=True)
    is_public = models.BooleanField()
    name_sort = models.CharField(max_length=300, db_collation="C")
    name_key = models.TextField(db_collation="C")  # folded, without the legal form
    facets = ArrayField(models.TextField())  # "cluster:3", "kind:hospital" …
    employees = models.PositiveIntegerField(null=True)
    published_at = models.DateTimeField(null=True)
    verified_on = models.DateField(null=True)
    document = SearchVectorField()  # A name, B what it belongs to, C description

    class Meta:
        verbose_name = "search entry"
        indexes = [
            models.Index(
                fields=["name_sort", "number"],
                condition=models.Q(is_public=True),
                name="companies_searchentry_order",
            ),
            models.Index(
                fields=["name_key", "number"],
                condition=models.Q(is_public=True),
                name="companies_searchentry_key",
            ),
        ]

    def __str__(self) -> str:
        return self.name_key


class Vocabulary(models.Model):
    """The directory's own words, folded. Rows are only added; ``rebuild`` counts and clears."""

    word = models.CharField(max_length=60, primary_key=True, db_collation="C")
    lexeme = models.CharField(max_length=60, db_index=True, db_collation="C")
    companies_count = models.PositiveIntegerField(default=0)
    added_in = TransactionField(
        db_default=models.Func(function="pg_current_xact_id"), db_index=True
    )

    class Meta:
        verbose_name = "word"
        indexes = [
            GinIndex(
                fields=["word"], opclasses=["gin_trgm_ops"], name="companies_vocabulary_trigram"
            ),
        ]

    def __str__(self) -> str:
        return self.word


class Base(models.Model):
    """A state of all bitmaps, kept so that a worker starts from it instead of from the rows."""

    id = models.AutoField(primary_key=True)
    taken = SnapshotField()  # entries that it did not see have changed since
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "base of the index"

    def __str__(self) -> str:
        return str(self.pk)


class BasePart(models.Model):
    """One bitmap, one array over the numbers of the entries, or what belongs to the words."""

    base = models.ForeignKey(Base, models.CASCADE, related_name="parts")
    name = models.TextField()
    data = models.BinaryField()

    class Meta:
        verbose_name = "part of the base"

    def __str__(self) -> str:
        return self.name


class Posting(models.Model):
    """The entries that have a word, each under the best weight it has there."""

    base = models.ForeignKey(Base, models.CASCADE, related_name="postings", db_index=False)
    word = models.TextField(db_collation="C")
    weight = models.CharField(max_length=1)
    numbers = models.BinaryField()

    class Meta:
        verbose_name = "posting"
        constraints = [
            models.UniqueConstraint(
                fields=["base", "word", "weight"], name="%(app_label)s_%(class)s_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word} {self.weight}"


class Family(models.Model):
    """A word or stem, and the words that contain it; see ``families``."""

    base = models.ForeignKey(Base, models.CASCADE, related_name="families", db_index=False)
    pattern = models.TextField(db_collation="C")
    edge = models.TextField()  # the words, with spaces between them
    inside = models.TextField()
    # The entries by weight, of ``edge`` and of ``inside``; empty where the words are few.
    numbers = ArrayField(models.BinaryField())

    class Meta:
        verbose_name = "family of words"
        constraints = [
            models.UniqueConstraint(
                fields=["base", "pattern"], name="%(app_label)s_%(class)s_once"
            ),
        ]

    def __str__(self) -> str:
        return self.pattern
