"""What the pages are measured against: a signed-in page of nothing but Django, as its tutorial makes one.

Django's own middleware, a session in the database, Django's own backend, a template of about 5 KB; five
queries: session, user, the board, the units, thirty colleagues.
"""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from accounts.models import Authority, Unit, User

MIDDLEWARE = [
    "bench.bare.addresses_of_its_own",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATE = Engine().from_string(
    "<!doctype html><title>{{ board.name }}</title><h1>{{ user.full_name }}</h1>"
    "<ul>{% for unit in units %}<li>{{ unit.name }}</li>{% endfor %}</ul><table>{% for one in staff %}"
    '<tr class="person"><td class="name"><a href="/staff/{{ one.pk }}/">{{ one.full_name }}</a></td>'
    '<td class="e-mail">{{ one.email|default:"–" }}</td><td class="since">{{ one.created_at|date:"Y-m-d" }}'
    '</td><td class="state">{% if one.is_active %}active{% else %}blocked{% endif %}</td></tr>\n'
    "{% endfor %}</table>"
)


def addresses_of_its_own(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def answer(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__
        return get_response(request)

    return answer


@login_required
def page(request: HttpRequest) -> HttpResponse:
    values = {
        "user": request.user,
        "board": Authority.objects.first(),
        "units": Unit.objects.all()[:10],
        "staff": User.objects.all()[:30],
    }
    return HttpResponse(TEMPLATE.render(Context(values)))


urlpatterns = [path("bare/", page)]
