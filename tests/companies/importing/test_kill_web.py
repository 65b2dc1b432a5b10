"""A web process that is killed while it takes a list: the whole file is there, or nothing of it."""

import http.client
import random
import threading
import time
from contextlib import suppress

import psutil
import pytest
from django.conf import settings
from django.urls import reverse

from companies.importing.intake import Upload, UploadPart
from tests.accounts import logged_in, member_of
from tests.servers import web_server

pytestmark = pytest.mark.django_db(transaction=True)

CONTENT = b"Firma;PLZ\n" + b"Havel Optik;10367\n" * 300_000  # several parts of a file
KILLS = 5
LONGEST = 0.4  # seconds; more than it takes to send and keep the file
TOKEN = "a" * 32
FIELD = "--x\r\nContent-Disposition: form-data; name="


@pytest.fixture
def send(cluster):
    """``send(host, part)``: that part of the form, whatever becomes of it; the answer's status."""
    session = logged_in(member_of("Curators")).cookies[settings.SESSION_COOKIE_NAME].value
    body = f'{FIELD}"cluster"\r\n\r\n{cluster.pk}\r\n{FIELD}"file"; filename="list.csv"\r\n\r\n'
    body = body.encode() + CONTENT + b"\r\n--x--\r\n"
    headers = {
        "Content-Type": "multipart/form-data; boundary=x",
        "Content-Length": str(len(body)),
        "X-CSRFToken": TOKEN,
        "Cookie": f"csrftoken={TOKEN}; {settings.SESSION_COOKIE_NAME}={session}",
    }
    address = reverse("admin:companies_upload_add")

    def send_to(host, part=1.0):
        connection = http.client.HTTPConnection(host, timeout=60)
        with suppress(OSError, http.client.HTTPException):
            connection.request("POST", address, body[: int(len(body) * part)], headers)
            return connection.getresponse().status

    return send_to


def kept():
    """The files that are there; each must be whole."""
    uploads = Upload.objects.all()
    for upload in uploads:
        with upload.opened() as file:
            assert file.read() == CONTENT
    assert {part.upload_id for part in UploadPart.objects.all()} == {each.pk for each in uploads}
    return len(uploads)


def test_a_list_that_was_sent_is_kept(send):
    with web_server() as (_process, host):
        assert send(host) == 302
    assert kept() == 1


def test_killed_at_any_moment_the_whole_file_is_kept_or_nothing_of_it(send):
    moments = [LONGEST, *(random.Random(20261122).uniform(0, LONGEST) for _ in range(KILLS))]
    for number, moment in enumerate(moments):
        with web_server() as (process, host):
            part = 1.0 if number else 0.5  # the first one never gets the rest
            sending = threading.Thread(target=send, args=(host, part))
            sending.start()
            time.sleep(moment)
            for worker in psutil.Process(process.pid).children():
                worker.kill()
            process.kill()
            sending.join()
        assert kept() <= number
