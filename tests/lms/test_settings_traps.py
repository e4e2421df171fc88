"""Traps of the stack, each held by a setting that a test would miss if it went."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from PIL import Image
from wagtail.models import Page

from lms import settings as product
from people.enums import Role
from people.models import User
from tests.factories import membership_factory
from tests.factories.curricula import lesson_index


@pytest.mark.skipif(connection.vendor != "sqlite", reason="réglages propres à SQLite")
def test_sqlite_waits_writes_ahead_and_takes_the_lock_at_once(db):
    options = settings.DATABASES["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] >= 20
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (1,)
    assert "journal_mode=WAL" in options["init_command"]


def test_login_limiter_counts_in_a_cache_that_processes_share():
    assert product.CACHES["default"]["BACKEND"].endswith(("DatabaseCache", "RedisCache"))


def test_no_page_of_the_editor_asks_an_outside_service():
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False


def test_pages_are_the_stock_model():
    assert Page._meta.label == "wagtailcore.Page"


def test_huge_pictures_are_refused():
    assert settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS == 40_000_000
    Image.new("1", (100, 100))
    with pytest.raises(Image.DecompressionBombError):
        Image._decompression_bomb_check((7_000, 6_000))


def test_our_pages_have_the_strict_policy(client, db):
    membership_factory(Role.LEAD)
    policy = client.get("/connexion/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy


def test_the_editor_has_the_looser_policy(client, db):
    lesson_index()
    lead = membership_factory(Role.ADMIN)
    User.objects.filter(pk=lead.user_id).update(is_superuser=True)
    client.force_login(lead.user)
    response = client.get("/admin/")
    assert response.status_code == 200
    assert "unsafe-inline" in response["Content-Security-Policy"]
    assert "gravatar" not in response.content.decode()


def test_the_site_starts_without_compressing_static_files():
    assert "Compressed" not in product.STORAGES["staticfiles"]["BACKEND"]


def test_secret_key_is_made_once_and_kept_for_its_owner(tmp_path):
    from lms.secret import secret_key

    first = secret_key(tmp_path)
    assert secret_key(tmp_path) == first
    assert Path(tmp_path / "secret").stat().st_mode & 0o077 == 0


def test_health_answers_without_saying_anything_about_people(client, db):
    membership_factory(Role.LEAD)
    response = client.get("/sante/")
    assert set(response.json()) == {"ok", "database", "migrations", "queue"}
