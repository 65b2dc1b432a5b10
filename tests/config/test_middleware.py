import uuid

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_every_answer_forbids_foreign_and_inline_code(client):
    for path in ["/healthz", "/admin/login/", "/there-is-no-such-page/"]:
        policy = client.get(path)["Content-Security-Policy"]
        rules = set(policy.split("; "))  # in any order

        assert {"default-src 'none'", "script-src 'self'", "style-src 'self'"} <= rules
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in rules


def test_every_answer_has_the_security_headers(client):
    response = client.get("/healthz")

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in response["Permissions-Policy"]


def test_every_answer_tells_its_request_id(client):
    first, second = (uuid.UUID(client.get("/healthz")["X-Request-ID"]) for _ in range(2))

    assert first != second


@pytest.mark.parametrize("address", ["/admin/login/?next=%00", "/healthz?q=a%00b&x=1", "/a%00b/"])
def test_a_nul_in_the_address_is_a_bad_request(client, address):
    response = client.get(address)

    assert response.status_code == 400
    assert "Content-Security-Policy" in response


def test_a_nul_in_the_name_of_a_static_file_is_no_error(client):
    assert client.get("/static/%00.css").status_code in {400, 404}


def test_a_nul_in_a_cookie_is_a_bad_request():
    client = Client(HTTP_COOKIE='sessionid="abcdefgh\\000"')

    assert client.get("/admin/").status_code == 400


def test_an_anonymous_reader_gets_no_cookie(client):
    response = client.get("/healthz")

    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_logs_name_path_and_code_but_not_reader_or_search(client, caplog):
    caplog.set_level("DEBUG")

    client.get("/healthz?q=secret-words", REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="Browser/1")

    (line,) = [record.msg for record in caplog.records if "request_finished" in str(record.msg)]
    assert (line["code"], line["request"]) == (200, "GET /healthz")
    assert uuid.UUID(line["request_id"])
    assert "203.0.113.7" not in caplog.text
    assert "secret-words" not in caplog.text
