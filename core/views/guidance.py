"""Help in short: what each app tells of itself, to those who may use it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.registries import help_topics


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """The topics that concern this person, in order."""
    user: Any = request.user
    topics = sorted(help_topics, key=lambda topic: topic.order)
    shown = [topic for topic in topics if not topic.permission or user.can(topic.permission)]
    return render(request, "core/help.html", {"topics": shown})
