from palier.voices.models.need import Attachment, NeedEvent, SharedNeed
from palier.voices.models.proposal import ALERT_PLACES, ALERT_WORDS, AlertThreshold, RefusedProposal
from palier.voices.models.relay import Relay, Reply
from palier.voices.models.restitution import Restitution
from palier.voices.models.voice import MAY_LEAVE, VOICE_LENGTH, WAITS_FOR_INDEX, Voice

__all__ = [
    "ALERT_PLACES",
    "ALERT_WORDS",
    "MAY_LEAVE",
    "VOICE_LENGTH",
    "WAITS_FOR_INDEX",
    "AlertThreshold",
    "Attachment",
    "NeedEvent",
    "RefusedProposal",
    "Relay",
    "Reply",
    "Restitution",
    "SharedNeed",
    "Voice",
]
