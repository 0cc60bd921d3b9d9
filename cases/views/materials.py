"""The board's own texts: to read, to print, to write."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import requires
from cases.actions.materials import print_material, save_material
from cases.enums import MaterialKind
from cases.forms.materials import MaterialForm, NewMaterialForm
from cases.languages import language_of, languages
from cases.materials import Text, text_of, texts_of
from cases.views.conflicts import Clash
from cases.views.household import done, staff_of
from core.drafts import MAX_PAYLOAD_CHARACTERS, drop_draft, load_draft, save_draft
from core.views.documents import document_address

KEPT = ("title", "body", "number")


@require_safe
@requires("material.read")
def material_list(request: HttpRequest) -> HttpResponse:
    """Every text of the board, by kind."""
    user = staff_of(request)
    texts = texts_of(user.authority_id or 0)
    groups = [
        {"label": kind.label, "texts": [text for text in texts if text.kind == kind]} for kind in MaterialKind
    ]
    context = {"groups": groups, "may_configure": user.can("casework.configure")}
    return render(request, "cases/material_list.html", context)


@require_safe
@requires("material.read")
def material(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """One text, as it is printed."""
    user = staff_of(request)
    text = _text(request, kind, language)
    context = {"text": text, "may_configure": user.can("casework.configure")}
    return render(request, "cases/material.html", context)


@require_POST
@requires("material.read")
def material_print(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """As PDF."""
    return redirect(
        document_address(print_material(text=_text(request, kind, language), by=staff_of(request)))
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires("casework.configure")
def material_edit(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Write the next version. A language that has none yet begins from the Swedish text."""
    user = staff_of(request)
    if kind not in MaterialKind.values or language not in languages():
        raise Http404
    authority_id = user.authority_id or 0
    there = text_of(authority_id, kind, language)
    begun = there or text_of(authority_id, kind, "sv")
    spoken = language_of(language)
    initial = {
        "title": begun.title if begun else "",
        "body": begun.body if begun else "",
        "number": there.number if there else 0,
    }
    draft = load_draft(user, _key(kind, language)) if request.method != "POST" else None
    initial |= draft.payload if draft is not None else {}
    form = MaterialForm(request.POST or None, initial=initial, kind=kind, direction=spoken.direction)
    clashes: list[Clash] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        kept = {"title": data["title"], "body": data["body"], "seen_number": data["number"]}
        if done(form, lambda: save_material(kind=kind, code=language, by=user, **kept)):
            drop_draft(user, _key(kind, language))
            messages.success(request, _("The text is saved."))
            return redirect("cases:material", kind, language)
        if there is not None and there.number != data["number"]:
            clashes = _seen(form, there)
    context = {
        "form": form,
        "clashes": clashes,
        "kind": kind,
        "draft": draft,
        "spoken": spoken,
        "is_new": there is None,
        "kind_label": MaterialKind(kind).label,
    }
    status = 422 if form.errors else 200
    return render(request, "cases/material_form.html", context, status=status)


@require_POST
@requires("casework.configure")
def material_draft(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Keep what is being typed until it is saved."""
    if kind not in MaterialKind.values or language not in languages():
        raise Http404
    kept = {name: request.POST[name] for name in KEPT if name in request.POST}
    if len(str(kept)) > MAX_PAYLOAD_CHARACTERS:
        return HttpResponse(status=413)
    if kept:
        save_draft(staff_of(request), _key(kind, language), kept)
    return HttpResponse(status=204)


@require_POST
@requires("casework.configure")
def material_draft_drop(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Throw the unfinished text away and show what is saved."""
    if kind not in MaterialKind.values or language not in languages():
        raise Http404
    drop_draft(staff_of(request), _key(kind, language))
    return redirect("cases:material_edit", kind, language)


def _key(kind: str, language: str) -> str:
    return f"cases:material:{kind}:{language}"


@require_http_methods(["GET", "HEAD", "POST"])
@requires("casework.configure")
def material_new(request: HttpRequest) -> HttpResponse:
    """Which text, in which language."""
    form = NewMaterialForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("cases:material_edit", form.cleaned_data["kind"], form.cleaned_data["language"])
    return render(request, "cases/material_new.html", {"form": form}, status=422 if form.errors else 200)


def _text(request: HttpRequest, kind: str, language: str) -> Text:
    found = text_of(staff_of(request).authority_id or 0, kind, language)
    if found is None:
        raise Http404
    return found


def _seen(form: Any, there: Text) -> list[Clash]:
    """Both texts; sending it again is a choice that has been seen."""
    data = form.data.copy()
    data["number"] = str(there.number)
    form.data = data
    labels = {"title": there.title, "body": there.body}
    return [
        Clash(str(form.fields[name].label), theirs, form.cleaned_data[name])
        for name, theirs in labels.items()
        if theirs != form.cleaned_data[name]
    ]
