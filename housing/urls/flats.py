"""The board's flats and the stays in them."""

from django.urls import path

from housing.views import flat_worklists, flats, occupancy, stay_forms, stays

_STAY = "boende/hyresforhallanden/<int:pk>/"

urlpatterns = [
    path("boende/lagenheter/", flats.flat_list, name="flat_list"),
    path("boende/lagenheter/ny/", flats.add, name="flat_new"),
    path("boende/lagenheter/paslag/", flats.surcharge, name="surcharge"),
    path("boende/lagenheter/<int:pk>/", flats.detail, name="flat_detail"),
    path("boende/lagenheter/<int:pk>/andra/", flats.edit, name="flat_edit"),
    path("boende/lagenheter/<int:pk>/hyra/", flats.rent, name="flat_rent"),
    path("boende/lagenheter/<int:pk>/lamna/", flats.retire, name="flat_retire"),
    path("boende/lagenheter/bevaka/", flat_worklists.index, name="flat_worklists"),
    path("boende/lagenheter/csv/", flat_worklists.export, {"suffix": "csv"}, name="flats_csv"),
    path("boende/lagenheter/excel/", flat_worklists.export, {"suffix": "xlsx"}, name="flats_xlsx"),
    path("boende/belaggning/", occupancy.occupancy, name="occupancy"),
    path("boende/lagenheter/<int:pk>/behall/", flats.restore, name="flat_restore"),
    path("boende/hyresforhallanden/nytt/<int:pk>/", stay_forms.start, name="tenancy_new"),
    path(_STAY, stays.detail, name="tenancy"),
    path(f"{_STAY}avsluta/", stay_forms.change, {"verb": "end"}, name="tenancy_end"),
    path(f"{_STAY}fortsatt/", stays.resume, name="tenancy_resume"),
    path(f"{_STAY}forlang/", stay_forms.change, {"verb": "extend"}, name="tenancy_extend"),
    path(f"{_STAY}godkann/", stay_forms.authorise, name="tenancy_authorise"),
    path(f"{_STAY}ratta/", stay_forms.change, {"verb": "correct"}, name="tenancy_correct"),
    path(f"{_STAY}makulera/", stay_forms.change, {"verb": "annul"}, name="tenancy_annul"),
    path(f"{_STAY}nycklar/", stay_forms.change, {"verb": "keys"}, name="tenancy_keys"),
    path(f"{_STAY}handelse/", stay_forms.change, {"verb": "incident"}, name="tenancy_incident"),
    path(f"{_STAY}hyra/", stay_forms.change, {"verb": "rent"}, name="tenancy_rent"),
    path(f"{_STAY}hyra/sen/", stays.send_rent, name="tenancy_rent_late"),
    path(f"{_STAY}hyra/angra/", stays.withdraw_rent, name="tenancy_rent_undo"),
    path(f"{_STAY}avstamning/", stays.check, name="tenancy_check"),
    path(f"{_STAY}hinder/", stay_forms.change, {"verb": "obstacle"}, name="tenancy_obstacle"),
    path(f"{_STAY}nasta-losning/", stay_forms.change, {"verb": "next"}, name="tenancy_next"),
]
