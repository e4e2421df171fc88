from dataclasses import dataclass, field

from people.services import ServiceError


class ContentWrong(ServiceError):
    """The files contradict themselves: nothing is loaded."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("Contenus refusés, rien n’est chargé :\n" + "\n".join(problems))


@dataclass
class ContentReport:
    """What a load did, in French sentences."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        return bool(self.created or self.updated)

    def sentences(self) -> list[str]:
        lines = [
            *(f"Créé : {name}" for name in self.created),
            *(f"Mis à jour : {name}" for name in self.updated),
            *(f"Gardé : {name}" for name in self.kept),
            *(f"Refusé : {name}" for name in self.refused),
        ]
        return lines or ["Rien n’a changé : les contenus du site sont ceux des fichiers."]
