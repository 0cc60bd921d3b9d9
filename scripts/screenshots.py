"""Take the pictures of the README: the demo, on a Monday afternoon, in the machine's own Chromium.

The demo is filled in and served with the clock set, from a database that is thrown away. So the pictures are
the same on whatever day they are taken.
"""

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
MONDAY = datetime(2026, 11, 23, 14, 41, tzinfo=ZoneInfo("Europe/Stockholm"))
WIDTH = 1360
COLOURS = 128


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("no Chromium here: apt-get install chromium")
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "homeless_project.settings.demo"
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/demo.sqlite3?synchronous=OFF"
        os.environ["LOG_LEVEL"] = "ERROR"
        fill()
        with served() as address:
            take_all(address, chromium)


def fill() -> None:
    import django  # the settings are named above

    django.setup()
    from django.core.management import call_command

    from core import clock

    with clock.set_to(MONDAY):
        call_command("migrate", verbosity=0)
        call_command("demo_data", stderr=io.StringIO())


@contextmanager
def served() -> Iterator[str]:
    """The application on a free port, where it is always that Monday afternoon."""
    from core import clock
    from homeless_project.wsgi import application

    def on_monday(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with clock.set_to(MONDAY):
            return application(environ, start_response)

    class Server(ThreadingMixIn, WSGIServer):
        daemon_threads = True

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: the pictures tell."""

    server = make_server("127.0.0.1", 0, on_monday, server_class=Server, handler_class=Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def take_all(address: str, chromium: str) -> None:
    from playwright.sync_api import sync_playwright

    known, shown = households()
    judged = a_matter_for_the_board()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = signed_in(browser, address)
        desk(page, address, known)
        page.goto(f"{address}{shown}")
        save(page, "household", 900)
        page.goto(f"{address}/rapporter/2013-T3/")
        save(page, "report", 1010)
        page.goto(f"{address}{judged}")
        save(page, "board", 1010)
        page.goto(f"{address}/boende/belaggning/")
        save(page, "occupancy", 900)
        browser.close()


def households() -> tuple[str, str]:
    """The name to type at the desk, and the address of the household with most to tell."""
    from django.db.models import Count, F, Max

    from cases.enums import MemberRole, Protection
    from cases.models import Household

    families = Household.objects.filter(
        reference=None,
        protected_identity=Protection.NONE,
        closed_on=None,
        project_worker__short_name="maria",
        members__role=MemberRole.CHILD,
    )
    told = families.annotate(
        came=Count("visits", distinct=True),
        people=Count("members", distinct=True),
        placed=Max("placements__first_night"),
    ).order_by(F("placed").desc(nulls_last=True), "-came", "pk")
    known = told.exclude(visits__visited_on=MONDAY.date()).order_by("-people", "-came", "pk")[0]
    return known.members.get(role=MemberRole.APPLICANT).person.name, told[0].get_absolute_url()


def a_matter_for_the_board() -> str:
    """The address of what the next meeting judges: of a family that is placed, if there is one."""
    from django.db.models import Count, Q
    from django.urls import reverse

    from cases.enums import MemberRole, Protection
    from housing.models import AgendaItem

    children = Count("household__members", filter=Q(household__members__role=MemberRole.CHILD))
    waiting = AgendaItem.objects.filter(is_settled=False, meeting__held_on__gte=MONDAY.date())
    plain = waiting.filter(household__protected_identity=Protection.NONE).exclude(placement=None)
    first = plain.annotate(children=children).order_by("meeting__held_on", "-children", "position")[0]
    return reverse("housing:item", args=[first.pk])


def signed_in(browser: "Browser", address: str) -> "Page":
    from demo.accounts import ACCOUNTS

    context = browser.new_context(
        locale="sv-SE",
        timezone_id="Europe/Stockholm",
        viewport={"width": WIDTH, "height": 900},
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.clock.set_fixed_time(MONDAY)
    page.goto(f"{address}/konto/login/")
    page.fill("#id_login", ACCOUNTS[0].email)
    page.fill("#id_password", ACCOUNTS[0].password)
    page.click("main form button[type=submit] >> nth=0")
    page.wait_for_url("**/min-vecka/**")
    return page


def desk(page: "Page", address: str, name: str) -> None:
    """A visit half written: who came, what it was about, a note and the next visit."""
    page.goto(f"{address}/drop-in/")
    page.fill("#id_who", name)
    page.wait_for_selector("#id_who_list [role=option] >> nth=2")
    page.keyboard.press("Enter")
    for key in ("1", "3"):
        page.keyboard.press(key)
    page.fill("#id_note", "Kan tänka sig Eskilstuna, syster bor där. Köavgiften betald. Visning på torsdag.")
    page.check("#id_next_step_1", force=True)
    page.fill("#id_booking_day", "+1v")
    page.fill("#id_booking_time", "10.30")
    page.wait_for_timeout(1500)
    save(page, "desk", 1180)


def save(page: "Page", name: str, height: int) -> None:
    """The top of the page, in few colours: a picture for a README, not for print."""
    from PIL import Image

    page.evaluate("document.fonts.ready")
    page.set_viewport_size({"width": WIDTH, "height": height})
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_timeout(300)
    picture = Image.open(io.BytesIO(page.screenshot()))
    IMAGES.mkdir(parents=True, exist_ok=True)
    path = IMAGES / f"{name}.png"
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
