"""One factory for every model, so that a test names only what it is about."""

import importlib
import pkgutil
from typing import Any

from factory import Factory


def by_model() -> dict[type[Any], Any]:
    """The factory of each model."""
    found: dict[type[Any], Any] = {}
    for module in pkgutil.iter_modules(__path__):
        for one in vars(importlib.import_module(f"{__name__}.{module.name}")).values():
            if isinstance(one, type) and issubclass(one, Factory) and one._meta.model is not None:
                found.setdefault(one._meta.model, one)
    return found
