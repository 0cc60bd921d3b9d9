"""Pages on who could live where, and why not."""

from django.urls import path

from housing.views import matching

urlpatterns = [
    path("boende/matchning/", matching.match_index, name="match_index"),
    path("boende/matchning/lagenhet/<int:pk>/", matching.match_flat, name="match_flat"),
    path("boende/matchning/hushall/<int:pk>/", matching.match_household, name="match_household"),
]
