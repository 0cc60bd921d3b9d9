"""Addresses of the housing search, below the households'."""

from django.urls import path

from cases.views import search_household, search_queues

urlpatterns = [
    path("bostadssokning/", search_queues.search_queues, name="search_queues"),
    path("bostadssokning/ko/<int:pk>/", search_queues.queue_change, name="queue_change"),
    path("bostadssokning/ko/<int:pk>/betald/", search_queues.queue_paid, name="queue_paid"),
    path("bostadssokning/ko/<int:pk>/avsluta/", search_queues.queue_end, name="queue_end"),
    path("bostadssokning/ko/<int:pk>/ateruppta/", search_queues.queue_resume, name="queue_resume"),
    path("bostadssokning/avgift/<int:pk>/obetald/", search_queues.queue_unpaid, name="queue_unpaid"),
    path("bostadssokning/fortur/<int:pk>/", search_queues.priority_answer, name="priority_answer"),
    path("<int:pk>/bostadssokning/", search_household.search_household, name="search_household"),
    path("<int:pk>/bostadssokning/ko/", search_queues.queue_new, name="queue_new"),
    path("<int:pk>/bostadssokning/fortur/", search_queues.priority_new, name="priority_new"),
]
