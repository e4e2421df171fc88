"""Every address of the site, asked for by everybody: who gets in, who does not, and what shows."""

import re
from functools import partial

import pytest
from django.apps import apps
from django.urls import get_resolver

from people.enums import Role
from people.models import AuditEvent
from tests.architecture.actors import ANONYMOUS, OURS, Actor, World
from tests.architecture.matrix import ROWS, situation
from tests.architecture.row import Reach, Row
from tests.architecture.test_urls import OUTSIDE, patterns
from tests.architecture.tree import APPS

SIGN_IN = "/connexion/"
CHANGING = [r'name="csrfmiddlewaretoken" value="[^"]*"']


def rows(wanted) -> list:
    return [pytest.param(row, id=f"{n}-{row.name}") for n, row in enumerate(ROWS) if wanted(row)]


def signed_in(world: World) -> list[Actor]:
    return [actor for actor in world.actors if actor.place != ANONYMOUS]


def refused(world: World, row: Row, *, posting: bool = False) -> list[Actor]:
    return [actor for actor in signed_in(world) if not row.lets_in(actor, posting=posting)]


def body(response) -> str:
    """What is shown, without what changes with each request."""
    text = response.content.decode(errors="replace")
    for pattern in CHANGING:
        text = re.sub(pattern, "", text)
    return text


def stored() -> dict[str, int]:
    """How many rows every table of ours has."""
    return {model._meta.label: model.objects.count() for app in APPS for model in _models(app)}


def _models(app: str):
    return apps.get_app_config(app).get_models(include_auto_created=True)


# --- The table itself -----------------------------------------------------------------------------


def names_of_the_site() -> set[str]:
    """The full name of each address that is ours."""
    found = set()
    for space, (prefix, inner) in get_resolver().namespace_dict.items():
        found |= {
            f"{space}:{item.name}"
            for path, item in patterns(inner)
            if not (prefix + path).startswith(OUTSIDE)
        }
    return found


def test_every_address_has_its_row():
    assert names_of_the_site() - {row.name for row in ROWS} == set()


def test_every_row_has_its_address():
    assert {row.name for row in ROWS} - names_of_the_site() == set()


def test_every_address_of_ours_has_a_name_in_a_room():
    named = {name.split(":")[1] for name in names_of_the_site()}
    ours = {i.name for p, i in patterns(get_resolver()) if not p.startswith(OUTSIDE)}
    assert ours == named


# --- GET ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", rows(lambda row: row.gets))
def test_each_actor_gets_in_or_does_not(world, row):
    address = row.address(world)
    found, expected = {}, {}
    for actor in world.actors:
        response = actor.client.get(address)
        found[str(actor)] = outcome(response)
        expected[str(actor)] = (
            "in"
            if row.lets_in(actor)
            else "sign in"
            if actor.place == ANONYMOUS and row.reach != Reach.GONE
            else row.refusal(actor)
        )
    assert found == expected


def outcome(response) -> str | int:
    """In: a page, or a way to another page of the site. A script is told to sign in by 401."""
    if response.status_code == 401:
        return "sign in"
    if response.status_code == 302 and response.url.startswith(SIGN_IN):
        return "sign in"
    return "in" if response.status_code in {200, 302} else response.status_code


@pytest.mark.parametrize(
    "row", rows(lambda row: row.gets and row.reach == Reach.OURS and Role.EMPLOYER in row.roles)
)
def test_a_practice_that_shares_the_post_gets_in_where_the_main_one_does(world, row):
    found = outcome(world.sharing.client.get(row.address(world)))
    assert found == (404 if row.one_practice else "in")


@pytest.mark.parametrize("row", rows(lambda row: not row.gets))
def test_what_only_takes_a_post_answers_nobody_else(world, row):
    answers = {actor.client.get(row.address(world)).status_code for actor in world.actors}
    assert answers == {405}


# --- POST -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", rows(lambda row: row.post))
def test_a_post_of_somebody_refused_writes_nothing(world, row):
    address, sent, before = row.address(world), row.post(world), stored()
    found, expected = {}, {}
    for actor in refused(world, row, posting=True):
        named = {"adhesion": actor.membership.pk} if actor.membership else {}
        answers = [actor.client.post(address, sent | more) for more in ({}, named)]
        found[str(actor)] = [answer.status_code for answer in answers]
        expected[str(actor)] = [row.refusal(actor)] * 2
    assert found == expected
    assert stored() == before


@pytest.mark.parametrize("row", rows(lambda row: row.post))
def test_a_post_without_signing_in_writes_nothing(world, row):
    before = stored()
    [nobody] = [actor for actor in world.actors if actor.place == ANONYMOUS]
    response = nobody.client.post(row.address(world), row.post(world))
    assert outcome(response) == (404 if row.reach == Reach.GONE else "sign in")
    assert stored() == before


@pytest.mark.parametrize("row", rows(lambda row: row.post and row.roles))
def test_nobody_acts_with_the_membership_of_somebody_else(world, row):
    """The form names the membership used: only one's own is taken."""
    address, sent, before = row.address(world), row.post(world), AuditEvent.objects.count()
    role = (row.posts or row.roles)[0]
    borrowed = world.site.member(role).pk
    for actor in signed_in(world):
        if actor.membership and actor.membership.pk == borrowed:
            continue
        response = actor.client.post(address, sent | {"adhesion": borrowed})
        assert response.status_code in {403, 404}, str(actor)
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("name", ["portfolio:entry", "portfolio:remove_entry", "portfolio:attach"])
def test_another_learner_changes_nothing_in_a_situation(world, name):
    """What was taken out meanwhile is said to be gone; so is what was never theirs."""
    [row] = [row for row in ROWS if row.name == name]
    sent = row.post(world) if row.post else {}
    entry, before = world.entry, stored()
    sent |= situation(world) | {"text": "Autre texte."}
    for actor in signed_in(world):
        if (actor.place, actor.role) != (OURS, Role.LEARNER):
            answer = actor.client.post(row.address(world), sent)
            assert answer.status_code in {200, 302, 403, 404}, str(actor)
            assert entry.text not in answer.content.decode(), str(actor)
            assert actor.role == Role.LEARNER or answer.status_code in {403, 404}, str(actor)
    entry.refresh_from_db()
    assert entry.text != "Autre texte."
    assert stored() == before


# --- 403 and 404 say nothing ----------------------------------------------------------------------


@pytest.mark.parametrize("row", rows(lambda row: row.gets and (row.things or row.query)))
def test_what_exists_and_what_does_not_look_the_same_to_a_stranger(world, row):
    for actor in refused(world, row):
        assert_same(actor, row, world, actor.client.get)


@pytest.mark.parametrize("row", rows(lambda row: row.post and (row.things or row.query)))
def test_a_post_does_not_tell_either(world, row):
    sent = row.post(world)
    for actor in refused(world, row):
        assert_same(actor, row, world, partial(actor.client.post, data=sent))


def assert_same(actor: Actor, row: Row, world: World, ask) -> None:
    there = ask(row.address(world))
    for unknown in row.unknown_addresses(world):
        absent = ask(unknown)
        assert there.status_code == absent.status_code, f"{actor}, {unknown}"
        assert body(there) == body(absent), f"{actor}, {unknown}"
