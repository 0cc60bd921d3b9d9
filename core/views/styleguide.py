"""Every component in every state on one page, with made-up content: for developers and the browser tests."""

from datetime import date, time
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from core.registries import TimelineEntry

TOPICS = [
    ("queue", "Bostadskö & avgift"),
    ("vacancies", "Lediga bostäder"),
    ("elsewhere", "Andra kommuner"),
    ("debts", "Skulder"),
    ("eviction", "Risk för vräkning"),
    ("forms", "Blanketter"),
]


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Namn", help_text="Som det står i folkbokföringen.")
    identity_number = forms.CharField(label="Personnummer", required=False)
    moved_on = forms.CharField(
        label="Inflyttad", error_messages={"required": "Skriv vilken dag hushållet flyttade in."}
    )
    amount = forms.CharField(label="Hyra per månad, kr", required=False)
    situation = forms.ChoiceField(
        label="Boendesituation nu",
        choices=[("1", "1 · Akut hemlös"), ("4", "4 · Tillfälligt hos bekanta eller kort kontrakt")],
    )
    topics = forms.MultipleChoiceField(
        label="Vad handlade besöket om?",
        choices=TOPICS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Välj vad besöket handlade om."},
    )
    step = forms.ChoiceField(
        label="Nästa steg",
        choices=[
            ("none", "Inget"),
            ("visit", "Bokat besök"),
            ("board", "Ansökan till Boråd"),
        ],
        widget=forms.RadioSelect,
        required=False,
        initial="none",
    )
    way = forms.ChoiceField(
        label="Var träffades ni?",
        choices=[("desk", "Vid disken"), ("library", "På biblioteket")],
        widget=forms.RadioSelect,
    )
    has_interpreter = forms.BooleanField(label="Tolk behövs", required=False)
    note = forms.CharField(label="Anteckning", widget=forms.Textarea(attrs={"rows": 3}), required=False)


def sample_timeline() -> list[TimelineEntry]:
    """One entry of each kind, newest first."""
    rows: list[tuple[date, time | None, str, str, str, str, str]] = [
        (date(2013, 12, 9), time(10, 34), "visit", "Drop-in-besök", "Bostadskö, lediga bostäder", "", ""),
        (date(2013, 12, 2), None, "followup", "Uppföljning", "Tre visningar i Katrineholm.", "", ""),
        (date(2013, 11, 20), None, "decision", "Boråd", "Jourboende 14 dygn, Hotelljouren", "Bifall", "ok"),
        (date(2013, 11, 6), None, "debt", "Budget- och skuldrådgivning", "Plan: 100 kr/mån", "", ""),
        (date(2013, 10, 10), None, "housing", "Placering", "Hotelljouren, 17 550 kr/mån", "Pågår", "info"),
        (date(2013, 8, 19), None, "change", "Hushållet registrerat", "", "", ""),
    ]
    return [
        TimelineEntry(
            day=day, at=at, kind=kind, title=title, body=body, badge=badge, badge_tone=tone,
            who="Maria L", source="sample", object_id=number, url="#timeline",
        )
        for number, (day, at, kind, title, body, badge, tone) in enumerate(rows)
    ]  # fmt: skip


def sample_page() -> Page[int]:
    paginator = Paginator(range(1, 1001), 50)
    page = paginator.page(7)
    page.pages = list(paginator.get_elided_page_range(7, on_each_side=1))  # type: ignore[attr-defined]  # ours
    return page


def figure(
    label: str, value: str, note: str, *, unit: str = "", kind: str = "", url: str = ""
) -> dict[str, str]:
    return {"label": label, "value": value, "note": note, "unit": unit, "kind": kind, "url": url}


def sample_content() -> dict[str, Any]:
    """Everything on the page that is not a form."""
    return {
        "timeline": sample_timeline(),
        "page": sample_page(),
        "topics": TOPICS,
        "figures": [
            figure("Akutplacerade, medel/mån", "12,75", "6,25 barnfamiljer", url="#kpi"),
            figure("Kostnad, medel/mån", "148 000", "−75 % mot 2011", unit="kr"),
            figure("Når 3-månadersgränsen", "2", "inom 21 dagar", kind="warn"),
            figure("Lediga lägenheter", "5", "1 SHIS · 4 träning", kind="ok"),
        ],
        "rows": [
            {"name": "Akutplacerade hushåll, medel", "now": "12,75", "before": "12,75", "first": "30,25"},
            {"name": "Kostnad akutboende, kr/mån", "now": "148 000", "before": "214 000", "first": "600 000"},
            {"name": "Eget boende", "now": "24", "before": "19", "first": "–"},
        ],
        "answers": [
            {"label": "Hushåll", "value": "Haddad Samir + 4 barn", "change_url": "#answers"},
            {"label": "Boende", "value": "SHIS Rinkeby 2", "change_url": "#answers"},
            {
                "label": "Motivering",
                "value": "Barnfamilj utan alternativ.\nVisning i Eskilstuna 13 december.",
            },
        ],
        "filters": [
            {"label": "Handläggare: Maria L", "remove_url": "?"},
            {"label": "Situation 1", "remove_url": "?"},
        ],
        "menu": [
            {"label": "Skriv ut", "url": "#menu", "icon": "printer"},
            {"label": "Slå ihop med ett annat hushåll", "url": "#menu"},
        ],
        "tabs": [
            {"label": "Händelser", "url": "#tabs", "is_active": True},
            {"label": "Arbetsplan", "url": "#tabs", "is_active": False, "count": "3/7"},
            {"label": "Boende", "url": "#tabs", "is_active": False},
        ],
        "matches": [
            {
                "value": "1",
                "title": "Lindgren Amira",
                "text": "+ 2 barn · Aspuddsvägen",
                "tags": [{"text": "Situation 4", "kind": "warn"}, {"text": "3 besök"}],
            },
            {"value": "2", "title": "Lindqvist Jonas", "text": "ensamhushåll", "tags": [{"text": "1 besök"}]},
        ],
    }


@require_http_methods(["GET", "POST"])
def styleguide(request: HttpRequest) -> HttpResponse:
    """The style guide; ?fel=1 shows the form in error, ?meddelanden=1 the messages."""
    if request.method == "POST" and request.htmx:  # type: ignore[attr-defined]  # set by django-htmx
        return render(request, "core/styleguide/_matches.html", sample_content())
    is_in_error = request.method == "POST" or "fel" in request.GET
    form = SampleForm(request.POST or {}) if is_in_error else SampleForm()
    if "meddelanden" in request.GET:
        messages.success(request, "Besöket är sparat.", extra_tags="undo:/stilguide/")
        messages.info(request, "Rapporten skapas.")
        messages.warning(request, "Köavgiften förfaller 28 december.")
        messages.error(request, "Filen gick inte att läsa.")
    return render(request, "core/styleguide.html", {"form": form, **sample_content()})
