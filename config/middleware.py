"""What no library does for every request."""

from collections.abc import Callable

import structlog
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver
from django_structlog.middlewares import RequestMiddleware as StructlogRequestMiddleware

GetResponse = Callable[[HttpRequest], HttpResponse]
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class RequestMiddleware(StructlogRequestMiddleware):
    """Log each request once, without what somebody searched for, and tell its id."""

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        response["X-Request-ID"] = structlog.contextvars.get_contextvars()["request_id"]
        super().handle_response(request, response)

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {request.path}"


def permissions_policy(get_response: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware


def refuse_nul(get_response: GetResponse) -> GetResponse:
    """Answer 400 where an address or a cookie holds a NUL, which PostgreSQL cannot take.

    Forms refuse it themselves.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        texts = [request.path, query.replace("%00", "\0"), *request.COOKIES.values()]
        if any("\0" in text for text in texts):
            answer = get_resolver().resolve_error_handler(400)
            return answer(request, exception=BadRequest("NUL character"))
        return get_response(request)

    return middleware
