"""The help page as it looks: nothing for axe to complain of, and it prints what the keys do."""

import pytest

from accounts.enums import Role
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db(transaction=True)


def test_help_is_accessible_and_one_click_from_a_page(page, live_server, sign_in, assert_axe_clean):
    sign_in(page, staff(Role.PROJECT_WORKER))
    page.goto(f"{live_server.url}/hushall/")
    page.click("footer >> text=Hjälp")
    page.wait_for_url("**/hjalp/")
    assert page.inner_text("h1") == "Hjälp"
    assert "Alt" in page.inner_text("[aria-labelledby=help-desk]")
    assert_axe_clean(page)
