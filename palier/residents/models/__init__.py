from palier.residents.models.key import StructureKey
from palier.residents.models.resident import Consent, Resident

__all__ = ["Consent", "Resident", "StructureKey"]
