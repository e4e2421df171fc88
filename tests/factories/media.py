"""Small true files, and a lesson that shows every kind of block."""

import json
from io import BytesIO
from uuid import UUID

from django.core.files.base import ContentFile
from PIL import Image as Pillow
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection

from curricula.models import LessonPage

PDF = b"%PDF-1.7\n%%EOF\n"
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + b"\x00" * 64
WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm" + b"\x00" * 64
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\x00" * 64
OGG = b"OggS\x00\x02" + b"\x00" * 64
VTT = b"WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nBonjour.\n"
REFLECTION = UUID("00000000-0000-4000-8000-00000000000a")


def picture_bytes(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options) -> bytes:
    kept = BytesIO()
    Pillow.new("RGB", size, "#0b6e66").save(kept, kind, **options)
    return kept.getvalue()


def _root() -> Collection:
    return Collection.get_first_root_node() or Collection.add_root(name="Racine")


def picture_factory(name: str = "plan.png") -> Image:
    file = ContentFile(picture_bytes(), name=name)
    return Image.objects.create(title="Plan", file=file, collection=_root())


def file_factory(name: str = "fiche.pdf", content: bytes = PDF) -> Document:
    file = ContentFile(content, name=name)
    return Document.objects.create(
        title=name, file=file, file_size=len(content), collection=_root()
    )


def every_block(lesson: LessonPage) -> list[dict]:
    """One block of each kind, as the editor stores them; the question is the lesson’s first."""
    question = lesson.questions.order_by("order").first()
    text = "Un texte de l’essai."
    table = {
        "caption": "Qui fait quoi",
        "columns": [{"type": "text", "heading": h} for h in ("Acte", "Qui")],
        "rows": [
            {"values": ["Accueillir", "L’assistant"]},
            {"values": ["Prescrire", "Le médecin"]},
        ],
    }
    values = {
        "heading": "Une partie",
        "text": text,
        "key_point": text,
        "fact": {"text": text, "source": "Document 002", "date": "2026", "status": "verified"},
        "list": {"ordered": False, "items": ["Un élément"]},
        "definition": {"term": "Orthoptie", "text": text, "source": "Document 002"},
        "word": "Orthoptie",
        "case": {"situation": text, "question": "Que faire ?", "answer": "Demander."},
        "checklist": {"title": "Avant d’ouvrir", "items": ["Vérifier la stérilisation", "Saluer"]},
        "table": table,
        "picture": {
            "picture": picture_factory().pk,
            "alternative": "Un rectangle vert",
            "caption": "Le plan",
            "credit": "Essai",
        },
        "video": {
            "title": "Un film",
            "file": file_factory("film.mp4", MP4).pk,
            "captions": file_factory("film.vtt", VTT).pk,
            "transcript": "On dit bonjour à tout le monde.",
        },
        "audio": {
            "title": "Un appel",
            "file": file_factory("appel.mp3", MP3).pk,
            "transcript": "Une voix dit : allô.",
        },
        "document": {"title": "La fiche", "file": file_factory().pk, "note": "Deux pages."},
        "question": question.code,
        "reflection": {"prompt": "Qu’avez-vous observé cette semaine ?"},
    }
    return [
        {"type": kind, "value": value, "id": str(UUID(int=number))}
        if kind != "reflection"
        else {"type": kind, "value": value, "id": str(REFLECTION)}
        for number, (kind, value) in enumerate(values.items(), start=1)
    ]


def show_every_block(lesson: LessonPage) -> LessonPage:
    """Publish the lesson with one block of each kind."""
    lesson.body = json.dumps(every_block(lesson))
    lesson.save_revision().publish()
    return LessonPage.objects.get(pk=lesson.pk)
