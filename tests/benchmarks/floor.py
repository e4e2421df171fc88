"""The floor B: a bare Django view without middleware, beside the product in the same server.

What `build` returns is served by gunicorn while pages are measured: `/sol/` is the floor, the rest
is the product as it is. Each answer says how many SQL queries it took, and what the clock of the
processor showed at its end: from one answer to the next it counts the whole work of the server.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

WRITES = ("INSERT", "UPDATE", "DELETE")


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("B", headers={"X-Clock": str(time.process_time_ns())})


def memory(request: HttpRequest) -> HttpResponse:
    """Megabytes that this process holds."""
    with open("/proc/self/status") as status:
        kilobytes = next(line.split()[1] for line in status if line.startswith("VmRSS"))
    return HttpResponse(str(int(kilobytes) // 1024))


urlpatterns = [path("sol/", bare), path("sol/memoire/", memory)]


class Bare(WSGIHandler):
    """Django without middleware, with the two addresses above."""

    def get_response(self, request: HttpRequest) -> HttpResponse:
        request.urlconf = "tests.benchmarks.floor"
        return super().get_response(request)


class Counted:
    """Counts the queries of one request, and among them the writes."""

    def __init__(self) -> None:
        self.queries = self.writes = 0

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.queries += 1
        self.writes += sql.lstrip()[:6].upper() in WRITES
        return execute(sql, params, many, context)


def build() -> Callable:
    django.setup(set_prefix=False)
    product = WSGIHandler()
    with override_settings(MIDDLEWARE=[]):
        floor = Bare()

    def application(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith("/sol/"):
            return floor(environ, start_response)
        counted = Counted()
        held: list[Any] = []
        with connection.execute_wrapper(counted):
            response = product(environ, lambda *line: held.extend(line[:2]))
            body = b"".join(response)
        held[1] += [
            ("X-Queries", str(counted.queries)),
            ("X-Writes", str(counted.writes)),
            ("X-Clock", str(time.process_time_ns())),
        ]
        start_response(*held)
        response.close()
        return [body]

    return application
