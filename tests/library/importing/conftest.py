"""The sheets of the real text (its file: tests/library/conftest.py), and files made on the spot."""

from collections.abc import Callable
from pathlib import Path

import pytest

from palier.library.drafts import ParsedFile
from palier.library.importing import DEFAULT_LIMIT, read_file


@pytest.fixture(scope="session")
def real_text(real_file: Path) -> str:
    return real_file.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def real_sheets(real_text: str) -> list[list[str]]:
    """The lines of each sheet of the real text, its title first."""
    return [part.split("\n") for part in real_text.split("\nActions\n")[1:]]


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., ParsedFile]:
    """Write a content to a file of the given name and read it."""

    def _read(
        content: str | bytes,
        name: str = "fiches.txt",
        *,
        file_format: str = "auto",
        shown: str = "",
        limit: int = DEFAULT_LIMIT,
    ) -> ParsedFile:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_file(path, file_format=file_format, name=shown, limit=limit)

    return _read


SHEET = """Actions
Le banc qui parle
- Structure organisatrice
- Centre social des Tilleuls - Isère
- Fichier(s) associé(s)
- bilan.pdf
- Statut de l'action
- En cours
- Dimension
- Citoyenneté
- Mots clés associés à l'action
-
- Solidarité
- Santé
- Résumé
Un banc peint, deux bénévoles, une thermos.
- Qui est à l'initiative de l'action ?
-
- Le centre social
- Autre
- Précision ( si autre )
La bibliothèque
- Territoire concerné
- Un quartier
- Description de l'expérience, ses objectifs, ses acteurs et ses différentes phases.
Écouter sans rien demander.
- Public
- Tous publics
- Avec qui cette action a-t-elle été menée ?
-
Partenaires d'action:
- Commune
- Caf
Partenaires financiers:
- Bailleur social
- Territoire concerné
- Un quartier
- Description générale
Chaque jeudi, même place, même heure.
- Ressources financières mobilisées pour cette action
120 € de peinture
- Nombre de personnes mobilisés pour cette action
2 bénévoles
- Résultat sur le territoire
La place est moins vide.
- Résultat pour le centre social
Des visages nouveaux.
- Résultat pour les habitants
On se salue.
- Suite de l'action : Limites
La pluie.
- Suite de l'action : Perspectives
Un second banc.
"""


@pytest.fixture
def sheet() -> str:
    """An invented sheet with every usual rubric."""
    return SHEET
