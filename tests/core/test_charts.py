"""Charts as coordinates: true to scale, labels apart, and one picture for page and PDF."""

import io
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from core.charts import BarChart, Category, Label, Series, bar_chart, nice_ticks, text_width
from core.pdf import render_pdf
from core.periods import parse_period


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def months(key: str) -> list[Category]:
    return [
        Category(part.start.strftime("%b").lower(), str(part.start.year), part.label)
        for part in parse_period(key).months()
    ]


def chart(count: int = 4, *, key: str = "2013-09-01..2013-12-31", **options: Any) -> BarChart:
    categories = months(key)
    series = [
        Series(f"series {number}", [(number * 7 + index) % 35 for index in range(len(categories))])
        for number in range(1, count + 1)
    ]
    return bar_chart(chart_id="c", title="Placed", categories=categories, series=series, **options)


@pytest.mark.parametrize(
    ("highest", "whole", "expected"),
    [
        (0, True, [0, 1]),
        (1, True, [0, 1]),
        (3, True, [0, 1, 2, 3]),
        (34, True, [0, 10, 20, 30, 40]),
        (40, True, [0, 10, 20, 30, 40]),
        (41, True, [0, 10, 20, 30, 40, 50]),
        (603_000, True, [0, 200_000, 400_000, 600_000, 800_000]),
        (Decimal("0.4"), False, [0, 0.1, 0.2, 0.3, 0.4]),
        (Decimal("0.4"), True, [0, 1]),
        (Decimal("30.25"), False, [0, 10, 20, 30, 40]),
    ],
)
def test_nice_ticks(highest: Any, whole: bool, expected: list[float]) -> None:
    assert nice_ticks(highest, whole=whole) == expected


@given(st.integers(0, 10**9))
def test_ticks_cover_the_values_and_are_few(highest: int) -> None:
    ticks = nice_ticks(highest)
    assert ticks[0] == 0
    assert ticks[-2] < max(highest, 1) <= ticks[-1]
    assert 2 <= len(ticks) <= 7
    assert len({round(after - before, 6) for before, after in pairwise(ticks)}) == 1


def test_bars_are_true_to_scale() -> None:
    made = bar_chart(
        chart_id="c",
        title="T",
        categories=[Category("a"), Category("b"), Category("c"), Category("d")],
        series=[Series("s", [10, 20, None, 0])],
    )
    assert [bar.series for bar in made.bars] == [1, 1, 1]
    ten, twenty, zero = made.bars
    assert twenty.height == pytest.approx(2 * ten.height, abs=0.2)
    assert zero.height == 0
    assert ten.y + ten.height == pytest.approx(made.plot_bottom, abs=0.1)
    assert made.ticks[0].y == made.plot_bottom
    assert made.ticks[-1].y == made.plot_top
    assert twenty.y == made.plot_top  # 20 is the highest tick
    assert [label.text for label in made.value_labels] == ["10", "20", "0"]


def test_stacked_bars_stand_on_each_other() -> None:
    made = bar_chart(
        chart_id="c",
        title="T",
        categories=[Category("sep")],
        series=[Series("families", [19]), Series("others", [15])],
        stacked=True,
    )
    lower, upper = made.bars
    assert lower.y + lower.height == pytest.approx(made.plot_bottom, abs=0.1)
    assert upper.y + upper.height == pytest.approx(lower.y, abs=0.11)
    assert (lower.x, lower.width) == (upper.x, upper.width)
    assert [label.text for label in made.value_labels] == ["34"]
    assert [item.label.text for item in made.legend] == ["families", "others"]
    assert [bar.text for bar in made.bars] == ["sep, families: 19", "sep, others: 15"]


def test_grouped_bars_stand_side_by_side_within_their_place() -> None:
    made = chart(3)
    for one, two in pairwise(made.bars):
        assert one.x + one.width <= two.x + 0.11
    assert made.bars[0].x >= made.plot_left
    assert made.bars[-1].x + made.bars[-1].width <= made.plot_right


def apart(labels: list[Label]) -> bool:
    return all(before.right < after.left for before, after in pairwise(labels))


@pytest.mark.parametrize("count", [1, 2, 3, 11, 12, 13, 28, 36, 60, 119, 120, 300])
@pytest.mark.parametrize("first", ["2011-09", "2012-01", "2012-12"])
@pytest.mark.parametrize("width", [320, 720])
def test_labels_never_run_into_each_other(count: int, first: str, width: int) -> None:
    start = parse_period(first).start
    last = parse_period(f"{start.year + 40}").end
    categories = months(f"{start}..{last}")[:count]
    made = bar_chart(
        chart_id="c",
        title="T",
        categories=categories,
        series=[Series("a", [index % 50 for index in range(count)])],
        stacked=True,
        width=width,
    )
    assert apart(made.category_labels)
    assert apart(made.group_labels)
    assert apart(made.value_labels)
    assert made.category_labels or made.group_labels
    assert len(made.bars) == count
    assert all(bar.width > 0 for bar in made.bars)
    for label in (*made.category_labels, *made.group_labels):
        assert 0 <= label.y <= made.height


def test_28_months_show_each_year_once_and_the_same_months() -> None:
    made = chart(2, key="2011-09-01..2013-12-31", stacked=True)
    assert [label.text for label in made.group_labels] == ["2011", "2012", "2013"]
    shown = [label.text for label in made.category_labels]
    assert shown[:4] == ["sep", "nov", "jan", "mar"]
    assert len(made.value_labels) == 28


def test_long_names_thin_out_without_groups() -> None:
    categories = [Category(f"Enheten för {index}") for index in range(20)]
    made = bar_chart(chart_id="c", title="T", categories=categories, series=[Series("a", [1] * 20)])
    assert 1 < len(made.category_labels) < 20
    assert apart(made.category_labels)


def test_value_labels_are_all_there_or_none() -> None:
    assert chart(1, key="2004-01-01..2013-12-31").value_labels == []
    assert len(chart(3).value_labels) == 12


def test_axis_text_has_room() -> None:
    made = bar_chart(
        chart_id="c", title="T", categories=[Category("a")], series=[Series("kr", [603_000])], unit="kr"
    )
    assert made.ticks[-1].label.text == "800\u00a0000"
    assert all(tick.label.left >= 0 for tick in made.ticks)
    assert made.unit is not None
    assert made.unit.y < made.ticks[-1].y


def test_legend_is_left_out_for_one_series_and_broken_over_rows_for_long_names() -> None:
    assert chart(1).legend == []
    made = bar_chart(
        chart_id="c",
        title="T",
        categories=[Category("a")],
        series=[Series("ett mycket långt namn på en serie " * 2, [1]) for _ in range(3)],
    )
    assert len({item.y for item in made.legend}) == 3
    assert max(item.label.y for item in made.legend) < made.plot_top


def test_description_says_what_the_eye_would_see() -> None:
    categories = months("2011-09-01..2011-12-31")
    made = bar_chart(
        chart_id="c",
        title="T",
        categories=categories,
        series=[Series("a", [34, None, 29, 6])],
        unit="households",
    )
    assert made.description == (
        "From September 2011 to December 2011. Highest: 34 households (September 2011). "
        "Lowest: 6 households (December 2011). All values are in the table."
    )
    empty = bar_chart(chart_id="c", title="T", categories=categories, series=[Series("a", [None] * 4)])
    assert empty.description == "There are no values to show."
    assert empty.bars == []
    assert chart(description="My own").description == "My own"


def test_what_cannot_be_drawn_is_refused() -> None:
    one = [Category("a")]
    with pytest.raises(ValueError, match="negative"):
        bar_chart(chart_id="c", title="T", categories=one, series=[Series("a", [-1])])
    with pytest.raises(ValueError, match="2 values for 1"):
        bar_chart(chart_id="c", title="T", categories=one, series=[Series("a", [1, 2])])
    with pytest.raises(ValueError, match="at most 4"):
        bar_chart(chart_id="c", title="T", categories=one, series=[Series("a", [1])] * 5)


def test_no_categories_is_an_empty_chart() -> None:
    made = bar_chart(chart_id="c", title="T", categories=[], series=[Series("a", [])])
    assert (made.bars, made.category_labels) == ([], [])


def svg(made: BarChart) -> str:
    return render_to_string("components/chart_bars.html", {"chart": made})


@pytest.mark.parametrize("language", ["sv", "en"])
def test_svg_is_well_formed_and_named_in_both_languages(language: str) -> None:
    with translation.override(language):
        markup = svg(chart(4, unit="kr"))
    root = ElementTree.fromstring(markup)
    assert root.get("role") == "img"
    assert root[0].tag == "title"
    assert root[1].tag == "desc"
    assert root.get("aria-labelledby") == f"{root[0].get('id')} {root[1].get('id')}"
    assert root[0].text == "Placed"
    for element in root.iter():
        for name in ("x", "y", "width", "height", "x1", "x2", "y1", "y2"):
            if (number := element.get(name)) is not None:
                float(number)  # a decimal comma would break the drawing
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(identity.startswith("c-") for identity in ids if identity)


def test_svg_needs_no_inline_style_and_escapes_text() -> None:
    made = bar_chart(
        chart_id="c", title="<b>&", categories=[Category("<i>")], series=[Series("<script>", [1])] * 2
    )
    markup = svg(made)
    assert "style=" not in markup
    assert "<script" not in markup
    assert "<b>" not in markup
    assert re.findall(r'fill="url\(#c-fill-2\)"', markup)
    ElementTree.fromstring(markup)


def test_two_series_differ_without_colour() -> None:
    root = ElementTree.fromstring(svg(chart(4)))
    fills = {
        element.get("class"): element.get("fill") for element in root.iter("rect") if element.get("class")
    }
    legend = {name: fill for name, fill in fills.items() if name and name.startswith("chart-fill")}
    assert len(set(legend.values())) == 4
    assert sum("url(" in str(fill) for fill in legend.values()) == 2


def test_pdf_has_the_alternative_text(tmp_path: Any, settings: Any) -> None:
    (tmp_path / "chart.html").write_text(
        '{% extends "pdf/base.html" %}{% block title %}T{% endblock %}'
        '{% block content %}{% include "components/chart_bars.html" %}{% endblock %}'
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    reader = PdfReader(io.BytesIO(render_pdf("chart.html", {"chart": chart(2)})))
    assert "series 2" in reader.pages[0].extract_text()

    def alternatives(node: Any) -> Iterator[str]:
        node = node.get_object()
        if isinstance(node, dict):
            if "/Alt" in node:
                yield str(node["/Alt"])
            node = node.get("/K", [])
        for child in node if isinstance(node, list) else [node] if isinstance(node, dict) else []:
            yield from alternatives(child)

    tree: Any = reader.trailer["/Root"]
    assert "Placed" in list(alternatives(tree["/StructTreeRoot"]))


def test_text_width_is_not_too_small() -> None:
    assert text_width("600\u00a0000") >= 45  # 44 wide in Source Sans 3 at 13
