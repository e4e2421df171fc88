"""Measure every page of the site in the current database: `python -m tests.benchmarks.measure`.

Prints one JSON object. Pages are asked for over HTTP from the product's own server with one worker,
each time beside the floor, so that both meet the same load of the machine.
"""

# ruff: noqa: T201

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from typing import Any, NamedTuple

RUNS, WARM_UP = 30, 5
SLOW, SLOW_RUNS = 2000, 5  # a page that takes two seconds needs no fine median
PDF_SECONDS = 3
START_SECONDS = 60
TOKEN = "m" * 32  # in the cookie and in the header: the token that a form would carry


class Answer(NamedTuple):
    milliseconds: float
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def clock(self) -> int:
        """Nanoseconds of processor time that the server has used so far."""
        return int(self.headers["X-Clock"])


class Server:
    """Gunicorn on a free port of this machine; unless told otherwise, one worker of one thread."""

    def __init__(self, workers: int = 1, threads: int = 1) -> None:
        self.workers, self.threads = workers, threads

    def __enter__(self) -> "Server":
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [
                sys.executable, "-W", "ignore", "-m", "gunicorn", "tests.benchmarks.floor:build()",
                "--bind", f"127.0.0.1:{self.port}",
                "--workers", str(self.workers), "--threads", str(self.threads),
                "--worker-class", "gthread", "--keep-alive", "60", "--log-level", "error",
            ]
        )  # fmt: skip
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        self._wait()
        return self

    def __exit__(self, *exception: object) -> None:
        self.connection.close()
        self.process.terminate()
        self.process.wait(20)

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                self.get("/sol/")
            except OSError:
                self.connection.close()
                time.sleep(0.2)
            else:
                return
        raise RuntimeError("Le serveur à mesurer ne répond pas.")

    def get(self, url: str, cookie: str = "") -> Answer:
        return self._ask("GET", url, {"Cookie": cookie} if cookie else {})

    def post(self, url: str, cookie: str, body: str) -> Answer:
        headers = {
            "Cookie": f"{cookie}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return self._ask("POST", url, headers, body)

    def _ask(self, method: str, url: str, headers: dict[str, str], sent: str = "") -> Answer:
        started = time.perf_counter()
        self.connection.request(method, url, body=sent or None, headers=headers)
        response = self.connection.getresponse()
        body = response.read()
        spent = 1000 * (time.perf_counter() - started)
        return Answer(spent, response.status, dict(response.getheaders()), body)


def cookie_of(user: Any) -> str:
    """A signed-in session; nobody types a password here."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def measure(server: Server, url: str, cookie: str, sender: Any = None) -> dict[str, Any]:
    def ask() -> Answer:
        if sender is None:
            return server.get(url, cookie)
        answer = server.post(url, cookie, sender.body())
        if answer.status == http.HTTPStatus.OK:
            sender.hear(answer.body)
        return answer

    first = ask()
    if first.status != http.HTTPStatus.OK:
        return {"error": f"réponse {first.status}", "url": url}
    slow = first.milliseconds > SLOW
    for _ in range(0 if slow else WARM_UP):
        ask()
    floors, pages, floor_clocks, page_clocks = [], [], [], []
    clock = server.get("/sol/").clock
    for _ in range(SLOW_RUNS if slow else RUNS):
        floor, page = server.get("/sol/"), ask()
        floors.append(floor.milliseconds)
        pages.append(page.milliseconds)
        floor_clocks.append(floor.clock - clock)
        page_clocks.append(page.clock - floor.clock)
        clock = page.clock
    return {
        "url": url,
        "ms": statistics.median(pages),
        "floor": statistics.median(floors),
        "cpu": statistics.median(page_clocks) / 1e6,
        "floor_cpu": statistics.median(floor_clocks) / 1e6,
        "queries": int(page.headers["X-Queries"]),
        "writes": 0 if sender else int(page.headers["X-Writes"]),
        "bytes": len(page.body),
        "memory": int(server.get("/sol/memoire/").body),
    }


def measure_page(server: Server, page: Any, places: Any, cookies: dict[Any, str]) -> dict[str, Any]:
    from django.core.exceptions import ObjectDoesNotExist
    from django.urls import NoReverseMatch

    try:
        url = page.url(places)
        if page.who and page.who not in cookies:
            cookies[page.who] = cookie_of(page.who(places))
    except (NoReverseMatch, ObjectDoesNotExist, AttributeError, IndexError) as error:
        return {"error": f"pas encore là ({type(error).__name__})"}
    sender = page.sends(places) if page.sends else None
    return measure(server, url, cookies[page.who] if page.who else "", sender)


def pdfs_a_second(content: dict[str, Any], code: str) -> float:
    """Attestations written in a second by one core."""
    from django.utils import timezone

    from records.enums import DocumentKind
    from records.services.rendering import render_document

    def render() -> None:
        render_document(
            kind=DocumentKind.MODULE_ATTESTATION, content=content, code=code,
            issued_on=timezone.localdate(),
        )  # fmt: skip

    render()
    started, wall, made = time.process_time(), time.perf_counter(), 0
    while time.perf_counter() - wall < PDF_SECONDS or made < RUNS:
        render()
        made += 1
    return made / (time.process_time() - started)


def bare_handler() -> float:
    """Milliseconds of the floor without HTTP, for whoever wants to compare handlers."""
    from django.test import RequestFactory, override_settings

    from tests.benchmarks.floor import Bare

    with override_settings(MIDDLEWARE=[]):
        handler = Bare()
    asked, spent = RequestFactory(SERVER_NAME="127.0.0.1"), []
    for _ in range(500):
        started = time.perf_counter()
        handler.get_response(asked.get("/sol/")).close()  # as a server does: its addresses go too
        spent.append(1000 * (time.perf_counter() - started))
    return statistics.median(spent)


def database() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW server_version")
        else:
            cursor.execute("SELECT sqlite_version()")
        return f"{connection.display_name} {cursor.fetchone()[0]}"


def measure_all() -> dict[str, Any]:
    from django.db import connection

    from tests.benchmarks.imports import import_seconds
    from tests.benchmarks.livret import livret_seconds
    from tests.benchmarks.pages import PAGES, Places

    seconds = import_seconds()
    places, cookies, in_process = Places(), {}, connection.vendor == "sqlite"
    with Server() as server:
        memory = int(server.get("/sol/memoire/").body)
        pages = {}
        for page in PAGES:
            print(f"  {page.title}", file=sys.stderr, flush=True)
            goals = {"goal": page.goal, "goal_queries": page.queries, "in_process": in_process}
            pages[page.title] = {**goals, **measure_page(server, page, places, cookies)}
        grown = int(server.get("/sol/memoire/").body)
    document = places.document
    return {
        "pages": pages,
        "memory": [memory, grown],
        "floor": statistics.median(p["floor"] for p in pages.values() if "floor" in p),
        "pdfs": pdfs_a_second(document.content, document.code),
        "handler": bare_handler(),
        "import": seconds,
        "livret": livret_seconds(places.enrolment),
        "database": database(),
    }


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings"
    import django

    django.setup()
    print(json.dumps(measure_all()))
