from django.urls import path

from training.views import (
    cohort,
    contest,
    debt,
    gate,
    hours,
    lesson,
    media,
    moving,
    own_attendance,
    roll_call,
    session,
    signature,
)

app_name = "training"

urlpatterns = [
    path("parcours/lecons/<int:module_id>/<slug:slug>/", lesson.lesson, name="lesson"),
    path("parcours/lecons/<int:module_id>/<slug:slug>/lu/", lesson.read, name="read"),
    path("parcours/medias/<str:kind>/<int:file_id>/", media.media, name="media"),
    # Where the editor looks for pictures (MEDIA_URL).
    path("media/<path:name>", media.editor_picture, name="editor_picture"),
    path("heures/", hours.overview, name="hours_overview"),
    path("heures/<int:enrolment_id>/", hours.detail, name="hours"),
    path("heures/<int:enrolment_id>/export/<str:kind>/", hours.export, name="hours_export"),
    path("modules-ouverts/<int:enrolment_id>/", gate.modules, name="gates"),
    path("seances/", session.sessions, name="sessions"),
    path("seances/nouvelle/", session.new, name="session_new"),
    path("seances/<int:session_id>/", session.session, name="session"),
    path("seances/<int:session_id>/appel/", roll_call.roll_call, name="roll_call"),
    path("seances/<int:session_id>/arrivee/", roll_call.arrive, name="arrive"),
    path("seances/<int:session_id>/code/", roll_call.code, name="room_code"),
    path("seances/<int:session_id>/signatures/", signature.signatures, name="signatures"),
    path("seances/<int:session_id>/signer/", signature.sign_here, name="sign_here"),
    path("seances/<int:session_id>/feuille/", signature.sheet, name="sheet"),
    path("seances/<int:session_id>/feuille/deposer/", signature.scan, name="scan"),
    path(
        "seances/<int:session_id>/justificatif/<int:enrolment_id>/",
        signature.excuse,
        name="excuse",
    ),
    path("presence/", own_attendance.enter_code, name="enter_code"),
    path("presences/", own_attendance.overview, name="own_attendance"),
    path("presences/<int:attendance_id>/signer/", own_attendance.sign, name="sign"),
    path("presences/<int:attendance_id>/contester/", own_attendance.contest, name="contest"),
    path("contestations/", contest.waiting, name="contests"),
    path("contestations/<int:contest_id>/", contest.answer, name="contest_answer"),
    path("heures/<int:enrolment_id>/rattrapages/", debt.make_ups, name="make_ups"),
    path("rattrapages/<int:make_up_id>/retirer/", debt.withdraw, name="make_up_withdraw"),
    path("promotions/nouvelle/", cohort.new, name="cohort_new"),
    path("promotions/<int:cohort_id>/inscrire/", cohort.enrol_in, name="enrol"),
    path("promotions/<int:cohort_id>/changer-de-version/", moving.choose, name="moving"),
    path("promotions/<int:cohort_id>/changer-de-version/<int:number>/", moving.move, name="move"),
    path("parcours/changements/<int:move_id>/", moving.difference, name="difference"),
    path("cabinets/nouveau/", cohort.new_practice, name="practice_new"),
]
