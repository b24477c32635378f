"""More pickles and archives than `risky_files` has: further libraries, and further ways to hide a
call."""

from __future__ import annotations

import array
import datetime
import decimal
import fractions
import gzip
import io
import lzma
import pathlib
import pickle
import tarfile
import uuid
import zipfile
import zlib
from collections import Counter, OrderedDict, defaultdict, deque

import numpy
from risky_files import (
    SYSTEM,
    Case,
    call,
    legacy_torch,
    npy_of_objects,
    plain,
    stack_global,
    text,
    torch_state,
    torch_zip,
)

_COMMAND = "echo hello"
_ECHO = b"(" + text(_COMMAND) + b"tR"


def _short(value: str) -> bytes:
    """SHORT_BINUNICODE."""
    return b"\x8c" + bytes([len(value)]) + value.encode()


def _deflated(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def packed_in_tar(entries: dict[str, bytes]) -> bytes:
    """A tar archive with these files."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in entries.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def _hidden() -> dict[str, bytes]:
    """Calls of `system` that the opcodes hide."""
    frame = b"\x80\x04\x95" + (9_999).to_bytes(8, "little")
    frame += _short("posix") + _short("system") + b"\x93" + _ECHO + b"."
    escaped = b"\x80\x04V\\u0070osix\nV\\u0073ystem\n\x93" + _ECHO + b"."
    far = b"\x80\x02cposix\nsystem\nr\x00\x01\x00\x000j\x00\x01\x00\x00" + _ECHO + b"."
    marked = b"\x80\x02cposix\nsystem\n(K\x01K\x021" + _ECHO + b"."
    doubled = b"\x80\x02cposix\nsystem\n20" + _ECHO + b"."
    dotted = stack_global("os", "path.os.system", _COMMAND)
    in_dict = b"\x80\x02}" + text("f") + b"cposix\nsystem\nsq\x000"
    in_dict += b"coperator\nitemgetter\n(" + text("f") + b"tR(h\x00tR" + _ECHO + b"."
    short = b"\x80\x02U\x05posixU\x06system\x93" + _ECHO + b"."
    built = b"\x80\x02cfunctools\npartial\n(cposix\nsystem\ntR(cposix\nsystem\n("
    built += text(_COMMAND) + b"t}NtbR."
    in_set = b"\x80\x04\x8f(cposix\nsystem\n\x90."
    listed = b"\x80\x02cbuiltins\nlist\n(cbuiltins\nmap\n(cposix\nsystem\n](" + text(_COMMAND)
    listed += b"etRtR."
    return {
        "frame.pkl": frame,
        "escaped.pkl": escaped,
        "long_memo.pkl": far,
        "pop_mark.pkl": marked,
        "doubled.pkl": doubled,
        "dotted.pkl": dotted,
        "in_dict.pkl": in_dict,
        "short_string.pkl": short,
        "built_partial.pkl": built,
        "in_set.pkl": in_set,
        "mapped.pkl": listed,
        "windows.pkl": plain(call("nt", "system", _COMMAND)),
        "reconstructor.pkl": plain(
            b"ccopyreg\n_reconstructor\n(csubprocess\nPopen\ncbuiltins\nobject\nNtR"
        ),
    }


def _of_libraries() -> dict[str, bytes]:
    """Functions of other libraries that run what they are given."""
    names = (
        ("types", "FunctionType"),
        ("commands", "getoutput"),
        ("numpy.f2py.crackfortran", "myeval"),
        ("pandas.io.pickle", "read_pickle"),
        ("joblib.numpy_pickle", "load"),
        ("torch.jit.unsupported_tensor_ops", "execWrapper"),
        ("torch._dynamo.guards", "GuardBuilder.get"),
        ("distutils.file_util", "write_file"),
        ("ensurepip", "_run_pip"),
        ("idlelib.pyshell", "ModifiedInterpreter.runcommand"),
        ("lib2to3.pgen2.grammar", "Grammar.loads"),
        ("profile", "Profile.run"),
        ("doctest", "debug_script"),
        ("logging.config", "listen"),
        ("smtplib", "SMTP"),
        ("urllib.request", "urlopen"),
        ("sqlite3", "connect"),
        ("sklearn.utils._joblib", "load"),
    )
    return {f"{module}.{name}.pkl": plain(call(module, name, "a")) for module, name in names}


def _packed() -> dict[str, bytes]:
    system = plain(SYSTEM)
    return {
        "twice_packed.pkl.gz": gzip.compress(gzip.compress(system, mtime=0), mtime=0),
        "zlib_in_xz.joblib": lzma.compress(zlib.compress(system)),
        "deflated_objects.npz": _deflated({"a.npy": npy_of_objects(system)}),
        "inner.pt": torch_zip(
            torch_state({"weight": (2, 2)}), more={"inner.pt": torch_zip(system)}
        ),
        "weights.tar": packed_in_tar({"notes.txt": b"a", "model/data.pkl": system}),
        "model.nemo": packed_in_tar(
            {"model_config.yaml": b"a: 1", "weights.ckpt": torch_zip(system)}
        ),
        "checkpoint.ckpt": legacy_torch(system),
    }


def _benign() -> dict[str, bytes]:
    looped: list[object] = [1]
    looped.append(looped)
    day = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    return {
        "numpy_array.pkl": pickle.dumps(numpy.arange(6).reshape(2, 3), 4),
        "numpy_scalar.pkl": pickle.dumps({"loss": numpy.float32(0.5)}, 4),
        "numpy_old.pkl": pickle.dumps(numpy.zeros(3), 2),
        "dates.pkl": pickle.dumps({"at": day, "took": datetime.timedelta(seconds=3)}, 4),
        "decimal.pkl": pickle.dumps([decimal.Decimal("1.5"), fractions.Fraction(1, 3)], 4),
        "path.pkl": pickle.dumps(pathlib.PurePosixPath("a/b"), 4),
        "identity.pkl": pickle.dumps(uuid.UUID(int=1), 4),
        "counted.pkl": pickle.dumps(Counter("abba"), 4),
        "default.pkl": pickle.dumps(defaultdict(list, a=[1]), 4),
        "deque.pkl": pickle.dumps(deque([1, 2], maxlen=3), 4),
        "array.pkl": pickle.dumps(array.array("f", [1.0]), 4),
        "range.pkl": pickle.dumps([range(3), slice(1, 2), frozenset({1})], 4),
        "bytes_2.pkl": pickle.dumps({"a": b"\xff\x00"}, 2),
        "looped.pkl": pickle.dumps(looped, 4),
        "large_number.pkl": pickle.dumps(1 << 4000, 4),
        "magic_inside.pkl": pickle.dumps({"a": b"\x80\x04\x95 PK\x03\x04 \x1f\x8b"}, 4),
        "state_5.pkl": pickle.dumps(OrderedDict(weight=numpy.ones((2, 2), "f4")), 5),
        "state.nemo": packed_in_tar(
            {"a.yaml": b"a: 1", "w.ckpt": torch_zip(torch_state({"a": (2, 3)}))}
        ),
        "two_states.pt": torch_zip(torch_state({"a": (2,), "b": (3, 4)}, "HalfStorage")),
    }


MORE_MALICIOUS = tuple(
    Case(name=name, data=data, is_malicious=True)
    for name, data in (_hidden() | _of_libraries() | _packed()).items()
)
MORE_BENIGN = tuple(
    Case(name=name, data=data, is_malicious=False) for name, data in _benign().items()
)
