"""No template without a reader, no inline script or style (the content security policy)."""

import re

from tests.architecture.tree import APPS, ROOT, python_files, short, templates

# Names that Django or allauth look up by themselves.
BY_CONVENTION = re.compile(
    r"^(400|403|403_csrf|404|500)\.html$|^(account|mfa|usersessions|allauth|django|wagtailadmin)/"
    r"|^curricula/lesson/blocks/|^components/icons/"
)
LOOKED_UP = {"account", "mfa", "usersessions", "allauth", "django", "wagtailadmin"}
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", re.IGNORECASE)


def test_no_template_is_unused():
    readers = "\n".join(
        path.read_text()
        for path in [*python_files(), *templates()]
        if path.suffix in {".py", ".html", ".txt"}
    )
    names = [str(path.relative_to(ROOT / "templates")) for path in templates()]
    unused = [n for n in names if not BY_CONVENTION.match(n) and n not in readers]
    assert unused == []


def test_no_inline_script_or_style():
    guilty = [
        short(path)
        for path in templates()
        if path.suffix == ".html" and INLINE.search(path.read_text())
    ]
    assert guilty == []


def test_every_screen_template_lives_in_a_known_room():
    rooms = {p.name for p in (ROOT / "templates").iterdir() if p.is_dir()}
    assert rooms <= {*APPS, *LOOKED_UP, "layouts", "components", "emails", "pdf"}
