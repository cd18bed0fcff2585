"""People of the demonstration who asked to be called back: some wait, some were called, one changed their mind.

Nobody of this list exists; the numbers are of those that the regulator keeps for fiction (06 39 98).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from palier.agenda.enums import OutingState
from palier.agenda.models import Outing, Participation
from palier.audit.actor import Actor
from palier.core.ids import uuid7
from palier.core.tenancy import structure_scope
from palier.dashboard.demo_people import LAVOIR, PALIERS
from palier.fieldlog.actions.puts import Put
from palier.fieldlog.origin import Origin
from palier.residents.actions import public_key_of, put_residents
from palier.residents.actions.calls import note_call, revoke_consent
from palier.residents.consent_texts import version_of
from palier.residents.enums import CallState, ContactKind, Purpose
from palier.residents.models import Resident
from palier.residents.sealing import Named, seal
from palier.structures.models import Membership, Structure

BY = Actor.system("Démonstration")
CALLED_AFTER = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class DemoResident:
    """Somebody met during the outing held ``ago`` outings before the last one, and what became of the call."""

    structure: str
    named: Named
    ago: int
    state: CallState = CallState.A_RAPPELER
    note: str = ""
    language: str = "fr"


RESIDENTS = (
    DemoResident(PALIERS, Named("Georgette", "06 39 98 40 11", when="le matin, avant 11 h"), 0),
    DemoResident(PALIERS, Named("Yanis", "yanis.t@habitants.example", ContactKind.COURRIEL), 3),
    DemoResident(PALIERS, Named("Souad", "06 39 98 40 27", when="après 18 h"), 9, language="ar"),
    DemoResident(
        *(PALIERS, Named("Lucienne", "06 39 98 40 35"), 6, CallState.RAPPELE),
        "Viendra au café de jeudi ; veut bien aider à tenir le local à vélos.",
    ),
    DemoResident(PALIERS, Named("Bilal", "06 39 98 40 42"), 8, CallState.INJOIGNABLE, "Messagerie pleine."),
    DemoResident(PALIERS, Named("Odette", "06 39 98 40 58"), 12, CallState.RETIRE),
    DemoResident(LAVOIR, Named("Firmin", "au salon de coiffure, les jeudis", ContactKind.AUTRE), 1),
    DemoResident(LAVOIR, Named("Mireille", "06 39 98 40 63"), 4, CallState.RAPPELE, "Rendez-vous pris mardi."),
)


def load_residents(structures: Mapping[str, Structure]) -> dict[str, UUID]:
    """Write those who asked to be called back, sealed with the key of their structure as phones seal them.

    Returns their keys by first name: words may speak of them.
    """
    keys: dict[str, UUID] = {}
    for key in dict.fromkeys(demo.structure for demo in RESIDENTS):
        structure = structures[key]
        with structure_scope(structure.pk):
            held = Outing.objects.filter(state=OutingState.TERMINEE, team__checked_in_at__isnull=False).distinct()
            outings = list(held.select_related("place").order_by("-starts_at", "pk"))
            for demo in RESIDENTS:
                if demo.structure == key and demo.ago < len(outings):
                    keys[demo.named.first_name] = _write(demo, structure, outings[demo.ago])
    return keys


def _write(demo: DemoResident, structure: Structure, outing: Outing) -> UUID:
    entry, member = uuid7(), _present(outing)
    sealing = public_key_of(structure, now=outing.starts_at)
    fields = {
        "sealed": seal(demo.named, entry=entry, key=sealing.pk, point=sealing.public),
        "language": demo.language,
        "purpose": Purpose.RECONTACT.value,
        "text_version": version_of(structure),
    }
    origin = Origin(member, None, outing.ends_at - timedelta(minutes=15), outing.ends_at, entry)
    put_residents(puts=[Put(outing, entry, fields, origin)])
    resident, now = Resident.objects.get(pk=entry), outing.ends_at + CALLED_AFTER
    if demo.state == CallState.RETIRE:
        revoke_consent(resident=resident, member=member, by=BY, now=now)
    elif demo.state != CallState.A_RAPPELER:
        note_call(resident=resident, outcome=demo.state, note=demo.note, caller=member, by=BY, now=now)
    return entry


def _present(outing: Outing) -> Membership:
    team = Participation.objects.filter(outing=outing, checked_in_at__isnull=False)
    return team.select_related("membership").order_by("membership__name")[0].membership
