"""The units' phrase banks, kept by those who lead them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import requires
from cases.actions.phrases import save_phrase
from cases.forms.journal import PhraseForm
from cases.models import Phrase
from cases.views.household import done, staff_of


@require_safe
@requires("casework.configure")
def phrase_list(request: HttpRequest) -> HttpResponse:
    """Every phrase of the board, by unit."""
    phrases = Phrase.objects.filter(unit__authority=staff_of(request).authority).select_related("unit")
    return render(request, "cases/phrase_list.html", {"phrases": phrases.order_by("unit__name", "title")})


@require_http_methods(["GET", "HEAD", "POST"])
@requires("casework.configure")
def phrase_new(request: HttpRequest) -> HttpResponse:
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("casework.configure")
def phrase_change(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Phrase.objects.filter(unit__authority=staff_of(request).authority)
    return _form(request, get_object_or_404(rows, pk=pk))


def _form(request: HttpRequest, phrase: Phrase | None) -> HttpResponse:
    user = staff_of(request)
    initial = {}
    if phrase is not None:
        initial = {
            "unit": phrase.unit_id,
            "title": phrase.title,
            "text": phrase.text,
            "is_active": phrase.is_active,
        }
    form = PhraseForm(request.POST or None, authority=user.authority, phrase=phrase, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: save_phrase(phrase=phrase, by=user, **form.cleaned_data))
    ):
        messages.success(request, _("The phrase is saved."))
        return redirect("cases:phrase_list")
    context = {"form": form, "phrase": phrase}
    return render(request, "cases/phrase_form.html", context, status=422 if form.errors else 200)
