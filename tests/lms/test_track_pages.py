"""The track and its modules, for those who learn and those who teach."""

from people.enums import Role


def test_track_tells_where_each_module_stands(site, signed_in):
    sheets = signed_in(site.learner).get("/parcours/").context["sheets"]
    assert [sheet.units for sheet in sheets] == [
        ["ok", "ok", "ok", "ok"],
        ["ok", "vide", "vide", "att"],
        [],
    ]


def test_module_without_content_says_so(site, signed_in):
    empty = site.modules[2]
    text = signed_in(site.learner).get(f"/parcours/modules/{empty.pk}/").content.decode()
    assert "contenus à rédiger" in text


def test_module_lists_what_is_missing_with_the_act(site, signed_in):
    second = site.modules[1]
    page = signed_in(site.learner).get(f"/parcours/modules/{second.pk}/").context["page"]
    unread = second.lessons.order_by("module_lessons__order").last()
    assert page.readiness.missing[0] == (
        f"Leçon à lire : « {unread.title} ».",
        f"/parcours/lecons/{second.pk}/{unread.slug}/",
    )
    assert page.heading == "deux pas à faire"


def test_module_attested_shows_the_code(site, signed_in):
    text = signed_in(site.learner).get(f"/parcours/modules/{site.modules[0].pk}/").content.decode()
    assert site.enrolments[0].attestations.get().document.code in text


def test_staff_reads_the_module_without_any_learner(site, signed_in):
    url = f"/parcours/modules/{site.modules[0].pk}/"
    page = signed_in(site.member(Role.TRAINER)).get(url).context["page"]
    assert (len(page.lessons), page.questions, len(page.criteria)) == (2, 4, 5)
