"""Public pages for anonymous visitors: not sent again, or not made again, while nothing changed.

All that such a page shows comes with the version of the data, so the version, the address and the
day (freshness, dates to come) tell whether it is the same. An edit is public on the next request.
"""

from datetime import datetime, time, timedelta
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from clusters.models import DataVersion, Version
from config.middleware import GetResponse

PAGES = frozenset(
    {
        "home", "cluster_list", "cluster_detail", "district_list", "district_detail",
        "network_list", "network_detail", "networks:event_list", "companies:company_list",
        "companies:company_detail", "companies:suggestions",
    }
)  # fmt: skip
CODE = ("clusters", "companies", "config", "networks", "static", "templates")
ELSEWHERE = ("/healthz", "/readyz", "/admin/", "/static/")  # these need no version
KEPT_HEADERS = ("Content-Type", "Content-Language", "Content-Encoding", "Vary")


def page_cache(get_response: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponse:
        version = DataVersion.objects.current() if _is_anonymous(request) else None
        if version is None or version.epoch is None:
            return get_response(request)
        request.data_version = version  # for whoever needs it next
        key = _key(request, version)
        if _is_known(request, key, version):
            return _labelled(HttpResponseNotModified(), key, version)
        kept = cache.get(key)
        if kept is not None:
            body, headers = kept
            return _labelled(HttpResponse(body, headers=headers), key, version)
        response = get_response(request)
        if not _is_page(request, response):
            return response
        if settings.PAGE_CACHE_SECONDS:
            headers = {name: response[name] for name in KEPT_HEADERS if name in response}
            cache.set(key, (response.content, headers), settings.PAGE_CACHE_SECONDS)
        return _labelled(response, key, version)

    return middleware


def _is_anonymous(request: HttpRequest) -> bool:
    return (
        settings.PAGE_CACHE
        and request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not request.path_info.startswith(ELSEWHERE)
    )


def _is_page(request: HttpRequest, response: HttpResponse) -> bool:
    match = request.resolver_match
    return (
        response.status_code == 200
        and match is not None
        and match.view_name in PAGES
        and not response.streaming
        and not response.cookies
    )


def _key(request: HttpRequest, version: Version) -> str:
    """Also the ETag. What a release changes makes all pages new."""
    parts = (
        version.epoch, version.number, timezone.localdate(), _release(), request.get_host(),
        request.get_full_path(), request.headers.get("X-Fragment", ""),
        "gzip" in request.headers.get("Accept-Encoding", ""),
    )  # fmt: skip
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@lru_cache(maxsize=1)
def _release() -> float:
    """When the code was last changed, as far as its files know."""
    files = (path for name in CODE for path in Path(settings.BASE_DIR, name).rglob("*.*"))
    return max(path.stat().st_mtime for path in files if path.suffix != ".pyc")


def _is_known(request: HttpRequest, key: str, version: Version) -> bool:
    """Whether the visitor has this very page already."""
    if etags := request.headers.get("If-None-Match"):
        return f'"{key}"' in {etag.removeprefix("W/") for etag in parse_etags(etags)}
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and since >= _modified(version)


def _modified(version: Version) -> int:
    """The first full second from which on the page is as it is, since 1970."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    changed = max(version.changed_at + timedelta(seconds=1), midnight)
    return int(changed.timestamp())


def _labelled(response: HttpResponse, key: str, version: Version) -> HttpResponse:
    response["ETag"] = f'W/"{key}"'
    response["Cache-Control"] = "no-cache"  # keep it, but ask each time
    if (modified := _modified(version)) <= timezone.now().timestamp():
        response["Last-Modified"] = http_date(modified)  # else a second change could follow
    return response
