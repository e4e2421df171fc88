"""A real server with the demo, a real Chromium, axe on every screen.

The server is the one of `make run` (web, worker and scheduler) on a file database of its own, built
once for each of the processes that share the tests of this folder.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e import steps
from tests.e2e.device import PHONE, Device

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "livret-demo"
PATIENCE_SECONDS = 600
STATE_SECONDS = 30  # how long a test waits for what it expects, on a busy machine
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


expect.set_options(timeout=STATE_SECONDS * 1000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)
    walks = [item for item in items if item.get_closest_marker("e2e")]
    if len(walks) == len(items):  # the longest file first, so that both browsers end together
        items.sort(key=lambda item: item.path.name != "test_screens.py")


@pytest.fixture(scope="session", autouse=True)
def _chromium_is_here() -> None:
    if CHROMIUM:
        return
    reason = "Chromium manque : apt install chromium"
    if os.environ.get("LIVRET_REQUIRE_E2E"):
        pytest.exit(reason, returncode=1)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def wait_until_open(address: str, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, "le serveur s’est arrêté"
        try:
            urllib.request.urlopen(f"{address}/sante/", timeout=2)  # noqa: S310
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.3)
        else:
            return
    pytest.fail("le serveur n’a pas ouvert à temps")


def serve(var: Path, demo: bool) -> Iterator[str]:
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    env = {
        **kept,
        "LIVRET_VAR": str(var),
        "LIVRET_DEMO": str(int(demo)),
        "LIVRET_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "lms.settings",
    }
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    with (var / "serveur.log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            wait_until_open(f"http://127.0.0.1:{port}", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture(scope="session")
def demo_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server with the demo keeps its data."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="session")
def site(demo_var: Path) -> Iterator[str]:
    """Address of a server with the demo."""
    yield from serve(demo_var, demo=True)


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server without any account."""
    yield from serve(tmp_path_factory.mktemp("vide"), demo=False)


@pytest.fixture(scope="session")
def states() -> dict[str, dict]:
    """Cookies by account, so that each signs in once."""
    return {}


@pytest.fixture(scope="session")
def contexts() -> list[BrowserContext]:
    """Those that `signed_in` opened; what is left closes with the browser."""
    return []


@pytest.fixture(autouse=True)
def _pages_close_with_their_test(contexts: list[BrowserContext]) -> Iterator[None]:
    """Those of a whole module were opened before: they stay."""
    before = len(contexts)
    yield
    while len(contexts) > before:
        contexts.pop().close()


@pytest.fixture(scope="session")
def signed_in(browser: Browser, site: str, states: dict[str, dict], contexts: list[BrowserContext]):
    """Sign in once per account; gives new pages of that person, at a width and in a theme."""

    def open_page(name: str = "", width: int = 1280, theme: str = "light", **more) -> Page:
        if name and name not in states:
            states[name] = sign_in(browser, site, name)
        context = browser.new_context(
            base_url=more.pop("base_url", site),
            locale="fr-FR",
            timezone_id="Europe/Paris",
            viewport={"width": width, "height": 800},
            color_scheme=theme,
            storage_state=states.get(name),
            **more,
        )
        contexts.append(context)
        return context.new_page()

    return open_page


@pytest.fixture(scope="session")
def newcomer(signed_in, states: dict[str, dict]):
    """Make an assistant of the 380 h track with nothing done yet, so that tests share nobody.

    Afterwards `signed_in(name)` opens their pages; on screen they are « <Name> Essai ».
    """

    def arrive(name: str) -> str:
        lead = signed_in("responsable")
        place, email = "Cabinet Démo du Port", f"{name}@essai.example"
        link = steps.invite(lead, name.capitalize(), "Essai", email, place, "Assistant")
        page = signed_in()
        steps.accept(page, link)
        steps.enrol(lead, "380", f"{name.capitalize()} Essai")
        states[name] = page.context.storage_state()
        return name

    return arrive


@pytest.fixture(scope="session")
def gather(site, demo_var: Path, states: dict[str, dict]):
    """Bring a group of 30 with sessions to call; the first are signed in: « nord0 »."""

    def arrive(name: str, *more: str) -> dict:
        env = {**os.environ, "LIVRET_VAR": str(demo_var), "DJANGO_SETTINGS_MODULE": "lms.settings"}
        env.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "tests.e2e.show_group", name, *more]
        done = subprocess.run(
            command, cwd=ROOT, env=env, capture_output=True, text=True, check=True
        )
        group = json.loads(done.stdout.splitlines()[-1])
        for number, cookie in enumerate(group["cookies"]):
            key, value = cookie.split("=")
            found = {"name": key, "value": value, "domain": "127.0.0.1", "path": "/"}
            states[f"{name.lower()}{number}"] = {"cookies": [found], "origins": []}
        return group

    return arrive


@pytest.fixture(scope="session")
def odile(newcomer) -> str:
    """An assistant made for these tests."""
    return f"{newcomer('odile')}@essai.example"


@pytest.fixture
def blank(browser: Browser, site: str) -> Iterator[Callable[[], Device]]:
    """New devices on which nobody has signed in."""
    contexts = []

    def open_one() -> Device:
        context = browser.new_context(base_url=site, **PHONE)
        contexts.append(context)
        return Device(context, context.new_page())

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def device(blank, odile) -> Callable[[], Device]:
    """New devices of the assistant, each signed in on its own and ready to be cut off."""

    def open_one() -> Device:
        found = blank()
        found.sign_in(odile, steps.NEW_PASSWORD)
        found.open()
        return found

    return open_one


def sign_in(browser: Browser, site: str, name: str) -> dict:
    context = browser.new_context(base_url=site, locale="fr-FR")
    page = context.new_page()
    page.goto("/connexion/")
    page.fill("[name=login]", f"{name}@livret.example")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/accueil/")
    state = context.storage_state()
    context.close()
    return state


def axe_violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands: rule, and the first element concerned."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]


@pytest.fixture(scope="session")
def violations():
    """What axe finds on a page."""
    return axe_violations


@pytest.fixture
def accessible():
    """Check that a page has no axe violation, one h1, and does not scroll sideways."""

    def check(page: Page) -> None:
        assert axe_violations(page) == []
        assert page.locator("h1").count() == 1
        too_wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(too_wide) <= 0

    return check
