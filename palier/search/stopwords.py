"""French words too common to be searched, folded. "vers", "hors", "chez" and "été" are words of the
trade and stay."""


def listed(words: str) -> frozenset[str]:
    """Return the words of a text that lists them."""
    return frozenset(words.split())


STOP_WORDS = listed(
    """
    a afin ai aie ainsi alors apres as au aucun aucune auquel aura aurait auront aussi autre autres aux
    avaient avait avant avec avez avoir avons ayant ca car ce ceci cela celle celles celui cependant ces
    cet cette ceux chaque ci comme comment dans de depuis des desquels dessous dessus deux doit doivent donc
    dont du duquel elle elles en encore entre es est et etaient etait etant etes etre eu eut eux fait faire
    faut fois font furent fut ici il ils je la laquelle le lequel les lesquelles lesquels leur leurs lors
    lorsque lui ma mais me meme memes mes moi moins mon ne ni non nos notre nous on ont or ou par parce
    parfois pas pendant peu peut peuvent plus plusieurs pour pourquoi puis puisque quand que quel quelle
    quelles quels quelque quelques qui quoi sa sans se selon sera serait seront ses si sinon soi soient soit
    sommes son sont sous sur ta te tel telle telles tels tes toi ton tous tout toute toutefois toutes tres
    trop tu un une unes uns vos votre vous y
    """
)
