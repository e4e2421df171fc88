from django.urls import path

from records.views import documents, invitations, kept_files, reminders, verify

app_name = "records"

urlpatterns = [
    path("verifier/", verify.check, name="check"),
    path("verifier/<str:code>/", verify.verify, name="verify"),
    path("verifier/<str:code>/comparer/", verify.compare, name="compare"),
    path("documents/<str:code>.pdf", documents.document, name="document"),
    path("pieces/<uuid:key>/", kept_files.kept_file, name="kept_file"),
    path("rappels/", reminders.reminders, name="reminders"),
    path("mon-compte/rappels/", reminders.choices, name="reminder_choices"),
    path("invitations/nouvelle/", invitations.new, name="invite"),
    path("invitations/<str:token>/", invitations.accept, name="invitation"),
]
