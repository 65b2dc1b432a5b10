import pytest
from django.urls import reverse

from clusters import roles
from clusters.models import Figure
from tests.accounts import form_data, logged_in, member_of
from tests.factories import AreaFactory, FigureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return logged_in(member_of(roles.CURATORS))


def change_url(figure):
    return reverse("admin:clusters_figure_change", args=[figure.pk])


def save(client, url, **changes):
    data = form_data(client.get(url)) | changes
    response = client.post(url, data)
    assert response.status_code == 302, response.context["errors"]
    return response


def test_correcting_a_figure_leaves_the_old_one_on_record(curator):
    old = FigureFactory(value=130)

    save(curator, change_url(old), value="135")

    old.refresh_from_db()
    assert (old.value, bool(old.superseded_at)) == (130, True)
    assert Figure.objects.current().get().value == 135


def test_saving_without_a_change_keeps_the_figure(curator):
    figure = FigureFactory()

    save(curator, change_url(figure), change_reason="only looked")

    assert Figure.objects.get().superseded_at is None


def test_continuing_to_edit_leads_to_the_new_version(curator):
    old = FigureFactory(value=130)

    response = save(curator, change_url(old), value="135", _continue="1")

    assert response["Location"] == change_url(Figure.objects.current().get())


def test_a_superseded_figure_is_shown_and_cannot_be_changed(curator):
    old = FigureFactory(value=130)
    save(curator, change_url(old), value="135")

    response = curator.get(change_url(old))

    assert response.status_code == 200
    assert not response.context["has_change_permission"]
    assert curator.post(change_url(old), {"value": "1"}).status_code == 403


def test_the_form_names_earlier_values(curator):
    old = FigureFactory(value=130, qualifier="more_than")
    save(curator, change_url(old), value="135")

    text = curator.get(change_url(Figure.objects.current().get())).content.decode()

    assert f"{old.get_qualifier_display()} 130" in text


@pytest.mark.parametrize("place", ["cluster", "area"])
def test_correcting_a_figure_inline_supersedes_it_as_well(curator, place):
    old = FigureFactory(value=130)
    owner = getattr(old, place)
    url = reverse(f"admin:clusters_{place}_change", args=[owner.pk])

    save(curator, url, **{"figures-0-value": "135"})

    old.refresh_from_db()
    assert (old.value, bool(old.superseded_at)) == (130, True)
    assert Figure.objects.current().get().value == 135


def test_the_list_shows_current_figures_unless_asked(curator):
    old = FigureFactory(value=130)
    save(curator, change_url(old), value="135")
    url = reverse("admin:clusters_figure_changelist")

    def shown(**query):
        return {row.value for row in curator.get(url, query).context["cl"].result_list}

    assert shown() == {135}
    assert shown(superseded="yes") == {130}
    assert shown(superseded="all") == {130, 135}


def test_an_earlier_value_is_put_back_as_a_new_version(curator):
    old = FigureFactory(value=130)
    save(curator, change_url(old), value="135")
    new = Figure.objects.current().get()
    event = old.history.get(pgh_label="insert")
    args = [new.pk, event._meta.label_lower, event.pk]

    response = curator.post(reverse("admin:clusters_figure_put_back", args=args))

    current = Figure.objects.current().get()
    assert (current.value, Figure.objects.count()) == (130, 3)
    assert response["Location"] == reverse("admin:clusters_figure_history", args=[current.pk])


def test_nobody_deletes_a_figure_in_a_group(curator):
    figure = FigureFactory(area=AreaFactory())

    url = reverse("admin:clusters_figure_delete", args=[figure.pk])

    assert curator.post(url, {"post": "yes"}).status_code == 403
    assert Figure.objects.exists()
