from django.apps import apps

from tests.architecture.tree import APPS


def test_no_relation_points_to_a_higher_app():
    rank = {app: position for position, app in enumerate(APPS)}
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in rank
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
        if rank.get(field.related_model._meta.app_label, -1) > rank[model._meta.app_label]
    ]
    assert upward == []


def test_every_model_says_what_personal_data_it_holds():
    silent = [
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in APPS
        and not model._meta.auto_created
        and "ersonal data" not in (model.__doc__ or "")
        and "says nothing of who" not in (model.__doc__ or "")
    ]
    assert silent == []


def test_every_constraint_has_a_human_message_or_cannot_be_met_by_a_form():
    """A constraint that a person can run into says in French what is wrong."""
    english = [
        f"{model._meta.label}: {constraint.name}"
        for model in apps.get_models()
        if model._meta.app_label in APPS
        for constraint in model._meta.constraints
        if type(constraint).__name__ == "CheckConstraint"
        and constraint.violation_error_message == constraint.default_violation_error_message
    ]
    assert english == []
