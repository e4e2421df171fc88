"""Who may write lessons in the site's editor."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from curricula.models import LessonIndexPage
from people.services.people import EDITORS_GROUP


def give_editors_their_rights(index: LessonIndexPage) -> None:
    """The group « Rédaction » enters the editor, and adds, edits and publishes lessons.

    It also hands in the pictures and documents that lessons show.
    """
    group, _ = Group.objects.get_or_create(name=EDITORS_GROUP)
    entry = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    if not group.permissions.filter(pk=entry.pk).exists():
        group.permissions.add(entry)
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore",
        content_type__model="page",
        codename__in=("add_page", "change_page", "publish_page"),
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=index, permission=permission)
    root = Collection.get_first_root_node() or Collection.add_root(name="Racine")
    files = ("add_image", "change_image", "choose_image")
    papers = ("add_document", "change_document", "choose_document")
    for permission in Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=files + papers
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=permission
        )


REVIEW = "Relecture"


def open_review(index: LessonIndexPage) -> None:
    """A lesson may be handed to review before it is published; the group « Rédaction » answers.

    Made once: what an administrator changes afterwards stays.
    """
    if Workflow.objects.filter(name=REVIEW).exists():
        return
    workflow = Workflow.objects.create(name=REVIEW)
    task = GroupApprovalTask.objects.create(name=REVIEW)
    task.groups.add(Group.objects.get(name=EDITORS_GROUP))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    if not WorkflowPage.objects.filter(page=index).exists():
        WorkflowPage.objects.create(workflow=workflow, page=index)
