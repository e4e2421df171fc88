"""The track and its modules, for those who learn and those who teach."""

from curricula.enums import Mastery
from people.enums import Role
from tests.factories import prerequisite_factory
from training.models import EvaluationDone


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


def test_resume_leads_to_the_first_lesson_not_read(site, signed_in):
    unread = site.modules[1].lessons.order_by("module_lessons__order").last()
    url = f"/parcours/lecons/{site.modules[1].pk}/{unread.slug}/"
    client = signed_in(site.learner)
    assert client.get("/parcours/").context["resume"].url == url
    home = client.get("/accueil/").content.decode()
    assert f'href="{url}">Reprendre' in home


def test_resume_passes_over_a_closed_module(site, signed_in):
    prerequisite_factory(site.modules[1], site.modules[0], Mastery.ALL)
    client = signed_in(site.learner)
    assert client.get("/parcours/").context["resume"]
    EvaluationDone.objects.filter(kind="synthesis").delete()
    page = client.get("/parcours/")
    assert page.context["resume"] is None
    assert "Pas encore ouvert." in page.content.decode()


def test_lessons_follow_one_another_through_the_track(site, signed_in):
    first, second = site.modules[0], site.modules[1]
    last = first.lessons.order_by("module_lessons__order").last()
    begin = second.lessons.order_by("module_lessons__order").first()
    client = signed_in(site.learner)
    page = client.get(f"/parcours/lecons/{first.pk}/{last.slug}/").content.decode()
    assert "2 sur 4 du parcours" in page
    assert f'rel="next" href="/parcours/lecons/{second.pk}/{begin.slug}/"' in page
    page = client.get(f"/parcours/lecons/{second.pk}/{begin.slug}/").content.decode()
    assert f'rel="prev" href="/parcours/lecons/{first.pk}/{last.slug}/"' in page
