"""Where each app's pages begin. Swedish words, since the addresses are seen by Swedish users."""

from django.urls import URLPattern, URLResolver, include, path

from accounts.views.me import set_language
from core.views.errors import page_not_found

handler400 = "core.views.errors.bad_request"
handler403 = "core.views.errors.permission_denied"
handler404 = "core.views.errors.page_not_found"
handler500 = "core.views.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    # The address is the account's identity and is changed by the system administrator only.
    path("konto/email/", page_not_found),
    path("konto/", include("allauth.urls")),
    path("sprak/", set_language, name="set_language"),
    path("", include("core.urls")),
    path("personal/", include("accounts.urls")),
    path("hushall/", include("cases.urls")),
    path("drop-in/", include("dropin.urls")),
    path("skuldradgivning/", include("debtadvice.urls")),
    path("", include("housing.urls")),
    path("rapporter/", include("reports.urls")),
]
