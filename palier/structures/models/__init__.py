"""Structures, their people, their partners and the trainings."""

from palier.structures.models.invitation import Invitation
from palier.structures.models.membership import Membership
from palier.structures.models.partner import Partner, PartnerContact
from palier.structures.models.phone import EnrolledPhone, EnrolmentCode
from palier.structures.models.structure import Structure
from palier.structures.models.training import Training

__all__ = [
    "EnrolledPhone",
    "EnrolmentCode",
    "Invitation",
    "Membership",
    "Partner",
    "PartnerContact",
    "Structure",
    "Training",
]
