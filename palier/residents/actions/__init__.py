from palier.residents.actions.keys import public_key_of
from palier.residents.actions.puts import put_residents
from palier.residents.sealing import UnopenableError

__all__ = ["UnopenableError", "public_key_of", "put_residents"]
