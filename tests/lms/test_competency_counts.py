"""The light maps of the site tell the same as the full map of the portfolio."""

from lms.queries.competencies import light_maps, shown_counts
from portfolio.queries import competency_map
from tests.factories.site import add_learner
from training.models import Enrolment


def told(blocks):
    return [
        (
            block.block,
            [
                (sheet.competency, sheet.state, [(g.missing, g.module_id) for g in sheet.missing])
                for sheet in block.competencies
            ],
        )
        for block in blocks
    ]


def test_light_maps_equal_the_full_maps(site):
    add_learner(site)
    enrolments = list(Enrolment.objects.for_screen())
    light = light_maps(enrolments)
    for enrolment in enrolments:
        assert told(light[enrolment.pk]) == told(competency_map(enrolment))


def test_shown_counts_follow_the_map(site):
    [enrolment] = site.enrolments
    assert shown_counts([enrolment])[enrolment.pk].shown == 1
    assert shown_counts([]) == {}
