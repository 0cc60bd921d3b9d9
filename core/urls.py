from django.conf import settings
from django.urls import path

from core.views import guidance, health, start, styleguide

app_name = "core"
urlpatterns = [
    path("", start.start, name="start"),
    path("hjalp/", guidance.help_page, name="help"),
    path("halsa/lever", health.alive, name="alive"),
    path("halsa/redo", health.ready, name="ready"),
]
if settings.STYLE_GUIDE:
    urlpatterns.append(path("stilguide/", styleguide.styleguide, name="styleguide"))
