"""One value in two columns: ``name_de`` and ``name_en`` read as ``name``."""

from typing import Any

from django.utils.translation import get_language


class InCurrentLanguage:
    """Read ``<field>_<language>``; German where the translation is empty.

    Two plain columns and this descriptor instead of a translation package: queries, exports and
    the history name the column they mean, and no manager is patched.
    """

    def __init__(self, field: str) -> None:
        self.field = field

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        german = getattr(instance, f"{self.field}_de")
        if (get_language() or "de").startswith("en"):
            return getattr(instance, f"{self.field}_en") or german
        return german
