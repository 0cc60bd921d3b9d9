from django.urls import path

from accounts.views import organisation, staff

app_name = "accounts"
urlpatterns = [
    path("", staff.staff_list, name="staff_list"),
    path("ny/", staff.staff_create, name="staff_create"),
    path("<int:pk>/", staff.staff_detail, name="staff_detail"),
    path("<int:pk>/andra/", staff.staff_edit, name="staff_edit"),
    path("<int:pk>/inbjudan/", staff.staff_invite, name="staff_invite"),
    path("<int:pk>/roller/", staff.role_give, name="role_give"),
    path("roller/<int:pk>/avsluta/", staff.role_end, name="role_end"),
    path("organisation/", organisation.organisation, name="organisation"),
    path("organisation/namnd/", organisation.authority_form, name="authority_create"),
    path("organisation/namnd/<int:pk>/", organisation.authority_form, name="authority_edit"),
    path("organisation/enhet/", organisation.unit_form, name="unit_create"),
    path("organisation/enhet/<int:pk>/", organisation.unit_form, name="unit_edit"),
]
