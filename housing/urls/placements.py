"""Acute accommodation: the overview, placements, providers."""

from django.urls import path

from housing.views import overview, placement_forms, placements, providers

_PLACEMENT = "boende/placeringar/<int:pk>/"
_PROVIDER = "boende/anordnare/<int:pk>/"

urlpatterns = [
    path("boende/", overview.overview, name="overview"),
    path("boende/placeringar/", placements.placement_list, name="placement_list"),
    path("boende/placeringar/lista.<str:file_format>", placements.placement_export, name="placement_export"),
    path("boende/placeringar/ny/<int:pk>/", placement_forms.start, name="placement_new"),
    path(_PLACEMENT, placements.detail, name="placement"),
    path(f"{_PLACEMENT}forlang/", placement_forms.change, {"verb": "extend"}, name="placement_extend"),
    path(f"{_PLACEMENT}flytta/", placement_forms.change, {"verb": "move"}, name="placement_move"),
    path(f"{_PLACEMENT}pris/", placement_forms.change, {"verb": "reprice"}, name="placement_reprice"),
    path(f"{_PLACEMENT}avsluta/", placement_forms.change, {"verb": "end"}, name="placement_end"),
    path(f"{_PLACEMENT}ratta/", placement_forms.change, {"verb": "correct"}, name="placement_correct"),
    path(f"{_PLACEMENT}makulera/", placement_forms.change, {"verb": "annul"}, name="placement_annul"),
    path(f"{_PLACEMENT}fortsatt/", placements.reopen, name="placement_reopen"),
    path("boende/anordnare/", providers.provider_list, name="provider_list"),
    path("boende/anordnare/ny/", providers.add, name="provider_new"),
    path(_PROVIDER, providers.detail, name="provider"),
    path(f"{_PROVIDER}andra/", providers.edit, name="provider_edit"),
    path(f"{_PROVIDER}anvandning/", providers.use, name="provider_use"),
    path(f"{_PROVIDER}pris/", providers.price, name="provider_price"),
    path("boende/anordnare/pris/<int:pk>/avsluta/", providers.end_price, name="price_end"),
]
