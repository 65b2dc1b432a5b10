"""A small region, and lists written to a file and brought in."""

from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation

from clusters import roles
from companies.importing.intake import Upload
from tests.accounts import logged_in, member_of
from tests.factories import (
    ClusterFactory,
    DistrictFactory,
    LandFactory,
    PostcodeFactory,
    SectorFactory,
)

LIST = (
    "Firma;Straße;PLZ;Ort;Branche;Schlagwörter;Beschäftigte;Webseite\n"
    "Havel Optik GmbH;Musterallee 12;10367;Berlin;medizintechnik;Laser|Lidar;1.200;havel.example\n"
    "Spree Diagnostik;Beispielweg 3;10247;Berlin;Medizintechnik;;k. A.;\n"
)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def cluster():
    return ClusterFactory(slug="gesundheit")


@pytest.fixture
def region(cluster):
    """Two Bezirke that share 10247, and Cottbus with 03046."""
    berlin = LandFactory(slug="berlin", name="Berlin")
    brandenburg = LandFactory(slug="brandenburg", name="Brandenburg")
    lichtenberg = DistrictFactory(slug="lichtenberg", parent=berlin)
    kreuzberg = DistrictFactory(slug="friedrichshain-kreuzberg", parent=berlin)
    cottbus = DistrictFactory(slug="cottbus", parent=brandenburg)
    PostcodeFactory(code="10367", district=lichtenberg, place="Lichtenberg", weight=900)
    PostcodeFactory(code="10247", district=kreuzberg, place="Friedrichshain", weight=800)
    PostcodeFactory(code="10247", district=lichtenberg, place="Rummelsburg", weight=10)
    PostcodeFactory(code="03046", district=cottbus, place="Cottbus", weight=1)


@pytest.fixture
def bring(tmp_path, region):
    """``bring("name;plz\\n…", "--save")``: import a list; return all that was said.

    Where the command ends in an error, its message is the last line, after "ERROR ".
    """

    def run(text, *options, cluster="gesundheit", file="list.csv"):
        path = tmp_path / file
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        said = StringIO()
        arguments = [str(path), "--cluster", cluster, *options]
        try:
            call_command("import_companies", *arguments, stdout=said, stderr=said)
        except CommandError as error:
            said.write(f"ERROR {error}")
        return said.getvalue().replace(str(path), path.name)

    return run


@pytest.fixture
def sector(cluster):
    return SectorFactory(slug="medizintechnik", cluster=cluster)


@pytest.fixture
def at_once(settings):
    """Background work is done when the transaction ends."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


class Visitor:
    """Somebody who fills in the forms; ``upload`` is the list on its way."""

    def __init__(self, user, commit):
        self.client = logged_in(user)
        self.commit = commit

    def send(self, cluster, text=LIST, name="list.csv"):
        content = text if isinstance(text, bytes) else text.encode()
        form = {"cluster": cluster.pk, "file": SimpleUploadedFile(name, content)}
        page = self.client.post(reverse("admin:companies_upload_add"), form, follow=True)
        self.upload = Upload.objects.first()
        return page

    def address(self, page, *rest):
        return reverse(f"admin:companies_upload_{page}", args=[self.upload.pk, *rest])

    def go(self, **choices):
        """Send the page of columns as it is, but for ``choices``."""
        form = self.client.get(self.address("columns")).context["form"]
        said = {name: value for name in form.fields if (value := form[name].value())}
        return self.post("columns", said | choices | {"go": "1"})

    def post(self, page, data=None):
        with self.commit(execute=True):
            answer = self.client.post(self.address(page), data or {})
        self.upload.refresh_from_db()
        if answer.status_code == 302:
            return self.client.get(answer.url, follow=True)
        return answer


@pytest.fixture
def visit(at_once, django_capture_on_commit_callbacks):
    return lambda user: Visitor(user, django_capture_on_commit_callbacks)


@pytest.fixture
def curator(visit):
    return visit(member_of(roles.CURATORS))
