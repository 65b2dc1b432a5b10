"""What every template may know."""

from django.conf import settings
from django.http import HttpRequest


def demo(request: HttpRequest) -> dict[str, bool]:
    """``demo_mode``: the accounts of ``manage.py demo`` exist, and a banner says so."""
    return {"demo_mode": settings.DEMO}
