"""Measurements; see README.md beside this file. No test depends on a time."""
