"""Before and after in the admin's preview, marked by elements: no style attributes."""

from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from import_export.resources import Diff


class MarkedDiff(Diff):
    def as_html(self) -> list[SafeString]:
        return [
            marked("" if self.new else before, after)
            for before, after in zip(self.left, self.right, strict=True)
        ]


def marked(before: Any, after: Any) -> SafeString:
    """Return HTML: the old value struck out, the new one as inserted."""
    before, after = str(before or ""), str(after or "")
    if before == after:
        return conditional_escape(after)
    if not before:
        return format_html("<ins>{}</ins>", after)
    if not after:
        return format_html("<del>{}</del>", before)
    return format_html("<del>{}</del> <ins>{}</ins>", before, after)
