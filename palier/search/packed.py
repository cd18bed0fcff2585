"""Vectors of meaning held small: 8 bits a number, multiplied a block at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from palier.search.semantic import SIZE, Vectors, normalised

# Rows multiplied at once. With 1,024 or more OpenBLAS takes several threads, which wait for each other on a
# busy machine: 200,000 rows then took up to 1.8 s instead of 0.03 s.
_BLOCK = 512
# What came last is put with the rest once it is more than a twentieth of it.
_LATE_PART = 20


@dataclass(frozen=True, slots=True, eq=False)
class PackedVectors:
    """Some vectors, in order: 512 bytes each, and their lengths.

    Those that came last may be kept apart in ``late``: adding one does not copy all the others, 25 MB at 50,000.
    """

    matrix: NDArray[np.int8]
    lengths: NDArray[np.float32]
    late: "PackedVectors | None" = None

    @classmethod
    def of(cls, rows: Sequence[bytes | memoryview]) -> Self:
        """Read vectors as ``packed`` wrote them."""
        return cls.of_matrix(np.frombuffer(b"".join(rows), np.int8).reshape(-1, SIZE))

    @classmethod
    def of_matrix(cls, matrix: NDArray[np.int8]) -> Self:
        """Hold the rows of ``matrix``, and compute their lengths."""
        lengths = np.sqrt(np.einsum("ij,ij->i", matrix, matrix, dtype=np.int32))
        return cls(matrix, lengths.astype(np.float32))

    def __len__(self) -> int:
        return len(self.matrix) + (len(self.late) if self.late else 0)

    def plus(self, others: "PackedVectors") -> "PackedVectors":
        """Return these vectors and ``others`` after them; neither is changed."""
        late = self.late.plus(others).whole() if self.late else others
        found = PackedVectors(self.matrix, self.lengths, late)
        return found if len(late) * _LATE_PART <= len(self.matrix) else found.whole()

    def whole(self) -> "PackedVectors":
        """Return the same vectors in one block."""
        if self.late is None:
            return self
        late = self.late.whole()
        return PackedVectors(np.concatenate([self.matrix, late.matrix]), np.concatenate([self.lengths, late.lengths]))

    def kept(self, places: NDArray[np.bool_] | NDArray[np.int64]) -> "PackedVectors":
        """Return the vectors for which ``places`` is true, or those at these places, in their order."""
        all_of_them = self.whole()
        return PackedVectors(all_of_them.matrix[places], all_of_them.lengths[places])

    def cosines(self, vector: Vectors) -> NDArray[np.float32]:
        """Return the cosine of each with ``vector``, which is of length 1."""
        dots = np.empty(len(self.matrix), np.float32)
        numbers = np.empty((_BLOCK, SIZE), np.float32)
        for start in range(0, len(dots), _BLOCK):
            rows = self.matrix[start : start + _BLOCK]
            block = numbers[: len(rows)]
            np.copyto(block, rows)
            np.matmul(block, vector, out=dots[start : start + len(rows)])
        dots /= np.maximum(self.lengths, 1)
        return dots if self.late is None else np.concatenate([dots, self.late.cosines(vector)])

    def rows(self, places: NDArray[np.int64]) -> Vectors:
        """Return the vectors at ``places``, of length 1."""
        found = np.empty((len(places), SIZE), np.float32)
        is_late = places >= len(self.matrix)
        found[~is_late] = normalised(self.matrix[places[~is_late]].astype(np.float32))
        if self.late is not None:
            found[is_late] = self.late.rows(places[is_late] - len(self.matrix))
        return found


def packed(vectors: Vectors) -> list[bytes]:
    """Return each vector as 512 bytes: its numbers scaled so that the greatest is 127."""
    greatest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True, initial=0), 1e-9)
    return [row.tobytes() for row in np.rint(vectors * (127 / greatest)).astype(np.int8)]
