from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from lms.tasks import forget_sessions


def test_expired_sessions_are_forgotten_and_the_others_stay(db):
    for _ in range(2):
        SessionStore().create()
    stale = Session.objects.first()
    Session.objects.filter(pk=stale.pk).update(expire_date=timezone.now() - timedelta(days=1))
    forget_sessions.delay()
    assert stale.pk not in Session.objects.values_list("pk", flat=True)
    assert Session.objects.count() == 1
