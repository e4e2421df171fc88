"""Small papers to hand in."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n"


def pdf(name: str = "feuille.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def photo(name: str = "feuille.jpg") -> SimpleUploadedFile:
    """A picture into which the camera wrote who made it."""
    kept, exif = BytesIO(), Image.Exif()
    exif[0x013B] = "Appareil de Camille"
    Image.new("RGB", (40, 20), "white").save(kept, "JPEG", exif=exif)
    return SimpleUploadedFile(name, kept.getvalue(), content_type="image/jpeg")
