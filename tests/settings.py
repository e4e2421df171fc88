"""Settings of the tests: the product's own, with fast hashing and work done at once."""

from lms.settings import *  # noqa: F403
from lms.settings import MIDDLEWARE as PRODUCT_MIDDLEWARE
from lms.settings import STORAGES as PRODUCT_STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Pictures and documents of lessons leave nothing on the disk.
STORAGES = {
    **PRODUCT_STORAGES,
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
}
WHITENOISE_AUTOREFRESH = True
MIDDLEWARE = ["tests.middleware.get_cannot_write", *PRODUCT_MIDDLEWARE]
