"""Many people at once on the current database: `python -m tests.benchmarks.rush SECONDS PEOPLE`.

As many threads as people ask for pages one after the other without a pause, on this machine only,
and stop after the given seconds. Prints one JSON object.
"""

# ruff: noqa: T201

import http.client
import json
import os
import random
import statistics
import sys
import threading
import time
from collections import defaultdict
from typing import Any, NamedTuple

SEED = 1
# How often each page is asked for, in a hundred requests.
MIX = {
    "Accueil de l’assistant": 25,
    "Leçon": 20,
    "Semaine en cours": 15,
    "Module": 10,
    "Mes compétences": 8,
    "Mes heures": 5,
    "Semaines à viser": 5,
    "Accueil du formateur": 4,
    "Promotion (50 personnes)": 3,
    "Accueil de l’employeur": 3,
    "Vérifier une attestation": 2,
}


class Ask(NamedTuple):
    title: str
    url: str
    cookie: str


class Person(threading.Thread):
    """Asks for pages until the hour; notes the milliseconds of each and what went wrong."""

    def __init__(self, number: int, port: int, asks: list[Ask], until: float) -> None:
        super().__init__()
        self.chance = random.Random(SEED + number)
        self.port, self.asks, self.until = port, asks, until
        self.spent: list[tuple[str, float]] = []
        self.errors: list[str] = []

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        weights = [MIX[ask.title] for ask in self.asks]
        while time.monotonic() < self.until:
            [ask] = self.chance.choices(self.asks, weights)
            self.ask(connection, ask)
        connection.close()

    def ask(self, connection: http.client.HTTPConnection, ask: Ask) -> None:
        started = time.perf_counter()
        try:
            connection.request("GET", ask.url, headers={"Cookie": ask.cookie} if ask.cookie else {})
            response = connection.getresponse()
            response.read()
        except (OSError, http.client.HTTPException) as error:
            self.errors.append(f"{ask.title} : {type(error).__name__}")
            connection.close()
            return
        if response.status != http.HTTPStatus.OK:
            self.errors.append(f"{ask.title} : réponse {response.status}")
        self.spent.append((ask.title, 1000 * (time.perf_counter() - started)))


def asks_of_the_mix() -> list[Ask]:
    from tests.benchmarks.measure import cookie_of
    from tests.benchmarks.pages import PAGES, Places

    places, cookies, found = Places(), {None: ""}, []
    for page in PAGES:
        if page.title in MIX:
            if page.who not in cookies:
                cookies[page.who] = cookie_of(page.who(places))
            found.append(Ask(page.title, page.url(places), cookies[page.who]))
    return found


def rush(seconds: int, people: int) -> dict[str, Any]:
    from django.db import connections

    from tests.benchmarks.measure import Server

    asks = asks_of_the_mix()
    connections.close_all()
    with Server(workers=2, threads=4) as server:
        for ask in asks:
            server.get(ask.url, ask.cookie)
        until = time.monotonic() + seconds
        crowd = [Person(number, server.port, asks, until) for number in range(people)]
        for person in crowd:
            person.start()
        for person in crowd:
            person.join()
    spent = [line for person in crowd for line in person.spent]
    return {
        "requests": len(spent),
        "a_second": len(spent) / seconds,
        "errors": [error for person in crowd for error in person.errors],
        "pages": {title: figures(times) for title, times in by_page(spent).items()},
        "all": figures([time for _, time in spent]),
    }


def by_page(spent: list[tuple[str, float]]) -> dict[str, list[float]]:
    found = defaultdict(list)
    for title, milliseconds in spent:
        found[title].append(milliseconds)
    return {title: found[title] for title in MIX if title in found}


def figures(times: list[float]) -> dict[str, float]:
    """How many, the median and the slowest of twenty, in milliseconds."""
    slow = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return {"count": len(times), "median": statistics.median(times), "slow": slow}


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings"
    import django

    django.setup()
    print(json.dumps(rush(int(sys.argv[1]), int(sys.argv[2]))))
