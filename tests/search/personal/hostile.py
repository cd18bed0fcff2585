"""Texts made to slow the finder down: each repeats what one of its patterns starts on."""

LENGTH = 5_000
_SEEDS = {
    "letters": "a",
    "digits": "1",
    "spaced digits": "1 ",
    "dotted letters": "a.",
    "hyphens": "a-",
    "elisions": "l'",
    "at signs": "@",
    "unfinished mails": "a@",
    "mails said aloud": "a arobase ",
    "points said aloud": "a point ",
    "capitals": "A ",
    "streets": "12 rue ",
    "streets without a name": "1 rue de la ",
    "doors": "porte 1 ",
    "buildings": "bat a porte ",
    "spelled numbers": "zero six ",
    "spelled tens": "quatre-vingt-",
    "first names": "Karim ",
    "joined names": "Karim et ",
    "titles": "Mme ",
    "noble links": "de la ",
    "particles": "ben ",
    "allocataires": "caf ",
    "unfinished numbers": "caf 1.1.1.1.",
    "prefixes": "+33",
    "phones": "06 12 34 56 78 ",
    "wrong phones": "05.00.00.00.00.",
    "ages": "Karim 12 ans ",
    "accents": "e\u0301",
    "spaces": " ",
    "lines": "\n",
    "parentheses": "(",
    "links": "http://",
    "dotted sites": "a.a.a.a.fr/",
    "bank numbers": "ab12 ",
    "dashes": " - ",
    "shouted": "KARIM DIALLO ",
    "networks": "insta @",
    "origins": "turc d'",
}
# One sign wakes the pattern, and what it looks for never comes.
_WOKEN = {
    "a mail never ends": ("@ ", "a"),
    "a mail said aloud never ends": ("arobase ", "a."),
    "a number never comes": ("mon dossier caf ", "a1 "),
    "a street never ends": ("1 rue de la ", "lilas-"),
    "a link never ends": ("www.", "a-"),
    "an account never ends": ("insta : ", "a."),
    "an age never comes": ("Karim, ", "12 "),
}
HOSTILE = {name: (seed * LENGTH)[:LENGTH] for name, seed in _SEEDS.items()} | {
    name: (start + seed * LENGTH)[:LENGTH] for name, (start, seed) in _WOKEN.items()
}


def longer(name: str, times: int) -> str:
    """Return the text of that name, that many times longer."""
    start, seed = _WOKEN.get(name, ("", _SEEDS.get(name, "")))
    length = LENGTH * times
    return (start + seed * length)[:length]
