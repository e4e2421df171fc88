"""Files that contradict themselves load nothing, on a site that is still empty."""

import pytest
from django.core.management import CommandError, call_command

from curricula.models import Mission
from curricula.services import content as service
from curricula.services.content import ContentWrong, load_content


def test_wrong_files_load_nothing(db, content, now):
    content.tracks[0]["minutes"] = 1
    with pytest.raises(ContentWrong):
        load_content(now=now, content=content)
    assert Mission.objects.count() == 0


def test_command_fails_on_wrong_files(db, content, monkeypatch):
    content.tracks[0]["minutes"] = 1
    monkeypatch.setattr(service, "read_content", lambda: content)
    with pytest.raises(CommandError, match="rien n’est chargé"):
        call_command("load_content")
