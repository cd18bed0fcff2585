from palier.voices.models.need import Attachment, NeedEvent, SharedNeed
from palier.voices.models.relay import Relay, Reply
from palier.voices.models.restitution import Restitution
from palier.voices.models.voice import MAY_LEAVE, VOICE_LENGTH, Voice

__all__ = [
    "MAY_LEAVE",
    "VOICE_LENGTH",
    "Attachment",
    "NeedEvent",
    "Relay",
    "Reply",
    "Restitution",
    "SharedNeed",
    "Voice",
]
