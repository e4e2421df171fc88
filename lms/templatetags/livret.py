"""Tags and filters of the design system: `{% load livret %}`."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField, Textarea, TextInput
from django.http import HttpRequest
from django.template.defaultfilters import stringfilter
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from curricula.rules.sources import in_words
from lms.templatetags import _curve, _seam
from records.rules import french
from records.validators import no_patient_data, only_staff_named

register = template.Library()

GUARDS = (no_patient_data, only_staff_named)
ICONS = Path(__file__).resolve().parents[2] / "templates" / "components" / "icons"

# The gesture of each entry kind of the livret, drawn as a kind of stitch.
GESTURES = {
    "pratique": "M2 14.5 L12 9.5 M20 14.5 L30 9.5",
    "empechement": "M1 9 C7 9 8 9 10 12 C14 20 21 20 21 14 C21 8 13 8 14 15 C15 21 24 20 31 10",
    "evenement": "M1 12 H9 M23 12 H31 M10 12 a6 6 0 1 0 12 0 a6 6 0 1 0 -12 0",
    "bonne": "M3 18 L13 6 M3 6 L13 18 M19 18 L29 6 M19 6 L29 18",
    "question": "M4 9 C4 3 14 3 14 9 C14 13 9 12 9 16 M9 21h.01 M19 14.5 L29 9.5",
    "vide": "M6 12h.01 M16 12h.01 M26 12h.01",
}


@lru_cache(maxsize=256)
def icon_svg(name: str) -> SafeString:
    return mark_safe((ICONS / f"{name}.svg").read_text().strip())  # noqa: S308 - our own files


@register.simple_tag
def icon(name: str) -> SafeString:
    """A Lucide icon, always beside a word: hidden from screen readers."""
    return icon_svg(name)


def _image(css: str, label: str, body: SafeString) -> SafeString:
    """A drawing with its text alternative; without one it only repeats the words beside it."""
    if not label:
        return format_html('<span class="{}" aria-hidden="true">{}</span>', css, body)
    return format_html('<span class="{}" role="img" aria-label="{}">{}</span>', css, label, body)


@register.simple_tag
def fil(units: Iterable[_seam.Stitch], label: str = "", size: str = "m") -> SafeString:
    """The seam: one stitch per unit; `size` holds classes among xl, m, s, fixe."""
    row = list(units)
    body = format_html_join("", '<i class="{}"></i>', ((_seam.classes(unit),) for unit in row))
    long = " long" if len(row) > _seam.NARROW else ""
    return _image(f"fil {size}{long}", label, body)


@register.simple_tag
def fil_compte(
    done: int, total: int, label: str = "", size: str = "m", wait: int = 0
) -> SafeString:
    """A seam of counted things: so many done, so many waiting, out of a total."""
    done, wait = min(done, total), max(0, min(wait, total - done))
    units = ["ok"] * done + ["att"] * wait + ["vide"] * (total - done - wait)
    return fil(units, label or f"{done} sur {total}", size)


@register.inclusion_tag("components/hours.html")
def fil_heures(
    accepted: int, pending: int, missing: int, total: int, size: str = "xl"
) -> dict[str, Any]:
    """The seam of hours, in minutes: the unit follows the goal and the width, and is written."""
    hours = _seam.Hours(accepted, pending, missing, total)
    legend = _seam.legend(hours)
    rows = []
    for width, most in (("large", _seam.WIDE), ("etroit", _seam.NARROW)):
        unit = _seam.unit_for(total, most)
        rows.append((width, _seam.stitches(hours, unit), f"1 point = {french.duration(unit)}"))
    if rows[0][1] == rows[1][1]:
        rows = [("", *rows[0][1:])]
    words = ", ".join(text for _, text in legend)
    return {"rows": rows, "legend": legend, "words": words, "size": size}


@register.inclusion_tag("components/curve.html")
def courbe(
    plan: list[int],
    done: list[int],
    total: int,
    months: Iterable[tuple[int, str, str]],
    end_week: float | None = None,
    end_words: str = "",
    due: int | None = None,
) -> dict[str, Any]:
    """Hours cumulated per week, in minutes, against the plan; with its table.

    `due`: what the plan expects today; that of the last week of `done` unless it is given.

    `months`: (first week from 0, « sept. », « septembre 2026 »); `end_week`: when the goal is
    reached at this pace, said by `end_words` (« 380 h vers le 6 août »).
    """
    marks = [_curve.Month(*month) for month in months]
    scale = _curve.Scale(_curve.horizon(plan, done, end_week), total)
    now, week = (done[-1] if done else 0), len(done)
    if due is None:
        due = plan[min(week, len(plan)) - 1] if plan and week else 0
    return {
        "plan": _curve.plan_path(scale, plan),
        "done": _curve.done_path(scale, done),
        "forecast": _curve.forecast_path(scale, done, end_week) if end_week else "",
        "end_words": end_words,
        "end_x": scale.x(len(plan)),
        "now": {"x": scale.x(week), "y": scale.y(now), "minutes": now},
        "gap": {"minutes": due - now, "y": scale.y(due), "early": scale.x(week) < _curve.EARLY},
        "levels": [(scale.y(level), level // 60) for level in _curve.levels(total)],
        "goal": {"y": scale.y(total), "hours": total // 60},
        "months": [(scale.x(mark.week + 0.5), mark.short) for mark in marks],
        "rows": [
            (name, due_, got, None if got is None else got - due_)
            for name, due_, got in _curve.table(marks, plan, done)
        ],
    }


@register.simple_tag
def trame(weeks: Iterable[int | str], label: str, now: int | None = None) -> SafeString:
    """A year in one row of a table: minutes accepted in each week (the more, the thicker), or
    `va` waiting, `v` planned, `f` closed; `now`: number of the current week, from 1."""
    cells = [
        (_seam.thickness(week) if isinstance(week, int) else week, " ici" if i == now else "")
        for i, week in enumerate(weeks, start=1)
    ]
    return _image("trame", label, format_html_join("", '<i class="{}{}"></i>', cells))


@register.inclusion_tag("components/spine.html")
def spine(items: Iterable[tuple[str, str]], label: str, title: str = "") -> dict[str, Any]:
    """The back of the booklet: (state, mark) pairs, a text alternative, « semaine 26 sur 43 »."""
    parts = [*re.split(r"(\d+)", title, maxsplit=1), "", ""][:3]
    title_parts = tuple(part.strip() for part in parts)
    return {"items": list(items), "label": label, "title": title, "title_parts": title_parts}


@register.simple_tag
def geste(kind: str, label: str = "") -> SafeString:
    """The drawn gesture of an entry kind, by its name in `GESTURES`."""
    alternative = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="point p-{}" viewBox="0 0 32 24" {}><path d="{}"/></svg>',
        kind,
        alternative,
        GESTURES[kind],
    )


@register.simple_tag
def niveau(level: int, most: int = 3) -> SafeString:
    """A rubric level as 0 to 3 stitches, beside its word."""
    return fil(["ok"] * int(level) + ["vide"] * (most - int(level)), "", "s")


@register.simple_tag
def saisie(field: BoundField, help_text: str = "", css: str = "saisie") -> SafeString:
    """The widget of a bound field with our class; Django adds its aria attributes.

    `help_text` says that the template wrote a help which the form does not know.
    """
    if isinstance(field.field.widget, Textarea):
        # A browser cuts what is pasted without a word; the form says the limit and gives it back.
        field.field.widget.attrs.pop("maxlength", None)
    own = field.field.widget.attrs.get("class", "")
    attrs: dict[str, str | bool] = {"class": f"{css} {own}".strip()}
    if _is_guarded(field):
        attrs["data-garde"] = True
    if help_text and not field.help_text:
        ids = [f"{field.auto_id}_helptext", *([f"{field.auto_id}_error"] if field.errors else [])]
        attrs["aria-describedby"] = " ".join(ids)
    return field.as_widget(attrs=attrs)


def _is_guarded(field: BoundField) -> bool:
    """Whether what is typed goes through the patient-data guard: the browser then helps."""
    typed = isinstance(field.field.widget, TextInput | Textarea)
    named = field.name in getattr(field.form, "guarded", ())
    return typed and (named or any(one in GUARDS for one in field.field.validators))


@register.simple_tag
def acting(request: HttpRequest) -> SafeString | str:
    """Names the membership used in a form, so that a second tab cannot change it."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return ""
    return format_html('<input type="hidden" name="adhesion" value="{}">', actor.pk)


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def de(name: object) -> str:
    """« d’Inès », « de Paul »."""
    return french.elided("de", name)


@register.filter
def que(name: object) -> str:
    """« qu’Omar », « que Paul »."""
    return french.elided("que", name)


@register.filter(is_safe=True)
@stringfilter
def insecable(sentence: str) -> str:
    """A sentence written in Python, as the loader makes those of templates (ADR 0031)."""
    return french.unbroken(sentence) if settings.NO_BREAK_SPACES else sentence


@register.filter
def en_mots(source: str) -> str:
    """A source without the number and lines of a document: its title."""
    return in_words(str(source or ""))


def _whole(text: str) -> str:
    """A length or an hour, of which no line takes a part."""
    return text.replace(" ", "\u00a0") if settings.NO_BREAK_SPACES else text


@register.filter
def duree(minutes: int | None) -> str:
    return "" if minutes in (None, "") else _whole(french.duration(int(minutes)))


@register.filter
def date_longue(value: date | datetime | None) -> str:
    return french.long_date(_local(value)) if value else ""


@register.filter
def jour_mois(value: date) -> str:
    return french.day_and_month(value)


@register.filter
def date_courte(value: date | datetime | None) -> str:
    return french.short_date(_local(value)) if value else ""


@register.filter
def reste(day: date) -> str:
    """How far a day is from today: « dans 8 mois »."""
    return french.countdown(day, timezone.localdate())


@register.filter
def heure(value: datetime | None) -> str:
    return _whole(french.clock(timezone.localtime(value))) if value else ""
