"""Addresses hold ids only: what was searched for and who somebody is travels in the body."""

from django.urls import path

from cases import search_urls
from cases.views import (
    assessments,
    creating,
    detail,
    facts,
    follow_ups,
    lists,
    log_review,
    members,
    search,
    splitting,
    staffing,
    transfers,
    week,
)

app_name = "cases"
urlpatterns = [
    path("", lists.household_list, name="household_list"),
    path("sok/", search.search, name="search"),
    path("sok/traffar/", search.search_results, name="search_results"),
    path("nytt/", creating.household_create, name="household_create"),
    path("nytt/finns-redan/", creating.duplicates, name="duplicates"),
    path("nodatkomst/", staffing.emergency_access, name="emergency_access"),
    path("overlamningar/", transfers.transfer_list, name="transfer_list"),
    path("overlamningar/<int:pk>/", transfers.transfer_receive, name="transfer_receive"),
    path("overlamningar/<int:pk>/ta-tillbaka/", transfers.transfer_withdraw, name="transfer_withdraw"),
    path("min-vecka/", week.my_week, name="my_week"),
    path("min-vecka/<str:source>/<int:pk>/", week.duty, name="duty"),
    path("min-vecka/<str:source>/<int:pk>/klar/", week.duty_done, name="duty_done"),
    path("min-vecka/<str:source>/<int:pk>/stall-in/", week.duty_cancelled, name="duty_cancelled"),
    path("min-vecka/<str:source>/<int:pk>/oppna/", week.duty_reopened, name="duty_reopened"),
    path("logg/", log_review.log_review, name="log_review"),
    path("<int:pk>/", detail.household_detail, name="household_detail"),
    path("<int:pk>/kartlaggning/", assessments.assessment, name="assessment"),
    path("<int:pk>/kartlaggning/utkast/", assessments.assessment_draft, name="assessment_draft"),
    path(
        "<int:pk>/kartlaggning/utkast/kasta/",
        assessments.assessment_draft_drop,
        name="assessment_draft_drop",
    ),
    path("<int:pk>/kartlaggning/versioner/", assessments.assessment_history, name="assessment_history"),
    path("<int:pk>/uppfoljning/", follow_ups.follow_up_plan, name="follow_up_plan"),
    path("<int:pk>/uppgifter/", facts.facts, name="facts"),
    path("<int:pk>/situation/", facts.situation, name="situation"),
    path("<int:pk>/avsluta/", facts.close, name="close"),
    path("<int:pk>/oppna-igen/", facts.reopen, name="reopen"),
    path("<int:pk>/medlemmar/ny/", members.member_add, name="member_add"),
    path("<int:pk>/medlemmar/<int:member_pk>/", members.member_change, name="member_change"),
    path("<int:pk>/medlemmar/<int:member_pk>/flytta-ut/", members.member_leave, name="member_leave"),
    path("<int:pk>/dela/", splitting.split, name="split"),
    path("<int:pk>/sla-ihop/", splitting.join, name="join"),
    path("<int:pk>/ansvariga/", staffing.responsible, name="responsible"),
    path("<int:pk>/ansvariga/<int:link_pk>/avsluta/", staffing.unit_end, name="unit_end"),
    path("<int:pk>/skydd/", staffing.protection, name="protection"),
    path("<int:pk>/skydd/<int:access_pk>/avsluta/", staffing.access_end, name="access_end"),
    path("<int:pk>/overlamna/", transfers.transfer_offer, name="transfer_offer"),
    *search_urls.urlpatterns,
]
