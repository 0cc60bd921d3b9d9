"""Field types that need one thing to differ between the engines."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class KeyField(models.CharField):
    """A normalised key, compared byte by byte, so that a plain index serves prefixes and order.

    PostgreSQL needs the collation "C" for that; SQLite's default is binary already.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
