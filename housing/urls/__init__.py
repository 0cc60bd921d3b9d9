"""The pages of housing and of the Boråd, by noun: both prefixes in one namespace."""

from housing.urls import board, matching

app_name = "housing"
urlpatterns = [*board.urlpatterns, *matching.urlpatterns]
