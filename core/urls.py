from django.urls import path

from core.views import health, start

app_name = "core"
urlpatterns = [
    path("", start.start, name="start"),
    path("halsa/lever", health.alive, name="alive"),
    path("halsa/redo", health.ready, name="ready"),
]
