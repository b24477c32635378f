"""The pickle stack machine, run on signs instead of objects: it shows which names a pickle imports
and what it calls, and calls nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from provenance.weights.pickles.opcodes import BrokenPickleError, Opcode

# Keep this many members of a tuple or a dictionary; a tensor has six arguments.
_MOST_MEMBERS = 32
_LONGEST_NAME = 1000
# An object takes about a hundred bytes here; the stack of a real file has a few thousand.
_MOST_OBJECTS = 300_000
# Python 2 strings are bytes, and may contain a pickle as well.
_PICKLE_STARTS = (b"\x80", b"c", b"(")

OPAQUE, TEXT, NUMBER, NAME, TUPLE, DICT, MADE, STORED, DATA = (
    "opaque",
    "text",
    "number",
    "name",
    "tuple",
    "dict",
    "made",
    "stored",
    "data",
)


@dataclass(slots=True, kw_only=True)
class Sign:
    """What is known about an object on the stack.

    Attributes:
        kind: One of the words above: `name` is an import, `made` the result of a call, `stored` an
            object that the loader looks up by a persistent id.
        text: The text; for a name or the result of a call, the imported name.
        value: The number, or the data.
        members: Members of a tuple; for the result of a call, its arguments.
        entries: Entries of a dictionary whose keys are texts.
    """

    kind: str = OPAQUE
    text: str = ""
    value: int = 0
    members: tuple[Sign, ...] = ()
    entries: dict[str, Sign] | None = None


_NOTHING: Final = Sign()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that a pickle would do.

    Attributes:
        action: `imports`, `calls`, `changes` (sets attributes of an import), `entry` (a key of a
            dictionary), `state` (passes its state to an object), `data` (bytes).
        name: What is imported, called or changed; the key of an entry.
        position: Offset of the opcode.
        sign: The result.
        data: The bytes.
    """

    action: str
    name: str
    position: int
    sign: Sign = field(default_factory=lambda: _NOTHING)
    data: bytes = b""


COMPUTED: Final = "a computed name"
EXTENSION: Final = "extension registry"
Listener = Callable[[Event], None]


class Machine:
    """Runs one pickle.

    Args:
        listen: Receives the events in order.
    """

    def __init__(self, listen: Listener) -> None:
        self._listen = listen
        self._stack: list[Sign] = []
        self._marked: list[list[Sign]] = []
        self._memo: dict[int, Sign] = {}
        self._last = 0

    def run(self, opcode: Opcode) -> None:
        """Execute one opcode.

        Raises:
            BrokenPickleError: The opcode needs more of the stack than there is.
        """
        self._last = opcode.position
        action = _ACTIONS.get(opcode.name)
        if action is None:
            self._push(_NOTHING)
            return
        try:
            action(self, opcode.argument)
        except (IndexError, ValueError, KeyError):
            raise BrokenPickleError(opcode.position) from None

    def _push(self, sign: Sign) -> None:
        self._stack.append(sign)
        if len(self._stack) > _MOST_OBJECTS:
            raise BrokenPickleError(self._last, is_limit=True)

    def _pop(self) -> Sign:
        return self._stack.pop()

    def _pop_marked(self) -> list[Sign]:
        above = self._stack
        self._stack = self._marked.pop()
        return above

    def _tell(self, action: str, name: str, sign: Sign = _NOTHING, data: bytes = b"") -> None:
        self._listen(Event(action=action, name=name, position=self._last, sign=sign, data=data))

    # Constants

    def number(self, argument: bytes | None) -> None:
        """Push a number in binary form."""
        value = int.from_bytes(argument or b"", "little", signed=True)
        self._push(Sign(kind=NUMBER, value=value))

    def small(self, argument: bytes | None) -> None:
        """Push an unsigned number of one or two bytes."""
        self._push(Sign(kind=NUMBER, value=int.from_bytes(argument or b"", "little")))

    def decimal(self, argument: bytes | None) -> None:
        """Push a number in decimal form."""
        digits = (argument or b"").strip().rstrip(b"L")[:20]
        is_number = digits.lstrip(b"-").isdigit()
        self._push(Sign(kind=NUMBER, value=int(digits)) if is_number else _NOTHING)

    def text(self, argument: bytes | None) -> None:
        """Push a text in binary form."""
        if argument is None:
            self._push(_NOTHING)
            return
        if len(argument) > _LONGEST_NAME:
            self.data(argument)
            return
        if argument.startswith(_PICKLE_STARTS):
            self._tell("data", "", data=argument)
        self._push(Sign(kind=TEXT, text=argument.decode("utf-8", "replace")))

    def quoted(self, argument: bytes | None) -> None:
        """Push a quoted text of protocol 0."""
        self.text((argument or b"").strip()[1:-1])

    def escaped(self, argument: bytes | None) -> None:
        """Push a text of protocol 0 with escapes."""
        self.text(
            (argument or b"").decode("raw-unicode-escape", "replace").encode("utf-8", "replace")
        )

    def data(self, argument: bytes | None) -> None:
        """Push bytes, which may themselves be a pickle."""
        if argument and len(argument) <= _LONGEST_NAME:
            sign = Sign(kind=DATA, text=argument.decode("latin-1"))
        else:
            sign = _NOTHING
        if argument:
            self._tell("data", "", data=argument)
        self._push(sign)

    # Stack and memo

    def mark(self, _: bytes | None) -> None:
        """Push a mark at the current stack position."""
        self._marked.append(self._stack)
        self._stack = []
        if len(self._marked) > _MOST_OBJECTS:
            raise BrokenPickleError(self._last, is_limit=True)

    def pop(self, _: bytes | None) -> None:
        """Drop the top, or the last mark."""
        if self._stack:
            self._stack.pop()
        else:
            self._pop_marked()

    def pop_mark(self, _: bytes | None) -> None:
        """Drop everything above the mark."""
        self._pop_marked()

    def duplicate(self, _: bytes | None) -> None:
        """Duplicate the top."""
        self._push(self._stack[-1])

    def put(self, argument: bytes | None) -> None:
        """Store the top under a number."""
        self._memo[int.from_bytes(argument or b"", "little")] = self._stack[-1]

    def put_decimal(self, argument: bytes | None) -> None:
        """Store the top under a number in decimal form."""
        self._memo[int((argument or b"")[:20])] = self._stack[-1]

    def memoize(self, _: bytes | None) -> None:
        """Store the top under the next number."""
        self._memo[len(self._memo)] = self._stack[-1]

    def get(self, argument: bytes | None) -> None:
        """Push a stored object."""
        self._push(self._memo[int.from_bytes(argument or b"", "little")])

    def get_decimal(self, argument: bytes | None) -> None:
        """Push an object stored under a number in decimal form."""
        self._push(self._memo[int((argument or b"")[:20])])

    def nothing(self, _: bytes | None) -> None:
        """Leave the stack unchanged."""

    # Containers

    def empty_tuple(self, _: bytes | None) -> None:
        """Push an empty tuple."""
        self._push(Sign(kind=TUPLE))

    def tuple_of_marked(self, _: bytes | None) -> None:
        """Build a tuple from everything above the mark."""
        self._tuple(self._pop_marked())

    def tuple_of(self, count: int) -> None:
        """Build a tuple from the last few objects."""
        members = self._stack[-count:]
        if len(members) < count:
            raise IndexError
        del self._stack[-count:]
        self._tuple(members)

    def _tuple(self, members: list[Sign]) -> None:
        self._push(Sign(kind=TUPLE, members=tuple(members[:_MOST_MEMBERS])))

    def container_of_marked(self, _: bytes | None) -> None:
        """Build a list or set from everything above the mark."""
        self._pop_marked()
        self._push(_NOTHING)

    def empty_dict(self, _: bytes | None) -> None:
        """Push an empty dictionary."""
        self._push(Sign(kind=DICT))

    def dict_of_marked(self, _: bytes | None) -> None:
        """Build a dictionary from everything above the mark."""
        members = self._pop_marked()
        self._push(Sign(kind=DICT))
        self._enter(members)

    def set_item(self, _: bytes | None) -> None:
        """Set one entry of the dictionary below."""
        value, key = self._pop(), self._pop()
        self._enter([key, value])

    def set_items(self, _: bytes | None) -> None:
        """Set entries of the dictionary below."""
        self._enter(self._pop_marked())

    def _enter(self, members: list[Sign]) -> None:
        target = self._stack[-1]
        self._filled(target)
        for key, value in zip(members[::2], members[1::2], strict=False):
            if key.kind != TEXT:
                continue
            if target.kind == DICT and target.entries is None:
                target.entries = {}
            entries = target.entries
            if entries is not None and len(entries) < _MOST_MEMBERS:
                entries[key.text] = value
            self._tell("entry", key.text, value)

    def append(self, _: bytes | None) -> None:
        """Append one member to the list below."""
        self._pop()
        self._filled(self._stack[-1])

    def append_marked(self, _: bytes | None) -> None:
        """Add members to the list or set below."""
        self._pop_marked()
        self._filled(self._stack[-1])

    def _filled(self, target: Sign) -> None:
        """Filling a list calls its methods; those of an import are under its author's control."""
        if target.kind == NAME:
            self._tell("changes", target.text)

    # Names and calls

    def global_name(self, argument: bytes | None) -> None:
        """Import a name given in the pickle."""
        module, _, name = (argument or b"").decode("utf-8", "replace").partition("\n")
        self._import(module, name)

    def stack_global(self, _: bytes | None) -> None:
        """Import a name assembled on the stack."""
        name, module = self._pop(), self._pop()
        if name.kind == TEXT and module.kind == TEXT:
            self._import(module.text, name.text)
            return
        self._tell("imports", COMPUTED)
        self._push(Sign(kind=NAME, text=COMPUTED))

    def _import(self, module: str, name: str) -> None:
        full = f"{module}.{name}"[:_LONGEST_NAME]
        self._tell("imports", full)
        self._push(Sign(kind=NAME, text=full))

    def extension(self, argument: bytes | None) -> None:
        """Import what a process registered under a number."""
        number = int.from_bytes(argument or b"", "little")
        name = f"{EXTENSION} {number}"
        self._tell("imports", name)
        self._push(Sign(kind=NAME, text=name))

    def reduce(self, _: bytes | None) -> None:
        """Call the object below the arguments."""
        arguments, callee = self._pop(), self._pop()
        self._call(callee, arguments.members)

    def new_object(self, _: bytes | None) -> None:
        """Create an object of a class."""
        arguments, callee = self._pop(), self._pop()
        self._call(callee, arguments.members)

    def new_object_with_keywords(self, _: bytes | None) -> None:
        """Create an object of a class with keyword arguments."""
        self._pop()
        arguments, callee = self._pop(), self._pop()
        self._call(callee, arguments.members)

    def instance(self, argument: bytes | None) -> None:
        """Import a class and call it with everything above the mark."""
        members = self._pop_marked()
        self.global_name(argument)
        self._call(self._pop(), tuple(members[:_MOST_MEMBERS]))

    def marked_object(self, _: bytes | None) -> None:
        """Call the first object above the mark with the others."""
        members = self._pop_marked()
        self._call(members[0], tuple(members[1 : _MOST_MEMBERS + 1]))

    def _call(self, callee: Sign, arguments: tuple[Sign, ...]) -> None:
        if callee.kind == NAME:
            name = callee.text
        elif callee.kind == MADE:
            name = f"what {callee.text} gives"
        else:
            name = COMPUTED
        made = Sign(kind=MADE, text=name[:_LONGEST_NAME], members=arguments)
        self._tell("calls", name, made)
        self._push(made)

    def build(self, _: bytes | None) -> None:
        """Pass its state to an object, or set attributes of an import."""
        state = self._pop()
        target = self._stack[-1]
        if target.kind == NAME:
            self._tell("changes", target.text)
        elif target.kind == MADE:
            if state.entries is not None:
                target.entries = state.entries
            self._tell("state", target.text, target)

    def stored(self, _: bytes | None) -> None:
        """Push what the loader stores under an id from the stack."""
        identity = self._pop()
        self._push(Sign(kind=STORED, members=identity.members))

    def stop(self, _: bytes | None) -> None:
        """End the pickle."""
        self._pop()


_ACTIONS: dict[str, Callable[[Machine, Any], None]] = {
    "INT": Machine.decimal,
    "BININT": Machine.number,
    "BININT1": Machine.small,
    "BININT2": Machine.small,
    "LONG": Machine.decimal,
    "LONG1": Machine.number,
    "LONG4": Machine.number,
    "STRING": Machine.quoted,
    "BINSTRING": Machine.text,
    "SHORT_BINSTRING": Machine.text,
    "BINBYTES": Machine.data,
    "SHORT_BINBYTES": Machine.data,
    "BINBYTES8": Machine.data,
    "BYTEARRAY8": Machine.data,
    "UNICODE": Machine.escaped,
    "SHORT_BINUNICODE": Machine.text,
    "BINUNICODE": Machine.text,
    "BINUNICODE8": Machine.text,
    "EMPTY_TUPLE": Machine.empty_tuple,
    "TUPLE": Machine.tuple_of_marked,
    "TUPLE1": lambda machine, _: machine.tuple_of(1),
    "TUPLE2": lambda machine, _: machine.tuple_of(2),
    "TUPLE3": lambda machine, _: machine.tuple_of(3),
    "EMPTY_DICT": Machine.empty_dict,
    "DICT": Machine.dict_of_marked,
    "LIST": Machine.container_of_marked,
    "FROZENSET": Machine.container_of_marked,
    "SETITEM": Machine.set_item,
    "SETITEMS": Machine.set_items,
    "APPEND": Machine.append,
    "APPENDS": Machine.append_marked,
    "ADDITEMS": Machine.append_marked,
    "MARK": Machine.mark,
    "POP": Machine.pop,
    "POP_MARK": Machine.pop_mark,
    "DUP": Machine.duplicate,
    "PUT": Machine.put_decimal,
    "BINPUT": Machine.put,
    "LONG_BINPUT": Machine.put,
    "MEMOIZE": Machine.memoize,
    "GET": Machine.get_decimal,
    "BINGET": Machine.get,
    "LONG_BINGET": Machine.get,
    "PROTO": Machine.nothing,
    "FRAME": Machine.nothing,
    "READONLY_BUFFER": Machine.nothing,
    "GLOBAL": Machine.global_name,
    "STACK_GLOBAL": Machine.stack_global,
    "EXT1": Machine.extension,
    "EXT2": Machine.extension,
    "EXT4": Machine.extension,
    "REDUCE": Machine.reduce,
    "NEWOBJ": Machine.new_object,
    "NEWOBJ_EX": Machine.new_object_with_keywords,
    "INST": Machine.instance,
    "OBJ": Machine.marked_object,
    "BUILD": Machine.build,
    "BINPERSID": Machine.stored,
    "STOP": Machine.stop,
}
