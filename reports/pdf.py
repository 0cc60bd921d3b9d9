"""The report on paper: tagged, with every definition printed."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import get_language

from accounts.models import Authority
from core.clock import now
from core.pdf import render_pdf
from reports.charts import charts_of
from reports.computation import MonthResult, ReportResult
from reports.document import Document
from reports.presentation import definitions_by_group, group_tables, key_figures, month_table, shown_changes

TEMPLATE = "pdf/report.html"


def document_pdf(document: Document, *, lang: str = "sv") -> bytes:
    """The PDF of one board's report."""
    with translation.override(lang):
        context = {
            "document": document,
            "period": document.own.period,
            "key_figures": key_figures(document.results),
            "charts": charts_of(document),
            "columns": [result.period.short_label for result in document.results],
            "groups": group_tables(document.results),
            "months": month_table(document.own),
            "changed": shown_changes(document.changed),
            "definitions": definitions_by_group(),
        }
        return render_pdf(TEMPLATE, context, lang=lang)


def report_pdf(
    results: Sequence[ReportResult], *, boards: str = "", history: Sequence[MonthResult] = ()
) -> bytes:
    """The PDF of results that may add up several boards; the first is the report's own period."""
    document = Document(
        board=Authority(name=boards),
        results=results,
        history=history or results[0].months,
        computed_at=now(),
        revision=None,
        changed=[],
    )
    return document_pdf(document, lang=get_language() or "sv")
