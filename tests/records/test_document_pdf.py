from datetime import date
from io import BytesIO

import pdfua
import pytest
from pypdf import PdfReader

from records.enums import DocumentKind
from records.services.rendering import qr_svg, render_document
from tests.records.world import content

CODE = "LVT-7K4M-92QD"


def render(**parts) -> bytes:
    return render_document(
        kind=DocumentKind.MODULE_ATTESTATION,
        content=content(**parts),
        code=CODE,
        issued_on=date(2027, 3, 1),
    )


@pytest.fixture(scope="module")
def reader() -> PdfReader:
    return PdfReader(BytesIO(render()))


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_file_is_tagged_french_and_titled(reader):
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"].startswith("fr")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Attestation de module – Camille Dorval"


def test_file_says_that_it_is_pdf_ua_and_pdf_a(reader):
    xmp = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "pdfuaid" in xmp
    assert "<pdfaid:part>3</pdfaid:part>" in xmp


def test_checker_of_pdf_ua_finds_nothing(tmp_path):
    path = tmp_path / "attestation.pdf"
    path.write_bytes(render())
    assert pdfua.validate(str(path)).findings == ()


def test_text_can_be_read_by_machines(reader):
    text = text_of(reader)
    for expected in (
        "Camille Dorval",
        "10 h 30",
        "Le cœur de métier à 50 €, 1er février 2027",
        "9 points sur 10",
        "11 points sur 15",
        CODE,
        "n’est pas le CQP Assistant médical",
    ):
        assert expected in text


def test_one_page_for_a_usual_module_more_for_a_long_one(reader):
    assert len(reader.pages) == 1
    lessons = [{"title": f"Leçon {n}", "read_on": "2027-02-01"} for n in range(40)]
    assert len(PdfReader(BytesIO(render(lessons=lessons))).pages) > 1


def test_only_our_fonts_are_used(reader):
    fonts = {
        str(font.get_object()["/BaseFont"]).split("+")[1].split("-")[0]
        for font in reader.pages[0]["/Resources"]["/Font"].values()
    }
    assert fonts == {"AtkinsonHyperlegibleNext"}


def test_same_content_gives_the_same_bytes():
    assert render() == render()


def test_content_is_data_and_never_code():
    name = '#panic("!") $x$ *gras* <a> "\\u{41}" = Titre'
    assert name in text_of(PdfReader(BytesIO(render(holder_name=name))))


@pytest.mark.parametrize(
    "parts", [{"quiz": None}, {"synthesis": None}, {"lessons": []}, {"city": ""}]
)
def test_parts_that_are_missing_are_left_out(parts):
    assert render(**parts).startswith(b"%PDF")


@pytest.mark.parametrize("name", ["Łucja Şahin", "Иван Ελένη", "Nguyễn Thị", "O’Brien-N’Guessan"])
def test_names_from_elsewhere_are_written(name):
    assert render(holder_name=name).startswith(b"%PDF")


def test_qr_code_is_an_svg_of_the_address():
    assert qr_svg("https://livret.example/verifier/LVT-7K4M-92QD/").startswith("<svg")
