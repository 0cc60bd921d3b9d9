"""The list for case review and group supervision: a worker's or a programme's households, to print."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import requires
from cases.forms.choices import colleagues
from cases.models import Household, Programme, ProgrammeTime
from cases.review import A_PAGE, reviewed, to_review
from cases.views.household import log_reads, staff_of
from core.clock import today


@require_safe
@requires("household.read")
def case_review(request: HttpRequest) -> HttpResponse:
    """`medarbetare` or `program`; without either one's own."""
    user, day = staff_of(request), today()
    staff = list(colleagues(user.authority))
    programmes = list(Programme.objects.filter(authority=user.authority))
    programme = next((one for one in programmes if str(one.pk) == request.GET.get("program")), None)
    worker = next((one for one in staff if str(one.pk) == request.GET.get("medarbetare")), user)
    households = Household.objects.visible_to(user)
    if programme is not None:
        times = ProgrammeTime.objects.active_on(day).filter(programme=programme)
        households, title = households.filter(pk__in=times.values("household")), programme.name
    else:
        theirs = Q(project_worker=worker) | Q(caseworker=worker)
        households, title = households.filter(theirs), worker.full_name
    page = Paginator(to_review(households), A_PAGE).get_page(request.GET.get("page"))
    lines = reviewed(list(page.object_list), user, day)
    log_reads(request, [line.household for line in lines], purpose="list")
    chosen = {"program": programme.pk} if programme is not None else {"medarbetare": worker.pk}
    context = {
        "lines": lines,
        "title": title,
        "day": day,
        "staff": staff,
        "worker": worker if programme is None else None,
        "programmes": programmes,
        "programme": programme,
        "page": page,
        "query": f"{urlencode(chosen)}&",
        "unknown": _("Not known"),
    }
    return render(request, "cases/case_review.html", context)
