"""One factory for every model, so that a test names only what it is about."""

import importlib
import pkgutil
from typing import Any


def by_model() -> dict[type[Any], Any]:
    """The factory of each model."""
    found: dict[type[Any], Any] = {}
    for module in pkgutil.iter_modules(__path__):
        for one in vars(importlib.import_module(f"{__name__}.{module.name}")).values():
            options = getattr(one, "_meta", None)
            if isinstance(one, type) and getattr(options, "model", None) is not None:
                found.setdefault(options.model, one)
    return found
