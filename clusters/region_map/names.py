"""Names of districts where there is little room."""


def lines_of(name: str) -> tuple[str, ...]:
    """A name on at most two lines, broken after a hyphen or at a blank."""
    if len(name) <= 13:
        return (name,)
    for mark, kept in (("-", 1), (" ", 0)):
        head, found, tail = name.partition(mark)
        if found:
            return (head + mark * kept, tail)
    return (name,)


def code_of(name: str) -> str:
    """Three letters where there is no room for the name: ChW, Pan, TeS."""
    parts = [part for part in name.replace("-", " ").split() if part[0].isupper()]
    if len(parts) == 1:
        return parts[0][:3]
    return parts[0][:2] + parts[1][0]
