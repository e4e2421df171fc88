"""XML from outside, read element by element: no document type, no entity, bounded memory."""

from collections.abc import Callable, Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError, iterparse
from xml.parsers import expat

CHUNK = 16 * 1024
MAX_ELEMENT = 16 * 1024 * 1024


class BadXml(Exception):
    """Why a file is refused, in French; `line` where it is known."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


class _Metered:
    """A stream that gives no more than `MAX_ELEMENT` bytes between two elements."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self.stream, self.most, self.total, self.since = stream, most, 0, 0

    def read(self, size: int = -1) -> bytes:
        chunk = self.stream.read(CHUNK if size < 0 else min(size, CHUNK))
        self.total += len(chunk)
        self.since += len(chunk)
        if self.since > MAX_ELEMENT or self.total > self.most:
            raise BadXml("ce fichier est trop grand.")
        return chunk


def elements(opened: Callable[[], IO[bytes]], name: str, most: int) -> Iterator[Element]:
    """Each element of that name, one at a time; the one before is forgotten.

    A document type can only stand before the first element: without one, no entity can be
    declared, neither external (XXE) nor swelling (« billion laughs »).
    """
    with opened() as stream:
        _refuse_document_type(stream)
    with opened() as stream:
        meter = _Metered(stream, most)
        try:
            yield from _each(meter, name)
        except ParseError as error:
            raise BadXml("ce n’est pas du XML bien formé.", error.position[0]) from error
        except (LookupError, ValueError) as error:
            raise BadXml("l’encodage du fichier n’est pas reconnu.") from error


def _each(meter: _Metered, name: str) -> Iterator[Element]:
    above: list[Element] = []
    for event, element in iterparse(meter, events=("start", "end")):  # noqa: S314
        if event == "start":
            above.append(element)
            continue
        above.pop()
        if local(element) == name:
            meter.since = 0
            yield element
            if above:
                above[-1].remove(element)


def _refuse_document_type(stream: IO[bytes]) -> None:
    parser = expat.ParserCreate()
    begun: list[str] = []

    def refuse(*_: object) -> None:
        raise BadXml("il déclare un type de document (DOCTYPE) ou des entités : refusé.")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda tag, _: begun.append(tag)
    read = 0
    try:
        while not begun and (chunk := stream.read(CHUNK)):
            read += len(chunk)
            if read > MAX_ELEMENT:
                raise BadXml("ce fichier est trop grand.")
            parser.Parse(chunk, False)
    except expat.ExpatError as error:
        raise BadXml("ce n’est pas du XML bien formé.", error.lineno) from error
    except (LookupError, ValueError) as error:
        raise BadXml("l’encodage du fichier n’est pas reconnu.") from error


def local(element: Element) -> str:
    """The name without its namespace; nothing for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
