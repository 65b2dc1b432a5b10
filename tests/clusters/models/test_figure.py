import pytest
from django.db import IntegrityError

from clusters.models import Figure
from clusters.models.figure import supersede
from tests.factories import FigureFactory

pytestmark = pytest.mark.django_db


def same(figure, **fields):
    keys = ("cluster", "area", "indicator", "source")
    return FigureFactory(**({key: getattr(figure, key) for key in keys} | fields))


def test_a_source_gives_a_figure_once_also_without_a_year():
    figure = FigureFactory(reference_year=None)

    with pytest.raises(IntegrityError):
        same(figure, value=131)


def test_another_year_is_another_figure():
    figure = FigureFactory(reference_year=2024)
    same(figure, reference_year=2025)

    assert Figure.objects.current().count() == 2


def test_a_correction_supersedes_and_keeps_the_old_figure():
    old = FigureFactory(value=130, qualifier="about")

    new = supersede(figure=old, value=140)

    assert list(Figure.objects.current()) == [new]
    assert (new.value, new.qualifier) == (140, "about")
    assert Figure.objects.get(pk=old.pk).value == 130


def test_a_correction_that_fails_leaves_the_old_figure_in_force():
    old = FigureFactory(value=130)

    with pytest.raises(IntegrityError):
        supersede(figure=old, value=-1)


@pytest.mark.parametrize(
    "fields", [{"value": -1}, {"as_of_precision": "day"}, {"as_of_on": "2018-12-01"}]
)
def test_database_refuses_impossible_figures(fields):
    with pytest.raises(IntegrityError):
        FigureFactory(**fields)
