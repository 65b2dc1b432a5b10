"""Database backend: PostgreSQL whose server is started when the first connection fails.

Commands that need no database thus start none, and a server that was killed is started
again by the next request. Django looks for the class in a module of this name.
"""

from typing import Any

from django.db.backends.postgresql import base

from config.embedded import server


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        try:
            return super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            # Another process may have started it meanwhile: try again in any case.
            server.ensure_running(self.settings_dict["EMBEDDED_FOLDER"])
        return super().get_new_connection(conn_params)
