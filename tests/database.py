"""The database of the tests, for other processes."""

from urllib.parse import quote

from django.db import connection


def database_url() -> str:
    """The database of the tests, as another process names it."""
    given = connection.settings_dict
    user = quote(given["USER"], safe="")
    if given["PASSWORD"]:
        user += f":{quote(given['PASSWORD'], safe='')}"
    if given["HOST"].startswith("/"):  # the folder of a socket
        return f"postgres://{user}@/{given['NAME']}?host={quote(given['HOST'], safe='')}"
    port = f":{given['PORT']}" if given["PORT"] else ""
    return f"postgres://{user}@{given['HOST']}{port}/{given['NAME']}"
