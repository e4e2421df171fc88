"""What has to be in place before the first page: tables, cache, content, demo."""

from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from curricula.services.content import load_content
from people.models import User


def prepare(say: Callable[[str], None]) -> None:
    """Bring the installation to a state that can serve; a second call changes nothing."""
    for folder in (
        settings.PRIVATE_ROOT,
        settings.MEDIA_ROOT,
        settings.STATIC_ROOT,
        settings.EMAIL_FILE_PATH,
    ):
        folder.mkdir(parents=True, exist_ok=True)
    if not settings.REDIS_URL:
        for name in ("file", "control"):
            (settings.BROKER_DIR / name).mkdir(parents=True, exist_ok=True)
    say("Tables de la base")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    say("Contenus : référentiels, missions, leçons, parcours")
    load_content(now=timezone.now())
    if settings.DEMO and not User.objects.exists():
        say("Démonstration")
        call_command("demo")
