"""The figures of a report, in the order in which every page, file and printout shows them."""

from collections.abc import Iterator

from core.registries import Figure, FigureGroup, figure_groups


class CatalogueError(Exception):
    """The declared figures contradict each other: a fault in the code, found when they are collected."""


def groups() -> list[FigureGroup]:
    """All groups in the order of the report. Raises CatalogueError, see `figures`."""
    found = sorted(figure_groups, key=lambda group: (group.order, group.name))
    _check(found)
    return found


def figures() -> list[Figure]:
    """The period's figures in the order of the report.

    Raises CatalogueError when two figures share a key, one lacks its words, or one is part of a figure
    that nobody declares.
    """
    return [figure for group in groups() for figure in group.figures]


def month_figures() -> list[Figure]:
    """The figures that are told month by month, in order. Raises CatalogueError, see `figures`."""
    return [figure for group in groups() for figure in group.month_figures]


def definitions() -> list[Figure]:
    """Every figure once, those of the months first within their group: what a list of definitions needs."""
    return [figure for group in groups() for figure in declared(group)]


def figure(key: str) -> Figure:
    """The figure with that key. Raises KeyError when nobody declares it."""
    for declared_figure in definitions():
        if declared_figure.key == key:
            return declared_figure
    raise KeyError(key)


def declared(group: FigureGroup) -> list[Figure]:
    """The figures of a group, each once."""
    return list(dict.fromkeys([*group.month_figures, *group.figures]))


def _check(found: list[FigureGroup]) -> None:
    every = [figure for group in found for figure in declared(group)]
    keys = [figure.key for figure in every]
    for key in keys:
        if keys.count(key) > 1:
            raise CatalogueError(f"two figures are called {key!r}")
    for figure in every:
        for fault in _faults(figure, keys):
            raise CatalogueError(f"figure {figure.key!r}: {fault}")


def _faults(figure: Figure, keys: list[str]) -> Iterator[str]:
    for part in ("key", "label", "definition", "population"):
        if not str(getattr(figure, part)).strip():
            yield f"it has no {part}"
    if figure.kind not in KINDS:
        yield f"it has the unknown kind {figure.kind!r}"
    if figure.parent and figure.parent not in keys:
        yield f"it is part of {figure.parent!r}, which nobody declares"


# kind -> decimals shown
KINDS = {"count": 0, "percent": 0, "amount": 2, "average": 2, "days": 1}
