"""Bar charts as coordinates, for `components/chart_bars.html`: the same in page and PDF.

Numbers in, places out; no template, no markup, no colour. Widths of text are estimated generously,
so that labels never run into each other whatever font draws them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from math import ceil, floor, log10

from django.utils.translation import gettext as _

from core.money import format_number

Number = int | Decimal

FONT_SIZE = 13
# The widest average of our fonts, digits and small letters, in shares of the font's size.
_LETTER = 0.6
_GAP = 6.0  # between labels, and between a label and what it stands by
_TICK_LENGTH, _TICKS_WANTED = 4.0, 5
_LEGEND_MARK = 13.0
_LINE = FONT_SIZE * 1.4
MAX_SERIES = 4  # as many fillings as can be told apart without colour


@dataclass(frozen=True)
class Category:
    """A place on the horizontal axis. Neighbours with the same `group` share a label under theirs.

    `full_label` names it where it stands alone: in descriptions and when pointed at.
    """

    label: str
    group: str = ""
    full_label: str = ""

    @property
    def name(self) -> str:
        return self.full_label or f"{self.label} {self.group}".strip()


@dataclass(frozen=True)
class Series:
    """Values by category; None where there is none. Never negative."""

    label: str
    values: Sequence[Number | None]


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    series: int  # from 1, for the class that fills it
    text: str  # what it says when pointed at


@dataclass(frozen=True)
class Label:
    """Text whose `x` is its middle, its beginning or its end as `anchor` says (SVG's text-anchor)."""

    x: float
    y: float
    text: str
    anchor: str = "middle"

    @property
    def left(self) -> float:
        width = text_width(self.text)
        return self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]

    @property
    def right(self) -> float:
        return self.left + text_width(self.text)


@dataclass(frozen=True)
class Tick:
    y: float
    label: Label


@dataclass(frozen=True)
class LegendItem:
    x: float
    y: float
    size: float
    series: int
    label: Label


@dataclass(frozen=True)
class BarChart:
    """Everything that the template draws. `chart_id` is unique in its page."""

    chart_id: str
    title: str
    description: str
    width: float
    height: float
    plot_left: float
    plot_right: float
    plot_top: float
    plot_bottom: float
    bars: list[Bar] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)
    category_labels: list[Label] = field(default_factory=list)
    group_labels: list[Label] = field(default_factory=list)
    value_labels: list[Label] = field(default_factory=list)
    legend: list[LegendItem] = field(default_factory=list)
    unit: Label | None = None

    @property
    def outline(self) -> float:
        """How thick bars are drawn around: narrow ones would run together."""
        return 1 if min((bar.width for bar in self.bars), default=64.0) >= 6 else 0.5


def bar_chart(
    *,
    chart_id: str,
    title: str,
    categories: Sequence[Category],
    series: Sequence[Series],
    stacked: bool = False,
    unit: str = "",
    places: int = 0,
    description: str = "",
    width: float = 720,
    height: float = 300,
) -> BarChart:
    """Bars side by side for each category, or `stacked` on each other, the first at the bottom.

    `unit` is printed over the vertical axis; `places` are the decimals of printed values. Without a
    description one is made of the first, last, highest and lowest category. Raises ValueError for
    negative values, uneven series and more than four of them.
    """
    _check(categories, series)
    tops = [_top(series, index, stacked) for index in range(len(categories))]
    steps = nice_ticks(max((top for top in tops if top is not None), default=0), whole=places == 0)
    # The axis shows decimals only where its own steps have any.
    axis_texts = [format_number(Decimal(str(step)).normalize()) for step in steps]
    legend_rows = _legend_rows(series, width)
    heading = len(legend_rows) + (1 if unit else 0)
    chart = BarChart(
        chart_id=chart_id,
        title=title,
        description=description or _describe(categories, tops, places, unit),
        width=width,
        height=height,
        plot_left=round(max(text_width(text) for text in axis_texts) + _TICK_LENGTH + _GAP, 1),
        plot_right=width - _GAP,
        plot_top=round(heading * _LINE + _LINE, 1),
        plot_bottom=round(height - _LINE * (2 if any(c.group for c in categories) else 1) - _GAP, 1),
        unit=Label(0, round(len(legend_rows) * _LINE + FONT_SIZE, 1), unit, "start") if unit else None,
    )
    _place_legend(chart, legend_rows)
    scale = _Scale(chart, steps[-1], len(categories))
    for step, text in zip(steps, axis_texts, strict=True):
        y = scale.y(step)
        chart.ticks.append(
            Tick(y, Label(chart.plot_left - _TICK_LENGTH - 2, round(y + FONT_SIZE / 3, 1), text, "end"))
        )
    for index, category in enumerate(categories):
        _place_bars(chart, scale, series, index, category, stacked, places)
    _place_values(chart, scale, series, tops, stacked, places)
    _place_category_labels(chart, scale, categories)
    return chart


def nice_ticks(highest: Number | float, *, whole: bool = True) -> list[float]:
    """Steps of 1, 2 or 5 times a power of ten, from 0 to the first at or above `highest`.

    With `whole`, no step is less than one.
    """
    rough = float(highest) / _TICKS_WANTED
    if rough <= 0:
        return [0, 1]
    power = 10.0 ** floor(log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999999)
    if whole:
        step = max(1.0, step)
    count = ceil(float(highest) / step - 1e-9)
    return [round(step * number, 10) for number in range(count + 1)]


def text_width(text: str, size: float = FONT_SIZE) -> float:
    """An estimate that is never too small for our fonts."""
    return len(text) * size * _LETTER


class _Scale:
    def __init__(self, chart: BarChart, highest: float, categories: int) -> None:
        self.chart, self.highest = chart, highest
        self.slot = (chart.plot_right - chart.plot_left) / max(categories, 1)

    def y(self, value: Number | float) -> float:
        length = self.chart.plot_bottom - self.chart.plot_top
        return round(self.chart.plot_bottom - length * float(value) / self.highest, 1)

    def middle(self, index: float) -> float:
        return self.chart.plot_left + self.slot * (index + 0.5)


def _check(categories: Sequence[Category], series: Sequence[Series]) -> None:
    if len(series) > MAX_SERIES:
        raise ValueError(f"{len(series)} series; at most {MAX_SERIES} can be told apart")
    for one in series:
        if len(one.values) != len(categories):
            raise ValueError(f"{len(one.values)} values for {len(categories)} categories")
        if any(value is not None and value < 0 for value in one.values):
            raise ValueError("bars cannot be negative")


def _top(series: Sequence[Series], index: int, stacked: bool) -> Number | None:
    values = [one.values[index] for one in series]
    present = [value for value in values if value is not None]
    if not present:
        return None
    return sum(present, Decimal(0)) if stacked else max(present)


def _place_bars(
    chart: BarChart,
    scale: _Scale,
    series: Sequence[Series],
    index: int,
    category: Category,
    stacked: bool,
    places: int,
) -> None:
    room = scale.slot * (0.7 if stacked or len(series) == 1 else 0.8)
    width = min(room if stacked else room / max(len(series), 1), 64.0)
    left = scale.middle(index) - (width if stacked else width * len(series)) / 2
    below: Number = 0
    for number, one in enumerate(series):
        value = one.values[index]
        if value is None:
            continue
        top, bottom = scale.y(below + value), scale.y(below)
        chart.bars.append(
            Bar(
                x=round(left if stacked else left + number * width, 1),
                y=top,
                width=round(width, 1),
                height=round(bottom - top, 1),
                series=number + 1,
                text=f"{category.name}, {one.label}: {format_number(value, places)}",
            )
        )
        if stacked:
            below += value


def _place_values(
    chart: BarChart,
    scale: _Scale,
    series: Sequence[Series],
    tops: Sequence[Number | None],
    stacked: bool,
    places: int,
) -> None:
    """Over each bar, or each stack its sum; all of them or, when one lacks room, none."""
    if stacked:
        labels = [
            Label(round(scale.middle(index), 1), round(scale.y(top) - 4, 1), format_number(top, places))
            for index, top in enumerate(tops)
            if top is not None
        ]
        room = scale.slot
    else:
        values = [
            value for index in range(len(tops)) for one in series if (value := one.values[index]) is not None
        ]
        labels = [
            Label(round(bar.x + bar.width / 2, 1), round(bar.y - 4, 1), format_number(value, places))
            for bar, value in zip(chart.bars, values, strict=True)
        ]
        room = min((bar.width for bar in chart.bars), default=0.0)
    if all(text_width(label.text) + 2 <= room for label in labels):
        chart.value_labels.extend(labels)


def _place_category_labels(chart: BarChart, scale: _Scale, categories: Sequence[Category]) -> None:
    widest = max((text_width(category.label) for category in categories), default=0.0)
    first_row = round(chart.plot_bottom + _LINE, 1)
    groups = [
        (name, [index for index, _category in members])
        for name, members in groupby(enumerate(categories), key=lambda pair: pair[1].group)
    ]
    has_groups = any(name for name, _members in groups)
    # Every label, every second, third ... until they fit. With groups only steps that divide a year's
    # twelve, so that every year shows the same months; when even six is too few, the groups must do.
    for step in (1, 2, 3, 4, 6) if has_groups else range(1, len(categories) + 2):
        if widest + _GAP <= scale.slot * step:
            shown = [index for _name, members in groups for index in members if index % step == 0]
            chart.category_labels.extend(
                Label(round(scale.middle(index), 1), first_row, categories[index].label) for index in shown
            )
            break
    if not has_groups:
        return
    second_row = round(first_row + _LINE, 1) if chart.category_labels else first_row
    for name, members in groups:
        label = Label(round(scale.middle((members[0] + members[-1]) / 2), 1), second_row, name)
        fits_own = text_width(name) <= scale.slot * len(members) + _GAP or not chart.category_labels
        clear = not chart.group_labels or label.left >= chart.group_labels[-1].right + _GAP
        if name and fits_own and clear and label.left >= 0 and label.right <= chart.width:
            chart.group_labels.append(label)


def _legend_rows(series: Sequence[Series], width: float) -> list[list[tuple[int, str]]]:
    """Which series stand on which row; none for a single series, whose name the title gives."""
    rows: list[list[tuple[int, str]]] = []
    if len(series) < 2:
        return rows
    used = width + 1.0
    for number, one in enumerate(series, start=1):
        needed = _legend_width(one.label)
        if used + needed > width:
            rows.append([])
            used = 0.0
        rows[-1].append((number, one.label))
        used += needed
    return rows


def _legend_width(label: str) -> float:
    return _LEGEND_MARK + _GAP + text_width(label) + 3 * _GAP


def _place_legend(chart: BarChart, rows: Sequence[Sequence[tuple[int, str]]]) -> None:
    for row, items in enumerate(rows):
        x = chart.width - sum(_legend_width(text) for _number, text in items) + 3 * _GAP
        for number, text in items:
            y = round(row * _LINE + 2, 1)
            label = Label(round(x + _LEGEND_MARK + _GAP, 1), round(y + FONT_SIZE - 2, 1), text, "start")
            chart.legend.append(LegendItem(round(x, 1), y, _LEGEND_MARK, number, label))
            x += _legend_width(text)


def _describe(categories: Sequence[Category], tops: Sequence[Number | None], places: int, unit: str) -> str:
    known = [(top, category) for top, category in zip(tops, categories, strict=True) if top is not None]
    if not known:
        return _("There are no values to show.")
    highest = max(known, key=lambda pair: pair[0])
    lowest = min(known, key=lambda pair: pair[0])
    return _(
        "From %(first)s to %(last)s. Highest: %(most)s (%(most_at)s). Lowest: %(least)s (%(least_at)s). "
        "All values are in the table."
    ) % {
        "first": categories[0].name,
        "last": categories[-1].name,
        "most": f"{format_number(highest[0], places)} {unit}".strip(),
        "most_at": highest[1].name,
        "least": f"{format_number(lowest[0], places)} {unit}".strip(),
        "least_at": lowest[1].name,
    }
