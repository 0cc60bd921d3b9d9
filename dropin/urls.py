"""Swedish words, since the addresses are seen by Swedish users."""

from django.urls import path

from dropin.views import desk, fragments, visits

app_name = "dropin"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("vem/", fragments.who, name="who"),
    path("dubbletter/", fragments.duplicates, name="duplicates"),
    path("utkast/", fragments.draft, name="draft"),
    path("utkast/slang/", fragments.draft_drop, name="draft_drop"),
    path("besok/<int:pk>/andra/", visits.edit, name="visit_edit"),
    path("besok/<int:pk>/angra/", visits.undo, name="visit_undo"),
    path("besok/<int:pk>/aterstall/", visits.restore, name="visit_restore"),
    path("besok/<int:pk>/koppla/", visits.attach, name="visit_attach"),
    path("besok/<int:pk>/koppla-loss/", visits.detach, name="visit_detach"),
]
