from . import company, counts, imports, parts, tags

__all__ = ["company", "counts", "imports", "parts", "tags"]
