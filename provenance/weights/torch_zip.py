"""PyTorch archives: the pickles in a ZIP file, without its tensors.

`torch.save` writes a ZIP archive of stored entries: `NAME/data.pkl`, and the bytes of each tensor
under `NAME/data/`. TorchScript adds `constants.pkl` and its code under `NAME/code/`. Source: the
serialization notes of the PyTorch documentation.
"""

from __future__ import annotations

from provenance.messages import Message, message
from provenance.weights.facts import WeightFacts
from provenance.weights.pickle_file import facts_of
from provenance.weights.pickles import PickleReading, Stream, read_pickles
from provenance.weights.ranges import Ranges
from provenance.weights.zip_directory import Directory, Entry, read_directory, read_entry

# The pickle of a model with ten thousand tensors has about two megabytes.
MOST_PICKLE = 16 * 1024 * 1024
_MOST_PICKLES = 32
_PICKLE_NAMES = (".pkl", ".pickle", ".p", ".pt", ".pth", ".bin", ".joblib", ".ckpt", ".dill")
_DATA = "/data/"


def read_torch_zip(ranges: Ranges, archive: str = "torch-zip") -> WeightFacts:
    """Read the pickles of an archive.

    Args:
        ranges: The file.
        archive: The word for its format.

    Raises:
        MalformedHeaderError, TruncatedHeaderError, HubError: As `read_directory`.
    """
    directory = read_directory(ranges)
    reading = PickleReading()
    oddities: list[Message] = list(directory.oddities)
    pickles = _pickles(ranges, directory)
    for entry in pickles[:_MOST_PICKLES]:
        data, odd = read_entry(ranges, entry, MOST_PICKLE)
        oddities += odd
        if entry.size > MOST_PICKLE:
            oddities.append(message("weights.archive.pickle-cut", name=entry.name))
        read_pickles(Stream.of(data), entry.name, into=reading)
    if len(pickles) > _MOST_PICKLES:
        oddities.append(message("weights.archive.many-pickles", count=len(pickles)))
    names = tuple(entry.name for entry in directory.entries)
    return facts_of(
        path=ranges.path,
        file_format=archive,
        reading=reading,
        oddities=tuple(oddities),
        is_script=any("/code/" in name for name in names),
    )


def _pickles(ranges: Ranges, directory: Directory) -> list[Entry]:
    """Entries that are pickles by name or, if the archive starts with them, by their bytes;
    `data.pkl` first."""
    pickles = [entry for entry in directory.entries if _is_pickle(ranges, entry)]
    return sorted(pickles, key=lambda entry: (not entry.name.endswith("data.pkl"), entry.at))


def _is_pickle(ranges: Ranges, entry: Entry) -> bool:
    name = entry.name.lower()
    if name.endswith(_PICKLE_NAMES):
        return True
    if _DATA in name or name.endswith("/"):
        return False
    # Entries already available are examined whatever their names.
    begin = ranges.head[entry.at : entry.at + 600]
    content = begin[30 + len(entry.name.encode()) :].lstrip(b"FB\0Z\x0e\x0f\x10")
    return content[:1] == b"\x80" and content[1:2] in (b"\2", b"\3", b"\4", b"\5")
