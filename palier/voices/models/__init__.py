from palier.voices.models.voice import VOICE_LENGTH, Voice

__all__ = ["VOICE_LENGTH", "Voice"]
