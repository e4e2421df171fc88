"""Guard of every test: a GET cannot write (session, cache and login-session tables excepted)."""

import re

from django.db import connection

WRITES = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
ALLOWED_TABLES = {"django_session", "livret_cache", "usersessions_usersession"}
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class GetWrote(AssertionError):
    """A safe request tried to change the database."""


def refuse_writes(execute, sql, params, many, context):
    if (found := WRITES.match(sql)) and found.group(2) not in ALLOWED_TABLES:
        raise GetWrote(f"{context['connection'].alias}: {sql[:120]}")
    return execute(sql, params, many, context)


def get_cannot_write(get_response):
    def middleware(request):
        ours = not request.path.startswith("/admin/")
        if request.method in SAFE_METHODS and ours:
            with connection.execute_wrapper(refuse_writes):
                return get_response(request)
        return get_response(request)

    return middleware
