"""Pickles and archives that try to run something, and harmless ones beside them.

Nothing here is ever loaded. The malicious ones are put together byte by byte and name commands that
would print a word.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import pickle
import struct
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

_COMMAND = "echo hello"
_LENGTH = struct.Struct("<I")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One file.

    Attributes:
        name: Its file name.
        data: Its bytes.
        is_malicious: Whether loading it would run something.
    """

    name: str
    data: bytes
    is_malicious: bool


def text(value: str) -> bytes:
    """BINUNICODE."""
    data = value.encode()
    return b"X" + _LENGTH.pack(len(data)) + data


def call(module: str, name: str, *arguments: str) -> bytes:
    """GLOBAL, arguments, REDUCE."""
    packed = b"(" + b"".join(map(text, arguments)) + b"t"
    return f"c{module}\n{name}\n".encode() + packed + b"R"


def plain(body: bytes) -> bytes:
    """A pickle of protocol 2."""
    return b"\x80\x02" + body + b"."


def stack_global(module: str, name: str, *arguments: str) -> bytes:
    """The name comes from the stack, as in protocol 4."""
    packed = b"(" + b"".join(map(text, arguments)) + b"t"
    return b"\x80\x04" + text(module) + text(name) + b"\x93" + packed + b"R."


SYSTEM = call("posix", "system", _COMMAND)


def torch_zip(
    pickled: bytes,
    folder: str = "archive",
    more: dict[str, bytes] | None = None,
    *,
    deflated: bool = False,
) -> bytes:
    """An archive as `torch.save` lays it out."""
    buffer = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED
    with zipfile.ZipFile(buffer, "w", method) as archive:
        entries = {"data.pkl": pickled, "version": b"3\n", **(more or {})}
        for name, data in entries.items():
            info = zipfile.ZipInfo(f"{folder}/{name}" if folder else name)
            info.compress_type = method
            archive.writestr(info, data)
    return buffer.getvalue()


def torch_state(tensors: dict[str, tuple[int, ...]], storage: str = "FloatStorage") -> bytes:
    """The pickle of a state dict, as `torch.save` writes it."""
    body = b"\x80\x02ccollections\nOrderedDict\n)R("
    for number, (name, shape) in enumerate(tensors.items()):
        count, strides = 1, []
        for dimension in reversed(shape):
            strides.append(count)
            count *= dimension
        stored = b"(" + text("storage") + f"ctorch\n{storage}\n".encode() + text(str(number))
        stored += text("cpu") + integer(count) + b"tQ"
        sizes = b"(" + b"".join(map(integer, shape)) + b"t"
        steps = b"(" + b"".join(map(integer, reversed(strides))) + b"t"
        hooks = b"ccollections\nOrderedDict\n)R"
        body += text(name) + b"ctorch._utils\n_rebuild_tensor_v2\n(" + stored + integer(0)
        body += sizes + steps + b"\x89" + hooks + b"tR"
    return body + b"u."


def integer(value: int) -> bytes:
    """BININT."""
    return b"J" + struct.pack("<i", value)


def legacy_torch(state: bytes) -> bytes:
    """The form of PyTorch before 1.6: magic, version, platform, the object, the storages' keys, and
    their bytes."""
    magic = pickle.dumps(0x1950A86A20F9469CFC6C, 2)
    version = pickle.dumps(1001, 2)
    platform = pickle.dumps({"protocol_version": 1001, "little_endian": True}, 2)
    return magic + version + platform + state + pickle.dumps(["0"], 2) + bytes(4096)


def two_directories(first: bytes, second: bytes) -> bytes:
    """Two whole archives one behind the other: which one counts depends on the reader."""
    return first + second


def wrong_checksum(archive: bytes) -> bytes:
    """The same archive; every checksum in its directory is another."""
    return _patched(archive, b"PK\x01\x02", 16, lambda old: (old + 1) % 2**32, "<I")


def marked_encrypted(archive: bytes) -> bytes:
    """The same archive; a flag says that its entries are encrypted."""
    changed = _patched(archive, b"PK\x01\x02", 8, lambda old: old | 1, "<H")
    return _patched(changed, b"PK\x03\x04", 6, lambda old: old | 1, "<H")


def _patched(
    archive: bytes, sign: bytes, offset: int, change: Callable[[int], int], code: str
) -> bytes:
    data = bytearray(archive)
    at = data.find(sign)
    while at >= 0:
        (old,) = struct.unpack_from(code, data, at + offset)
        struct.pack_into(code, data, at + offset, change(old))
        at = data.find(sign, at + 4)
    return bytes(data)


def npy_of_objects(pickled: bytes) -> bytes:
    """An array of objects, whose data is a pickle."""
    header = b"{'descr': '|O', 'fortran_order': False, 'shape': (1,), }"
    header += b" " * (-(len(header) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + pickled


def npy(shape: tuple[int, ...]) -> bytes:
    """An array of 32-bit numbers."""
    count = 4
    for dimension in shape:
        count *= dimension
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}".encode()
    header += b" " * (-(len(header) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + bytes(count)


def keras(config: bytes) -> bytes:
    """A `.keras` archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("metadata.json", b'{"keras_version": "3.5.0"}')
        archive.writestr("config.json", config)
        archive.writestr("model.weights.h5", b"\x89HDF\r\n\x1a\n")
    return buffer.getvalue()


def _malicious() -> dict[str, bytes]:
    system = plain(SYSTEM)
    inner = plain(b"c_pickle\nloads\n(C" + bytes([len(system)]) + system + b"tR")
    proto_4 = stack_global("posix", "system", _COMMAND)
    joined = b"\x80\x04" + text("po") + b"0" + text("posix") + b"\x94" + b"0h\x00"
    joined += text("system") + b"\x93(" + text(_COMMAND) + b"tR."
    computed = b"\x80\x04cbuiltins\nstr\n(" + text("posix") + b"tR" + text("system") + b"\x93("
    computed += text(_COMMAND) + b"tR."
    new_object = b"\x80\x04csubprocess\nPopen\n(" + text(_COMMAND) + b"t}\x92."
    getattr_chain = b"\x80\x02cbuiltins\ngetattr\n(cbuiltins\n__import__\n(" + text("os")
    getattr_chain += b"tR" + text("system") + b"tR(" + text(_COMMAND) + b"tR."
    state = torch_state({"weight": (4, 4)})
    return {
        "reduce.pkl": system,
        "protocol0.pkl": b"cposix\nsystem\n(S'echo hello'\ntR.",
        "inst.pkl": b"(S'echo hello'\niposix\nsystem\n.",
        "obj.pkl": plain(b"(cposix\nsystem\n" + text(_COMMAND) + b"o"),
        "newobj.pkl": plain(b"csubprocess\nPopen\n(" + text(_COMMAND) + b"t\x81"),
        "newobj_ex.pkl": new_object,
        "stack_global.pkl": proto_4,
        "memo.pkl": joined,
        "computed.pkl": computed,
        "extension.pkl": plain(b"\x82\x07(" + text(_COMMAND) + b"tR"),
        "getattr.pkl": getattr_chain,
        "import_only.pkl": plain(b"cos\nsystem\n"),
        "eval.pkl": plain(call("builtins", "eval", "1+1")),
        "exec_py2.pkl": plain(call("__builtin__", "execfile", "a.py")),
        "runpy.pkl": plain(call("runpy", "run_path", "a.py")),
        "socket.pkl": plain(call("socket", "create_connection", "a")),
        "requests.pkl": plain(call("requests.api", "get", "http://a.example")),
        "webbrowser.pkl": plain(call("webbrowser", "open", "http://a.example")),
        "pty.pkl": plain(call("pty", "spawn", "sh")),
        "asyncio.pkl": plain(call("asyncio.unix_events", "_UnixSubprocessTransport._start", "a")),
        "timeit.pkl": plain(call("timeit", "timeit", "1")),
        "pip.pkl": plain(call("pip._internal", "main", "install")),
        "numpy_runstring.pkl": plain(call("numpy.testing._private.utils", "runstring", "1", "2")),
        "torch_hub.pkl": plain(call("torch.hub", "load", "a/b")),
        "torch_load.pkl": plain(call("torch.serialization", "load", "a.pt")),
        "from_bytes.pkl": plain(b"ctorch.storage\n_load_from_bytes\n(C\x05\x80\x02K\x01.tR"),
        "cloudpickle.pkl": plain(call("cloudpickle.cloudpickle", "_make_function", "a")),
        "dill.pkl": plain(call("dill._dill", "_create_function", "a")),
        "marshal.pkl": plain(call("marshal", "loads", "a")),
        "ctypes.pkl": plain(call("ctypes", "CDLL", "a.so")),
        "shutil.pkl": plain(call("shutil", "rmtree", "/tmp/nowhere")),
        "open.pkl": plain(call("builtins", "open", "/etc/hostname")),
        "file_io.pkl": plain(call("_io", "FileIO", "/etc/hostname")),
        "attrgetter.pkl": plain(call("operator", "attrgetter", "system")),
        "partial.pkl": plain(call("functools", "partial", "a")),
        "pydoc.pkl": plain(call("pydoc", "pipepager", "a", "b")),
        "pkgutil.pkl": plain(call("pkgutil", "resolve_name", "os:system")),
        "linecache.pkl": plain(call("linecache", "getlines", "/etc/hostname")),
        "importlib.pkl": plain(call("importlib", "import_module", "os")),
        "unknown.pkl": plain(call("evil_package", "run", "a")),
        "changes_class.pkl": plain(b"ccollections\nOrderedDict\n}" + text("a") + text("b") + b"sb"),
        "nested.pkl": inner,
        "stacked.pkl": pickle.dumps({"a": 1}, 2) + system,
        "after_error.pkl": b"\x80\x02" + SYSTEM + b"\xff\xff",
        "no_stop.pkl": b"\x80\x02" + SYSTEM,
        "bad_int.pkl": b"\x80\x02" + SYSTEM + b"Inope\n.",
        "bad_string.pkl": b"\x80\x02" + SYSTEM + b"Sunquoted\n.",
        "large.pkl": plain(b"B" + _LENGTH.pack(3_000_000) + bytes(3_000_000) + b"0" + SYSTEM),
        "system.bin": torch_zip(system),
        "deflated.pt": torch_zip(system, deflated=True),
        "other_pickle.pt": torch_zip(state, more={"constants.pkl": system}),
        "hidden_name.pt": torch_zip(state, more={"notes.txt": system}),
        "legacy.pth": legacy_torch(system),
        "checksum.pt": wrong_checksum(torch_zip(system)),
        "encrypted.pt": marked_encrypted(torch_zip(system)),
        "twice.pt": two_directories(torch_zip(state), torch_zip(system)),
        "gz.pkl": gzip.compress(system, mtime=0),
        "bz2.joblib": bz2.compress(system),
        "xz.joblib": lzma.compress(system),
        "zlib.joblib": zlib.compress(system),
        "lzma.joblib": lzma.compress(system, lzma.FORMAT_ALONE),
        "objects.npy": npy_of_objects(system),
        "objects.npz": _zipped({"a.npy": npy((2, 2)), "b.npy": npy_of_objects(system)}),
        "misnamed.safetensors": system,
    }


def _zipped(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _benign() -> dict[str, bytes]:
    state = torch_state({"embed.weight": (32, 8), "norm.weight": (8,)})
    half = torch_state({"weight": (4, 4)}, "BFloat16Storage")
    nested = pickle.dumps({"config": OrderedDict(a=1), "items": [1, 2.5, "three", b"four"]}, 4)
    return {
        "dict.pkl": pickle.dumps({"a": [1, 2, 3], "b": "text"}, 4),
        "protocol0_dict.pkl": pickle.dumps({"a": 1}, 0),
        "ordered.pkl": nested,
        "sets.pkl": pickle.dumps({frozenset({1}), 2}, 2),
        "complex.pkl": pickle.dumps([1j, slice(1, 2), bytearray(b"a")], 5),
        "words.pkl": pickle.dumps(["os.system", "eval", "subprocess.Popen"], 4),
        "state.bin": torch_zip(state),
        "half.pt": torch_zip(half, "model"),
        "legacy_state.pth": legacy_torch(state),
        "script.pt": torch_zip(state, more={"code/__torch__.py": b"def forward(): ..."}),
        "array.npy": npy((3, 4)),
        "arrays.npz": _zipped({"a.npy": npy((2, 2)), "b.npy": npy((5,))}),
        "packed.pkl.gz": gzip.compress(nested, mtime=0),
        "packed.joblib": zlib.compress(nested),
    }


MALICIOUS = tuple(
    Case(name=name, data=data, is_malicious=True) for name, data in _malicious().items()
)
BENIGN = tuple(Case(name=name, data=data, is_malicious=False) for name, data in _benign().items())
