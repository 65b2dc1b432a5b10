"""Lets the database work while this process does: a statement is sent, and its end awaited when its
rows are wanted, or when the next statement is sent.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from psycopg import pq
from psycopg.errors import error_from_result


@contextmanager
def asked(statement: str, values: list[Any]) -> Iterator[Callable[[], list[tuple]]]:
    """The database answers while the block runs, which gets the rows by calling. Other statements
    of the block are answered after it; COPY is not possible.
    """
    connection.ensure_connection()
    with (
        connection.wrap_database_errors,
        connection.connection.pipeline(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)
        yield cursor.fetchall


class Meanwhile:
    def __init__(self) -> None:
        self.pgconn = connection.connection.pgconn
        self.is_busy = False

    def start(self, statement: str) -> None:
        """Its result is not looked at, but for errors."""
        self.end()
        self.is_busy = True
        with connection.wrap_database_errors:
            self.pgconn.send_query(statement.encode())
            while self.pgconn.flush():
                pass

    def end(self) -> None:
        """Wait. Raises what the statement ran into."""
        results = []
        while self.is_busy and (result := self.pgconn.get_result()):
            results.append(result)
        self.is_busy = False
        with connection.wrap_database_errors:
            for result in results:
                if result.status == pq.ExecStatus.FATAL_ERROR:
                    raise error_from_result(result)

    def before(self, execute: Callable, *statement: Any) -> Any:
        self.end()
        return execute(*statement)


@contextmanager
def meanwhile() -> Iterator[Meanwhile]:
    """In a transaction. All statements of the block by Django's cursors are waited for; COPY needs
    one before it, as it passes by.
    """
    connection.ensure_connection()
    work = Meanwhile()
    try:
        with connection.execute_wrapper(work.before):
            yield work
        work.end()
    finally:
        while work.is_busy and work.pgconn.get_result():
            pass  # of a block that failed: the rollback needs the connection
