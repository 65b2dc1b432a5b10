"""The embedded PostgreSQL of development, demo and tests; production never imports its wheel."""
