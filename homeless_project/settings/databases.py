"""DATABASE_URL to Django's DATABASES entry, with the durability and speed that the product counts on."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import environ

SQLITE_DURABLE = ("FULL", "EXTRA")
SQLITE_SYNCHRONOUS = ("OFF", "NORMAL", *SQLITE_DURABLE)


def database_from_url(url: str, base_dir: Path) -> dict[str, Any]:
    """Settings for one database; an empty URL means SQLite in the project folder.

    SQLite takes ``?synchronous=OFF|NORMAL|FULL|EXTRA`` (default FULL). Raises ValueError for another word.
    """
    url = url or f"sqlite:///{base_dir / 'hemvag.sqlite3'}"
    if url.startswith("sqlite"):
        return _sqlite(url)
    config: dict[str, Any] = environ.Env.db_url_config(url)
    config["CONN_MAX_AGE"] = 60
    config["CONN_HEALTH_CHECKS"] = True
    # Just-in-time compilation made a small report 28 times slower.
    config.setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
    return config


def _sqlite(url: str) -> dict[str, Any]:
    address, _, query = url.partition("?")
    options = dict(parse_qsl(query))
    synchronous = options.pop("synchronous", "FULL").upper()
    if synchronous not in SQLITE_SYNCHRONOUS:
        raise ValueError(f"DATABASE_URL: synchronous must be one of {', '.join(SQLITE_SYNCHRONOUS)}")
    config: dict[str, Any] = environ.Env.db_url_config(address)
    config["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": f"PRAGMA journal_mode=WAL;PRAGMA synchronous={synchronous};PRAGMA temp_store=MEMORY;",
    }
    return config
