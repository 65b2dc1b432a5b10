"""The way from a public page to the form behind it."""

from typing import Any

from django import template
from django.conf import settings
from django.db.models import Model
from django.urls import reverse

register = template.Library()


@register.inclusion_tag("partials/edit_link.html", takes_context=True)
def edit_link(context: template.Context, row: Model) -> dict[str, Any]:
    """A link for staff. Who has no session cookie is not asked who they are."""
    request, meta = context["request"], row._meta
    name = f"{meta.app_label}_{meta.model_name}"
    signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
    if not signed_in or not request.user.has_perm(f"{meta.app_label}.view_{meta.model_name}"):
        return {"url": ""}
    return {"url": reverse(f"admin:{name}_change", args=[row.pk])}
