"""Several worker processes beside each other, as in production."""

from contextlib import ExitStack

import pytest

from companies.models import Company
from tests.factories import CompanyFactory
from tests.servers import read, web_server


@pytest.mark.django_db(transaction=True)
def test_each_worker_shows_an_edit_on_the_next_request():
    company = CompanyFactory(name="Muster Null")
    with ExitStack() as stack:
        hosts = [stack.enter_context(web_server())[1] for _ in range(2)]
        for name in ("Muster Eins", "Muster Zwei", "Muster Drei"):
            Company.objects.filter(pk=company.pk).update(name=name, name_sort=name.lower())

            for host in hosts:
                assert name in read(f"http://{host}/unternehmen/")
                assert name in read(f"http://{host}/unternehmen/")  # the kept page
