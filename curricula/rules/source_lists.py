"""Texts of a source cut only where the source itself separates: marks of a list, ends of lines."""

import re
from dataclasses import dataclass
from html import unescape
from xml.etree.ElementTree import Element

from curricula.rules.safe_xml import local

BREAKS = {"br", "div", "li", "ol", "p", "tr", "ul"}
_ITEM_TAG = re.compile(r"<li\b[^<>]{0,300}>", re.IGNORECASE)
_BREAK_TAG = re.compile(r"</?(br|div|li|ol|p|tr|ul)\b[^<>]{0,300}>", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_BULLET = r"[•●▪◦‣➢✓]"
_MARK = re.compile(rf"(?:{_BULLET}\s*|[-–—*·]\s+|\d{{1,2}}[.)]\s+)")
_CODE = re.compile(r"([A-Z]{1,3}\d{1,2}(?:\.\d{1,2}){0,3})(?:\s*[-–—:.)]\s*|\s+)(?=\S)")


@dataclass(frozen=True)
class Piece:
    """One text of a list, whole; `code` and `rest` where the source begins it with a code."""

    text: str
    code: str = ""
    rest: str = ""


@dataclass(frozen=True)
class SourceList:
    """The pieces of a text, what stands before the first mark, and whether it was cut at all."""

    pieces: tuple[Piece, ...] = ()
    before: str = ""

    @property
    def whole(self) -> bool:
        return len(self.pieces) == 1

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the source, when each piece has its own."""
        codes = tuple(piece.code for piece in self.pieces)
        return codes if all(codes) and len(set(codes)) == len(codes) else ()


def source_text(element: Element | None) -> str:
    """The text of an element; tags, real or escaped, that break a line or mark an item do so."""
    if element is None:
        return ""
    text = _ITEM_TAG.sub("\n• ", "".join(_pieces(element)))
    text = _ANY_TAG.sub("", _BREAK_TAG.sub("\n", text))
    lines = (" ".join(line.split()) for line in unescape(text).splitlines())
    return "\n".join(line for line in lines if line)


def _pieces(element: Element) -> list[str]:
    """The text inside an element in its order, without recursion."""
    found, waiting = [element.text or ""], [iter(element)]
    inside: list[Element] = []
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
            if inside:
                done = inside.pop()
                found += ["\n" if local(done).lower() in BREAKS else "", done.tail or ""]
        else:
            name = local(child).lower()
            found += ["\n• " if name == "li" else "\n" if name in BREAKS else "", child.text or ""]
            inside.append(child)
            waiting.append(iter(child))
    return found


def separate(text: str) -> SourceList:
    """Cut a text at the marks of its list, else at its lines; a text with neither stays whole."""
    lines = re.sub(rf"\s*({_BULLET})", r"\n\1", text).strip().splitlines()
    if not any(_MARK.match(line) for line in lines):
        return SourceList(tuple(_piece(line) for line in lines))
    before, found = [], []
    for line in lines:
        mark = _MARK.match(line)
        if mark:
            found.append(line[mark.end() :].strip())
        elif found:
            found[-1] = f"{found[-1]} {line}".strip()
        else:
            before.append(line)
    return SourceList(tuple(_piece(one) for one in found if one), "\n".join(before))


def _piece(text: str) -> Piece:
    code = _CODE.match(text)
    return Piece(text, code[1], text[code.end() :]) if code else Piece(text)
