"""The site: the Django project and the screens that stand above every app."""

from lms.celery import app as celery_app

__all__ = ["celery_app"]
