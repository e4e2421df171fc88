"""What every device may keep, and what it asks of the server."""

import json
import re
from graphlib import TopologicalSorter

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from lms.services.seal import seal_of
from lms.views.offline_shell import FILES, SCRIPTS
from people.enums import Role
from portfolio.forms.entry import FullEntryForm
from tests.architecture.tree import ROOT
from tests.factories import membership_factory

FOLDER = ROOT / "lms" / "static" / "livret" / "js" / "offline"
SHELL, AWAY, DEVICE = reverse("lms:offline"), reverse("lms:no_network"), reverse("lms:device")
# Of pages that need the network, and of the worker itself.
ELSEWHERE = {"entry.js", "worker.js"}
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["'](\./[\w.]+)["']""")


@pytest.fixture
def learner(db):
    return membership_factory(Role.LEARNER)


def kept(client) -> list[str]:
    script = client.get("/sw.js").content.decode()
    [listed] = re.findall(r"const KEPT = (\[.*\]);", script)
    return json.loads(listed)


@pytest.mark.parametrize("address", [SHELL, AWAY])
def test_what_a_device_keeps_is_the_same_for_everybody(client, learner, address):
    nobody = client.get(address)
    client.force_login(learner.user)
    somebody = client.get(address)
    assert nobody.status_code == somebody.status_code == 200
    assert nobody.content == somebody.content
    assert "data-person" not in somebody.content.decode()
    assert not somebody.cookies


def test_the_questions_of_an_analysis_are_asked_with_or_without_network(client, db):
    page = " ".join(client.get(SHELL).content.decode().split())
    for name in ("context", "result", "learnt"):
        assert " ".join(FullEntryForm.base_fields[name].help_text.split()) in page


def test_the_worker_is_served_from_the_root_and_asked_for_anew(client, db):
    response = client.get("/sw.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"
    assert re.search(r'const VERSION = "[0-9a-f]{16}";', response.content.decode())


def test_the_worker_keeps_pages_and_files_that_exist(client, learner):
    client.force_login(learner.user)
    found = kept(client)
    assert found[:2] == [SHELL, AWAY]
    assert {url for url in found if not url.startswith("/static/")} == {SHELL, AWAY}
    assert all(finders.find(name) for name in FILES)


def test_every_script_that_the_shell_needs_is_kept():
    listed = {name.rpartition("/")[2] for name in FILES if name.startswith(SCRIPTS)}
    assert listed == {file.name for file in FOLDER.glob("*.js")} - ELSEWHERE
    for name in listed:
        asked = {found[2:] for found in IMPORT.findall((FOLDER / name).read_text())}
        assert asked <= listed, name


def test_no_script_imports_itself_by_a_detour():
    """A fingerprint of each would hold that of the other: `make build` would never end."""
    asked = {
        file.name: {found[2:] for found in IMPORT.findall(file.read_text())}
        for file in FOLDER.glob("*.js")
    }
    assert set(TopologicalSorter(asked).static_order()) == set(asked)


def test_the_policy_lets_a_worker_and_a_manifest_of_our_own_in(client, db):
    policy = client.get(SHELL)["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy


def test_the_manifest_names_icons_that_exist(client, db):
    told = client.get("/manifest.webmanifest")
    assert told["Content-Type"] == "application/manifest+json"
    assert told.json()["start_url"] == reverse("portfolio:path")
    assert all(finders.find(one["src"].removeprefix("/static/")) for one in told.json()["icons"])


def test_a_device_without_anybody_gets_a_token_alone(client, db):
    told = client.get(DEVICE).json()
    assert (told["person"], told["seal"]) == (None, None)
    assert told["csrf"]
    assert "no-store" in client.get(DEVICE)["Cache-Control"]


def test_the_seal_is_of_one_account(client, learner):
    client.force_login(learner.user)
    told = client.get(DEVICE).json()
    assert told["person"] == str(learner.user_id)
    assert told["seal"] == seal_of(learner.user_id)
    assert seal_of(learner.user_id) != seal_of(learner.user_id + 1)
    assert re.fullmatch("[0-9a-f]{64}", told["seal"])


def test_the_seal_follows_the_secret_of_the_site(settings):
    before = seal_of(1)
    settings.SECRET_KEY = "another secret of the site"
    assert seal_of(1) != before


def test_nothing_here_takes_a_post(client, learner):
    client.force_login(learner.user)
    for name in ("manifest", "worker", "offline", "no_network", "device"):
        assert client.post(reverse(f"lms:{name}")).status_code == 405
