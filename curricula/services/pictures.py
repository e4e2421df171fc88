"""Pictures of lessons, made light before they are kept."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

from curricula.rules.media import clean_name
from people.services import ServiceError

SIDE = 1600  # pixels of the longer side: sharp on a screen and on paper, light on a phone
QUALITY = 82


class PictureUnreadable(ServiceError):
    message = "Cette image est abîmée ou incomplète : elle ne se lit pas jusqu’au bout."


class PictureMoves(ServiceError):
    message = "Une image animée n’est pas prise : une vidéo a des sous-titres et des commandes."


def light_copy(file: UploadedFile) -> ContentFile:
    """A copy upright, 1600 pixels at most, without what the camera wrote (place, device).

    Raises `PictureUnreadable` or `PictureMoves`.
    """
    file.seek(0)
    try:
        with Image.open(file) as picture:
            if getattr(picture, "is_animated", False):
                raise PictureMoves
            kind = picture.format or "PNG"
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((SIDE, SIDE))
    except (OSError, SyntaxError, Image.DecompressionBombError) as fault:
        raise PictureUnreadable from fault
    kept = BytesIO()
    bare = upright.convert("RGB") if kind == "JPEG" else upright
    bare.info.clear()
    bare.save(kept, kind, quality=QUALITY, optimize=True)
    return ContentFile(kept.getvalue(), name=clean_name(file.name or ""))
