"""Swedish words, since the addresses are seen by Swedish users."""

from django.urls import path

from dropin.views import bookings, days, desk, fragments, hours, visits

app_name = "dropin"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("vem/", fragments.who, name="who"),
    path("dubbletter/", fragments.duplicates, name="duplicates"),
    path("utkast/", fragments.draft, name="draft"),
    path("utkast/slang/", fragments.draft_drop, name="draft_drop"),
    path("dag/", days.day, name="day"),
    path("dag/<slug:day>/", days.day, name="day_of"),
    path("besok/<int:pk>/andra/", visits.edit, name="visit_edit"),
    path("besok/<int:pk>/angra/", visits.undo, name="visit_undo"),
    path("besok/<int:pk>/aterstall/", visits.restore, name="visit_restore"),
    path("besok/<int:pk>/koppla/", visits.attach, name="visit_attach"),
    path("besok/<int:pk>/koppla-loss/", visits.detach, name="visit_detach"),
    path("bokade/", bookings.booking_list, name="bookings"),
    path("bokade/boka/<int:household_pk>/", bookings.book, name="booking_new"),
    path("bokade/<int:pk>/flytta/", bookings.move, name="booking_move"),
    path("bokade/<int:pk>/avboka/", bookings.cancel, name="booking_cancel"),
    path("bokade/<int:pk>/kom-inte/", bookings.no_show, name="booking_no_show"),
    path("bokade/<int:pk>/oppna/", bookings.reopen, name="booking_reopen"),
    path("oppettider/", hours.hours, name="hours"),
    path("oppettider/<int:pk>/avsluta/", hours.end, name="hours_end"),
    path("oppettider/<int:pk>/aterstall/", hours.resume, name="hours_resume"),
    path("oppettider/stangd-dag/", hours.close, name="day_close"),
    path("oppettider/stangd-dag/<slug:day>/oppna/", hours.reopen, name="day_open"),
]
