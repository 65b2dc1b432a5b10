"""The filtered list as files: whole, in the list's order, streamed slice by slice."""
