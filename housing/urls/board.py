"""The Boråd's pages."""

from django.urls import path

from housing.views import applications, board, board_settings, decisions, items, meetings

urlpatterns = [
    path("borad/", board.index, name="board"),
    path("borad/mote/nytt/", meetings.extra, name="meeting_extra"),
    path("borad/mote/<int:pk>/", meetings.meeting, name="meeting"),
    path("borad/mote/<int:pk>/oppna/", meetings.open_it, name="meeting_open"),
    path("borad/mote/<int:pk>/avsluta/", meetings.close, name="meeting_close"),
    path("borad/mote/<int:pk>/deltagare/", meetings.participant, name="meeting_participant"),
    path("borad/mote/<int:pk>/narvaro/", meetings.attendance, name="meeting_attendance"),
    path("borad/mote/<int:pk>/ordning/", meetings.order, name="meeting_order"),
    path("borad/mote/<int:pk>/lista/", meetings.print_it, name="meeting_print"),
    path("borad/arende/<int:pk>/", items.item, name="item"),
    path("borad/arende/<int:pk>/utkast/", items.draft, name="item_draft"),
    path("borad/arende/<int:pk>/flytta/", items.move, name="item_move"),
    path("borad/arende/<int:pk>/jav/", items.recusal, name="item_recuse"),
    path("borad/arende/<int:pk>/ansok/", items.apply, name="item_apply"),
    path("borad/arende/<int:pk>/anteckning/", items.note, name="item_note"),
    path("borad/arende/<int:pk>/genomgang/", items.settle, name="item_settle"),
    path("borad/ansokan/ny/<int:household_pk>/", applications.new, name="application_new"),
    path("borad/ansokan/<int:pk>/", applications.application, name="application"),
    path("borad/ansokan/<int:pk>/lamna-in/", applications.submit, name="application_submit"),
    path("borad/ansokan/<int:pk>/andra/", applications.take_back, name="application_take_back"),
    path("borad/ansokan/<int:pk>/aterta/", applications.withdraw, name="application_withdraw"),
    path("borad/ansokan/<int:pk>/bradskande/", items.urgent, name="urgent"),
    path("borad/beslut/<int:pk>/", decisions.decision, name="decision"),
    path("borad/beslut/<int:pk>/ersatt/", items.replace, name="decision_replace"),
    path("borad/beslut/<int:pk>/aterkalla/", decisions.revoke, name="decision_revoke"),
    path("borad/ej-verkstallda/", decisions.unexecuted, name="unexecuted"),
    path("borad/installningar/", board_settings.index, name="board_settings"),
    path("borad/installningar/serie/", board_settings.series, name="board_series"),
    path("borad/installningar/stall-in/", board_settings.skip, name="board_skip"),
    path("borad/installningar/stall-in/<int:pk>/angra/", board_settings.unskip, name="board_unskip"),
    path("borad/installningar/delegation/", board_settings.delegation, name="delegation_new"),
    path("borad/installningar/delegation/<int:pk>/avsluta/", board_settings.end, name="delegation_end"),
    path("borad/installningar/kriterier/<str:accommodation>/", board_settings.criteria, name="criteria"),
]
