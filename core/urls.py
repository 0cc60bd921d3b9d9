from django.conf import settings
from django.urls import path

from core.views import documents, guidance, health, start, styleguide

app_name = "core"
urlpatterns = [
    path("", start.start, name="start"),
    path("hjalp/", guidance.help_page, name="help"),
    path("dokument/<uuid:public_id>/", documents.document, name="document"),
    path("dokument/<uuid:public_id>/igen/", documents.document_retry, name="document_retry"),
    path("dokument/<uuid:public_id>/fil/", documents.document_file, name="document_file"),
    path("halsa/lever", health.alive, name="alive"),
    path("halsa/redo", health.ready, name="ready"),
]
if settings.STYLE_GUIDE:
    urlpatterns.append(path("stilguide/", styleguide.styleguide, name="styleguide"))
