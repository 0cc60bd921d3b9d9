"""Pages of placements, flats and the Boråd, by noun. Swedish words, since users see the addresses."""

from housing.urls import board, flats, matching, placements

app_name = "housing"
urlpatterns = [
    *board.urlpatterns,
    *placements.urlpatterns,
    *flats.urlpatterns,
    *matching.urlpatterns,
]
