"""A small region, and lists written to a file and brought in."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

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
