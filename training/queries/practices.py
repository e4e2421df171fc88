"""Practices by name and town, as people write them: without accents, case or needless spaces."""

from collections.abc import Iterable
from difflib import get_close_matches

from people.models import Organisation
from training.rules.table_import import plain

NEAR = 0.85


class Practices:
    """Those of the site; of several that are written alike the oldest stands."""

    def __init__(self, found: Iterable[Organisation]) -> None:
        self.exact: dict[tuple[str, str], Organisation] = {}
        self.by_town: dict[str, dict[str, str]] = {}
        for one in sorted(found, key=lambda place: place.pk):
            self.add(one)

    def add(self, one: Organisation) -> None:
        self.exact.setdefault((plain(one.name), plain(one.city)), one)
        self.by_town.setdefault(plain(one.city), {}).setdefault(plain(one.name), one.name)

    def find(self, name: str, town: str) -> Organisation | None:
        return self.exact.get((plain(name), plain(town)))

    def near(self, name: str, town: str) -> str:
        """One of nearly the same name in the same town, to be looked at by a person."""
        return near_name(name, self.by_town.get(plain(town), {}))


def practices_known() -> Practices:
    """Every practice of the site; one query."""
    return Practices(Organisation.objects.practices())


def near_name(name: str, there: dict[str, str]) -> str:
    """The closest other name, of names by how they are compared; empty if none is near."""
    others = [known for known in there if known != plain(name)]
    found = get_close_matches(plain(name), others, n=1, cutoff=NEAR)
    return there[found[0]] if found else ""
