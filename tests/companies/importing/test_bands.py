import pytest

from companies.importing.bands import size_of_band
from companies.models import Company


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("0 Beschäftigte", "micro"), ("4 - 6 Beschäftigte", "micro"), ("10-49", "small"),
        ("10 bis unter 50", "small"), ("50–249 MA", "medium"), ("unter 10", "micro"),
        ("< 10 Mitarbeiter", "micro"), ("250+", "large"), ("ab 250", "large"),
        ("mehr als 249", "large"), ("500 und mehr Beschäftigte", "large"), ("bis 9", "micro"),
        ("12 Mitarbeitende", "small"),
    ],
)  # fmt: skip
def test_a_band_lies_in_a_size_class(text, size):
    assert size_of_band(text) == size


@pytest.mark.parametrize("text", ["200 - 499 Beschäftigte", "3", "0", "", "viele", "ab 10", "-"])
def test_what_spans_classes_or_may_be_a_code_is_none(text):
    assert size_of_band(text) is None


@pytest.mark.django_db
def test_bands_are_read_and_those_that_span_classes_can_be_translated(bring):
    text = "name;Unternehmensgröße\nA;4 - 6 Beschäftigte\nB;200 - 499 Beschäftigte\n"

    assert "--translate 'size_class:200 - 499 Beschäftigte=" in bring(text)
    bring(text, "--translate", "size_class:200 - 499 Beschäftigte=medium", "--save")
    sizes = Company.objects.order_by("name").values_list("stated_size_class", flat=True)
    assert list(sizes) == ["micro", "medium"]
