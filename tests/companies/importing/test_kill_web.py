"""A web process that is killed while it takes a list: the whole file is there, or nothing of it."""

import http.client
import random
import threading
import time
from contextlib import suppress

import psutil
import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from companies.importing.intake import Upload, UploadPart
from tests.accounts import logged_in, member_of
from tests.servers import web_server

pytestmark = pytest.mark.django_db(transaction=True)

CONTENT = b"Firma;PLZ\n" + b"Havel Optik;10367\n" * 1_000_000  # many parts of a file
KILLS = 5
LONGEST = 0.1  # seconds; less than it takes to keep the file
WRITES = """
    SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'companies_uploadpart'::regclass
        AND mode = 'RowExclusiveLock')"""
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


def is_being_kept():
    with connection.cursor() as cursor:
        cursor.execute(WRITES)
        return cursor.fetchone()[0]


def kill(process):
    for worker in psutil.Process(process.pid).children():
        worker.kill()
    process.kill()


def test_killed_before_all_of_a_list_was_sent_nothing_is_kept(send):
    with web_server() as (process, host):
        sending = threading.Thread(target=send, args=(host, 0.5))
        sending.start()
        time.sleep(LONGEST)
        kill(process)
        sending.join()
    assert kept() == 0


def test_killed_while_a_list_is_being_kept_all_of_it_is_there_or_nothing(send):
    moments = random.Random(20261122)
    for number in range(KILLS):
        with web_server() as (process, host):
            sending = threading.Thread(target=send, args=(host,))
            sending.start()
            while not is_being_kept():
                assert sending.is_alive()
            time.sleep(moments.uniform(0, LONGEST))
            kill(process)
            sending.join()
        assert kept() <= number + 1
