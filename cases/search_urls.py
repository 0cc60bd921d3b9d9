"""Addresses of the housing search, below the households'."""

from django.urls import path

from cases.views import landlords, search_household, search_queues, vacancies

urlpatterns = [
    path("bostadssokning/", search_queues.search_queues, name="search_queues"),
    path("bostadssokning/ko/<int:pk>/", search_queues.queue_change, name="queue_change"),
    path("bostadssokning/ko/<int:pk>/betald/", search_queues.queue_paid, name="queue_paid"),
    path("bostadssokning/ko/<int:pk>/avsluta/", search_queues.queue_end, name="queue_end"),
    path("bostadssokning/ko/<int:pk>/ateruppta/", search_queues.queue_resume, name="queue_resume"),
    path("bostadssokning/avgift/<int:pk>/obetald/", search_queues.queue_unpaid, name="queue_unpaid"),
    path("bostadssokning/fortur/<int:pk>/", search_queues.priority_answer, name="priority_answer"),
    path("bostadssokning/hyresvardar/", landlords.landlord_list, name="landlord_list"),
    path("bostadssokning/hyresvardar/ny/", landlords.landlord_new, name="landlord_new"),
    path("bostadssokning/hyresvardar/<int:pk>/", landlords.landlord, name="landlord"),
    path("bostadssokning/hyresvardar/<int:pk>/andra/", landlords.landlord_change, name="landlord_change"),
    path("bostadssokning/hyresvardar/<int:pk>/kontakt/", landlords.landlord_contact, name="landlord_contact"),
    path("bostadssokning/hyresvardar/<int:pk>/kontroll/", landlords.landlord_check, name="landlord_check"),
    path("bostadssokning/lediga/", vacancies.vacancy_list, name="vacancy_list"),
    path("bostadssokning/lediga/ny/", vacancies.vacancy_new, name="vacancy_new"),
    path("bostadssokning/lediga/klistra-in/", vacancies.vacancy_paste, name="vacancy_paste"),
    path("bostadssokning/lediga/<int:pk>/", vacancies.vacancy, name="vacancy"),
    path("bostadssokning/lediga/<int:pk>/andra/", vacancies.vacancy_change, name="vacancy_change"),
    path("bostadssokning/lediga/<int:pk>/avsluta/", vacancies.vacancy_end, name="vacancy_end"),
    path("bostadssokning/lediga/<int:pk>/oppna/", vacancies.vacancy_reopen, name="vacancy_reopen"),
    path("<int:pk>/bostadssokning/", search_household.search_household, name="search_household"),
    path("<int:pk>/bostadssokning/ko/", search_queues.queue_new, name="queue_new"),
    path("<int:pk>/bostadssokning/fortur/", search_queues.priority_new, name="priority_new"),
]
