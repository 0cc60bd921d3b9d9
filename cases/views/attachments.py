"""The documents of a household's file: listed, attached, fetched by those entitled, withdrawn."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import requires
from cases.actions.attachments import attach_document, restore_document, withdraw_document
from cases.attachment_store import content_of
from cases.enums import FileKind
from cases.errors import ActionRefused
from cases.file_check import CONTENT_TYPES
from cases.forms.attachments import AttachmentForm
from cases.models import Attachment
from cases.views.household import done, household_page, log_reads, may, reached, staff_of
from core.views.attachments import attachment as as_attachment


@require_http_methods(["GET", "HEAD", "POST"])
@requires("journal.read")
def attachment_list(request: HttpRequest, pk: int) -> HttpResponse:
    """What has been attached, and a form for one more."""
    household, user = reached(request, pk, "journal.read"), staff_of(request)
    may_write = may(user, household, "journal.write")
    is_sent = request.method == "POST" and may_write
    form = AttachmentForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, household=household
    )
    if is_sent and form.is_valid():
        data = form.cleaned_data
        content = data["file"].read()
        kept = {"title": data["title"], "note": data["note"], "name": data["file"].name}
        if done(form, lambda: attach_document(household=household, content=content, by=user, **kept)):
            messages.success(request, _("The document is attached."))
            return redirect("cases:attachment_list", household.pk)
    rows = Attachment.objects.kept().filter(household=household).select_related("uploaded_by", "note")
    context = {"form": form, "attachments": rows.order_by("-uploaded_at", "-pk"), "may_write": may_write}
    status = 422 if form.errors else 200
    return household_page(request, household, "cases/attachment_list.html", context, status)


@require_safe
@requires("journal.read")
def attachment_file(request: HttpRequest, pk: int, attachment_pk: int) -> HttpResponse:
    """The file itself, to save: never shown by the browser within this site."""
    household = reached(request, pk, "journal.read")
    row = get_object_or_404(Attachment.objects.kept(), pk=attachment_pk, household=household)
    content = content_of(row)
    if content is None:
        messages.error(request, _("The file is lost or damaged. Tell your system administrator."))
        return redirect("cases:attachment_list", household.pk)
    log_reads(request, [household])
    return as_attachment(content, row.file_name, CONTENT_TYPES[FileKind(row.kind)])


@require_POST
@requires("journal.write")
def attachment_withdraw(request: HttpRequest, pk: int, attachment_pk: int) -> HttpResponse:
    """It was attached by mistake; the message offers to undo."""
    household, user = reached(request, pk, "journal.write"), staff_of(request)
    row = get_object_or_404(Attachment.objects.kept(), pk=attachment_pk, household=household)
    row.household = household
    withdraw_document(attachment=row, by=user)
    address = reverse("cases:attachment_restore", args=[household.pk, row.pk])
    messages.success(request, _("The document is taken out of the file."), extra_tags=f"undo:{address}")
    return redirect("cases:attachment_list", household.pk)


@require_POST
@requires("journal.write")
def attachment_restore(request: HttpRequest, pk: int, attachment_pk: int) -> HttpResponse:
    """Undo of withdrawing."""
    household, user = reached(request, pk, "journal.write"), staff_of(request)
    row = get_object_or_404(Attachment, pk=attachment_pk, household=household)
    row.household = household
    try:
        with transaction.atomic():
            restore_document(attachment=row, by=user)
    except ActionRefused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("The document is back in the file."))
    return redirect("cases:attachment_list", household.pk)
