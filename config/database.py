"""Where the database is: DATABASE_URL, or the embedded PostgreSQL of development."""

import os
from pathlib import Path
from typing import Any

import environ


def from_environment(env: environ.Env, base_dir: Path) -> dict[str, Any]:
    """``DATABASES``: the default one, and a replica to read from if there is one."""
    if not os.environ.get("DATABASE_URL"):
        from config.embedded import server

        return {"default": server.settings(base_dir / ".data" / "postgres")}
    databases = {"default": _persistent(env.db_url("DATABASE_URL"))}
    if os.environ.get("DATABASE_REPLICA_URL"):
        replica = _persistent(env.db_url("DATABASE_REPLICA_URL"))
        databases["replica"] = replica | {"TEST": {"MIRROR": "default"}}
    return databases


def _persistent(config: dict[str, Any]) -> dict[str, Any]:
    """Keep connections for ten minutes, unless the address says otherwise (``?conn_max_age=0``)."""
    return {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True} | config
