"""Pages of placements, flats and the Boråd, by noun. Swedish words, since users see the addresses."""

from housing.urls import board, flats, matching

app_name = "housing"
urlpatterns = [*board.urlpatterns, *flats.urlpatterns, *matching.urlpatterns]
