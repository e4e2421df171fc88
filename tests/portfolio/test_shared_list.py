"""« Situations partagées », page by page: who answers comes back to where they were."""

import pytest

from portfolio.models import LogbookEntry
from tests.portfolio.practice import shared_week

SHARED = "/livrets/partages/"


@pytest.fixture
def employer(client, world, monkeypatch):
    """Three situations, one a page."""
    monkeypatch.setattr("portfolio.views.employer.A_PAGE", 1)
    for number in (7, 8, 9):
        shared_week(world.enrolment, iso_week=number)
    client.force_login(world.employer.user)
    return client


def confirming(page) -> dict[str, str]:
    """What the form of the page of a situation sends, as it was shown."""
    form = page.context["form"]
    return {
        "kind": "confirmed", "seen": form["seen"].value(), "form_key": form["form_key"].value()
    }  # fmt: skip


def test_who_confirms_comes_back_to_their_page(employer):
    page = employer.get(f"{SHARED}?page=3")
    [entry] = page.context["page"]
    address = f"{SHARED}{entry.pk}/?page=3"
    text = page.content.decode()
    assert text.count(f'href="{address}"') == text.count(f'action="{address}"') == 1
    key = f"{page.context['form_key']}-{entry.pk}"
    sent = {"kind": "confirmed", "seen": entry.seen, "form_key": key}
    answer = employer.post(address, sent, follow=True)
    assert answer.redirect_chain == [(f"{SHARED}?page=3", 302)]
    assert answer.context["page"].number == 3
    assert f'href="{address}"' in answer.content.decode()


def test_a_page_that_is_gone_leads_to_the_last_that_is_there(employer):
    [entry] = employer.get(f"{SHARED}?page=3").context["page"]
    LogbookEntry.objects.exclude(pk=entry.pk).update(audience="self")
    address = f"{SHARED}{entry.pk}/?page=3"
    answer = employer.post(address, confirming(employer.get(address)), follow=True)
    assert answer.status_code == 200
    assert answer.context["page"].number == 1


@pytest.mark.parametrize("odd", ["", "?page=", "?page=x", "?page=-1", "?page=²"])
def test_without_a_page_it_is_the_beginning(employer, odd):
    [entry] = employer.get(SHARED).context["page"]
    assert f'href="{SHARED}{entry.pk}/"' in employer.get(SHARED).content.decode()
    address = f"{SHARED}{entry.pk}/{odd}"
    assert employer.post(address, confirming(employer.get(address))).url == SHARED
