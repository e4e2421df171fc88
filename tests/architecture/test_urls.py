"""Every address asks for a right, or stands below with its reason."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

CASE = "published references are no secret, and the standard (CASE 1.1) is read by machines"
IMPERSONAL = "kept by every device, so the same for everybody: its scripts fill it there"
OPEN = {
    "front": "the door of the site",
    "health": "monitoring; says nothing about people",
    "check": "anybody outside may check an attestation",
    "verify": "anybody outside may check an attestation",
    "compare": "anybody outside may compare a file with its fingerprint",
    "invitation": "the link is the right: one use, expiring",
    "practice_link": "the link is the right: one use, one week or situation, expiring",
    "missions": "figures of a survey; nothing about people",
    "programmes": "the public catalogue (Qualiopi, indicator 1)",
    "programme": "the public catalogue (Qualiopi, indicator 1)",
    "employers": "sourced facts for anybody",
    "faq": "sourced facts for anybody",
    "readiness": "sourced facts for anybody",
    "subsidies": "sourced facts for anybody",
    "abroad": "sourced facts for anybody",
    "case_documents": CASE,
    "case_document": CASE,
    "case_package": CASE,
    "case_item": CASE,
    "case_item_associations": CASE,
    "case_association": CASE,
    "case_item_type": CASE,
    "case_unknown": CASE,
    "livret_schema": "the shape of an open format; says nothing of anybody",
    "agenda_feed": "the address is the right: secret, replaceable; no name of anybody",
    "manifest": "what a phone installs; says nothing of anybody",
    "worker": "the script that answers without network; the same for everybody",
    "offline": IMPERSONAL,
    "no_network": IMPERSONAL,
    "device": "who asks, to themselves: a key of their own, nothing to who is not signed in",
    "first_day": "exists only while there is no account",
}
OUTSIDE = ("admin/", "compte/", "connexion/", "documents-publics/")


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for item in resolver.url_patterns:
        path = prefix + str(item.pattern)
        if isinstance(item, URLResolver):
            yield from patterns(item, path)
        else:
            yield path, item


def test_every_address_has_a_permission_or_a_reason():
    unguarded = [
        f"{path} ({item.name})"
        for path, item in patterns(get_resolver())
        if not path.startswith(OUTSIDE)
        and not hasattr(item.callback, "roles")
        and item.name not in OPEN
    ]
    assert unguarded == []


def test_every_reason_is_still_needed():
    names = {item.name for _, item in patterns(get_resolver())}
    assert set(OPEN) - names == set()
