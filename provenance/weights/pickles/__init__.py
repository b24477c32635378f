"""Determine what a pickle would do, opcode by opcode; nothing is ever unpickled."""

from provenance.weights.pickles.calls import verdict_of
from provenance.weights.pickles.reading import PickleReading, Tensor, read_pickles
from provenance.weights.pickles.stream import Stream

__all__ = ["PickleReading", "Stream", "Tensor", "read_pickles", "verdict_of"]
