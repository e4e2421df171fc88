import pytest
from django.core import mail

from records.models import Job, Message
from records.services import Letter, deliver_message, run_job, send_message, send_messages

pytestmark = pytest.mark.django_db


def write(now, **fields):
    return send_message(
        key="portfolio.week:1:v1",
        to="assistant@essai.example",
        subject="Semaine visée",
        body="Votre semaine est visée.",
        now=now,
        **fields,
    )


def work(now):
    return run_job(key="records.send_message:portfolio.week:1:v1", work=deliver_message, now=now)


def test_message_is_sent_when_the_transaction_is_committed(now, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        message = write(now)
        assert mail.outbox == []
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        (["assistant@essai.example"], "Semaine visée")
    ]
    message.refresh_from_db()
    assert message.sent_at is not None
    assert message.body == "Votre semaine est visée."


def test_message_of_a_known_key_is_written_and_sent_once(now, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert write(now) == write(now)
    assert (Message.objects.count(), Job.objects.count(), len(mail.outbox)) == (1, 1, 1)


def test_many_messages_are_written_and_sent_once_each(
    now, django_capture_on_commit_callbacks, django_assert_num_queries
):
    with django_capture_on_commit_callbacks(execute=True):
        write(now)
    for many in (3, 30):
        letters = [
            Letter(f"portfolio.week:{n}:v1", f"a{n}@essai.example", "Semaine visée", f"Texte {n}")
            for n in range(1, many + 1)
        ]
        with (
            django_capture_on_commit_callbacks(execute=True),
            django_assert_num_queries(8),  # two savepoints, four reads and writes
        ):
            send_messages(letters=letters, now=now)
        assert (Message.objects.count(), Job.objects.count(), len(mail.outbox)) == (many,) * 3
    assert Message.objects.get(key="portfolio.week:1:v1").body == "Votre semaine est visée."
    assert {message.to[0] for message in mail.outbox if message.body == "Texte 30"} == {
        "a30@essai.example"
    }


def test_message_delivered_twice_leaves_once(now):
    message = write(now)
    deliver_message({"message": message.pk}, now)
    deliver_message({"message": message.pk}, now)
    assert len(mail.outbox) == 1


def test_message_refused_by_the_mail_server_is_tried_again(now, settings):
    message = write(now)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert work(now) is False
    message.refresh_from_db()
    assert message.sent_at is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert work(now) is True
    assert len(mail.outbox) == 1


def test_secret_text_is_erased_once_sent(now):
    message = write(now, secret=True)
    work(now)
    message.refresh_from_db()
    assert message.body == ""
    assert mail.outbox[0].body == "Votre semaine est visée."
