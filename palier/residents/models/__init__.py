from palier.residents.models.key import StructureKey
from palier.residents.models.resident import NOTE_LENGTH, Call, Consent, Resident

__all__ = ["NOTE_LENGTH", "Call", "Consent", "Resident", "StructureKey"]
