from palier.voices.actions.puts import put_voices

__all__ = ["put_voices"]
