from . import company, counts, imports, parts, tags, uploads

__all__ = ["company", "counts", "imports", "parts", "tags", "uploads"]
