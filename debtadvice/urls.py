"""Swedish words, since the addresses are seen by Swedish users."""

from django.urls import path

from debtadvice.views import cases, desk, economy, letters, meetings, notices, plans, sharing, tables

app_name = "debtadvice"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("oppen-radgivning/", desk.log_open, name="open_log"),
    path("radgivning/<int:pk>/angra/", desk.undo_open, name="open_undo"),
    path("sok/", desk.find, name="find"),
    path("nytt/", cases.create, name="case_new"),
    path("<int:pk>/", cases.detail, name="case"),
    path("<int:pk>/uppgifter/", cases.facts, name="facts"),
    path("<int:pk>/avsluta/", cases.close, name="close"),
    path("<int:pk>/oppna/", cases.reopen, name="reopen"),
    path("<int:pk>/hushall/", cases.link, name="link"),
    path("<int:pk>/radgivning/", meetings.contact, name="contact"),
    path("<int:pk>/mote/", meetings.meeting, name="meeting"),
    path("mote/<int:pk>/", meetings.settle, name="meeting_settle"),
    path("<int:pk>/medgivande/", sharing.consent_give, name="consent"),
    path("medgivande/<int:pk>/aterkalla/", sharing.consent_revoke, name="consent_revoke"),
    path("hanvisningar/", sharing.referral_list, name="referrals"),
    path("hanvisningar/<int:pk>/", sharing.referral_answer, name="referral_answer"),
    path("hanvisa/<int:pk>/", sharing.refer_household, name="refer"),
    path("<int:pk>/ekonomi/", economy.economy, name="economy"),
    path("<int:pk>/skuld/", economy.debt_new, name="debt_new"),
    path("skuld/<int:pk>/belopp/", economy.debt_amount, name="debt_amount"),
    path("<int:pk>/skuldoversikt/", economy.overview, name="overview"),
    path("<int:pk>/budget/", economy.budget, name="budget"),
    path("<int:pk>/plan/", plans.plan_new, name="plan_new"),
    path("plan/<int:pk>/", plans.plan, name="plan"),
    path("skuld/<int:pk>/brev/", letters.letter, name="letter"),
    path("plan/<int:pk>/betalningar/", plans.payments, name="payments"),
    path("plan/<int:pk>/skriv-ut/", letters.plan_print, name="plan_print"),
    path("plan/<int:pk>/borja/", plans.plan_start, name="plan_start"),
    path("plan/<int:pk>/avsluta/", plans.plan_end, name="plan_end"),
    path("normer/", tables.table_list, name="tables"),
    path("normer/<str:kind>/", tables.table_new, name="table_new"),
    path("hyresvardar/", notices.notice_list, name="notices"),
    path("hyresvardar/nytt/", notices.notice_new, name="notice_new"),
    path("hyresvardar/<int:pk>/", notices.notice, name="notice"),
]
