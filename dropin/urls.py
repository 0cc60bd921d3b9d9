from django.urls import URLPattern

app_name = "dropin"
urlpatterns: list[URLPattern] = []
