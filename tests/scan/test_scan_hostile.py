"""Files of strangers are read within limits: a file that cannot be read is reported, and the others
are read."""

from __future__ import annotations

import json
import os
import resource
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.scan import Scan, python, scan, shell
from provenance.scan.mention import Mention, UnreadableError
from provenance.scan.readers import READERS

GOOD = 'AutoModel.from_pretrained("acme/good")\n'
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(12)
)
ATTACKS: dict[str, str | bytes] = {
    "brackets.py": GOOD + "(" * 100_000,
    "lists.py": GOOD + "[" * 90 + "]" * 90,
    "minus.py": GOOD + "-" * 100_000 + "1",
    "nots.py": GOOD + "not " * 50_000 + "1",
    "dots.py": GOOD + "a" + ".b" * 50_000,
    "calls.py": GOOD + "a" + "()" * 20_000,
    "sums.py": GOOD + "AutoModel.from_pretrained(" + "'a' + " * 3_000 + "'b')",
    "lambdas.py": GOOD + "lambda: " * 20_000 + "1",
    "elifs.py": GOOD + "if 1: pass\n" + "elif 1: pass\n" * 5_000,
    "loop.py": (
        GOOD + "def f(x):\n    return f(x)\nAutoModel.from_pretrained(f(f(f(1))))\na = b\nb ="
        " a\nc.from_pretrained(a)"
    ),
    "swap.py": GOOD + "a, b = b, a\nb, a = a, b\nAutoModel.from_pretrained(a)\n",
    "fan.py": (
        GOOD
        + "".join(f"def f{n}(x): return f{n + 1}(x) or f{n + 1}(x)\n" for n in range(40))
        + "y.from_pretrained(f0(1))"
    ),
    "format.py": (
        GOOD + "n = ['a', 'b', 'c']\nfor i in n:\n    m.from_pretrained(f'" + "{i}" * 40 + "')"
    ),
    "old.py": GOOD + "print 'Python 2'",
    "zero.py": GOOD.encode() + b"\0",
    "latin.py": b"# caf\xe9\n" + GOOD.encode(),
    "surrogate.py": GOOD + "x.from_pretrained('\\ud800/\\udfff')",
    "wide.py": GOOD.encode("utf-16"),
    "large.py": GOOD + "#" * (3 << 20),
    "escape.py": GOOD + "x.from_pretrained('acme/\\x1b[31mred')\ny.from_pretrained(z['\\x1b]8;;'])",
    "bomb.yaml": "model_id: x\n" + BOMB,
    "deep.yaml": "model_id: " + "[" * 5_000,
    "object.yaml": "model_id: !!python/object/apply:os.system ['touch /tmp/provenance-was-run']",
    "documents.yaml": "model_id: acme/x\n" + "---\n" * 50_000,
    "blank.yaml": "model_id: acme/x\n{{" + "\n" * 200_000,
    "many.yaml": "".join(f"- model_id: acme/x{n}\n" for n in range(20_000)),
    "deep.json": '{"model_id":' + "[" * 100_000,
    "deep.toml": "model_id = " + "[" * 100_000,
    "types.json": (
        '{"model_id": [1, null, {"model": 7}], "args": [[1], {"a": 2}], "env": [7, {"b": 1}]}'
    ),
    "deep.ipynb": '{"cells":' * 50_000,
    "types.ipynb": (
        '{"cells": [7, {"cell_type": "code", "source": [1, "x"]}, {"cell_type": "code"}]}'
    ),
    "list.ipynb": "[1]",
    "line.ipynb": json.dumps(
        {"cells": [{"cell_type": "code", "source": [GOOD] * 5_000 + ["#" * 2_000_000]}]}
    ),
    "quote.sh": "hf download '\n" * 20_000,
    "heredoc.sh": "hf x <<EOF\n" * 20_000,
    "continued.sh": "model \\\n" * 50_000,
    "line.sh": "hf download acme/good; " * 80_000,
    "cycle.sh": "A=$B\nB=$A\nMODEL_ID=$A$A$A$A$A$A\nhf download $MODEL_ID\n" * 200,
    "Dockerfile": "RUN hf download \\\n" * 20_000 + 'CMD ["' * 5_000 + "\nCMD " + "[" * 100_000,
    "Modelfile": "FROM " + "x" * 1_000_000,
    "requirements.txt": "en-core-" * 200_000,
}


def scanned(folder: Path) -> Scan:
    return scan([folder], folder)


@pytest.mark.parametrize("name", sorted(ATTACKS))
def test_an_attack_is_read_or_told(name: str, tmp_path: Path) -> None:
    content = ATTACKS[name]
    (tmp_path / name).write_bytes(
        content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    )
    (tmp_path / "zz_good.py").write_text(GOOD)
    result = scanned(tmp_path)
    assert any(
        reference.place.file == "zz_good.py" and reference.name == "acme/good"
        for reference in result.references
    )
    read = {reference.place.file for reference in result.references} | {
        file for file, _ in result.unread
    }
    assert result.files + len(result.unread) == 2
    assert name.endswith((".sh", ".txt", "file", ".json", ".ipynb", "object.yaml")) or name in read
    assert not Path("/tmp/provenance-was-run").exists()


DOUBLINGS = {
    "double.sh": "x=acme/m\n" + "x=$x$x\n" * 300 + "hf download $x\n",
    "env.sh": "export X=acme/m\n" + "export X=${X}/${X}\n" * 300 + "hf download $X\n",
    "names.sh": "".join(f"x{n + 1}=$x{n}$x{n}\n" for n in range(300)) + "hf download $x300\n",
    "loop.sh": "for a in " + "acme/m " * 900 + "\n" + "a=$a$a$a$a\n" * 300 + "hf download $a\n",
    "Makefile": "X := acme/m\n" + "X := $(X)$(X)\n" * 300 + "run:\n\thf download $(X)\n",
    "Dockerfile": "FROM x\nARG X=acme/m\n" + "ENV X=$X$X\n" * 300 + "RUN hf download $X\n",
    "ci.yaml": ("script: |\n  X=acme/m\n" + "  X=$X$X\n" * 300 + "  hf download $X\n"),
    "double.py": (
        "x0 = 'acme/m'\n"
        + "".join(f"x{n + 1} = x{n} + x{n} + x{n} + x{n}\n" for n in range(40))
        + "".join(f"m.from_pretrained(x{n})\n" for n in range(41))
    ),
    "long.py": f"x = 'acme/{'m' * 100_000}'\nm.from_pretrained({'+'.join(['x'] * 60)})\n",
    "format.py": "x = 'acme/m'\nm.from_pretrained(f'" + "{x}" * 3_000 + "')\n",
    "aliases.yaml": "a: &a " + "x" * 100_000 + "\nmodel_id: [" + "*a, " * 10_000 + "acme/m]\n",
}


@pytest.mark.alone
@pytest.mark.parametrize("name", sorted(DOUBLINGS))
def test_what_stands_for_itself_twice_stops_growing(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(DOUBLINGS[name])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result = scanned(tmp_path)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 150_000  # kilobytes
    assert all(len(reference.name) <= 300 for reference in result.references)
    states = {reference.state for reference in result.references} - {"hub"}
    assert states or result.unread or name == "aliases.yaml"


def test_values_beyond_a_limit_are_told() -> None:
    names = " ".join(f"acme/m{n}" for n in range(70))
    [*known, more] = shell.Script({}).read(f"for m in {names}; do\nhf download $m\ndone\n")
    assert len(known) == shell.MOST_VALUES and known[0].value.text == "acme/m0"
    assert more.value.text is None and more.value.shown == "$m"


def test_values_of_python_beyond_a_limit_are_told() -> None:
    names = ", ".join(f"'acme/m{n}'" for n in range(70))
    mentions = list(python.read(f"for m in [{names}]:\n    AutoModel.from_pretrained(m)\n"))
    assert (
        len(mentions) == 65 and mentions[-1].value.text is None and mentions[-1].value.shown == "m"
    )


def test_many_variables_together_stay_small() -> None:
    script = shell.Script()
    text = "".join(f"x{n}={'m' * 1_900}\n" for n in range(5_000)) + "hf download $x4999\n"
    [mention] = script.read(text)
    assert mention.value.text is None
    kept = sum(len(value) for values in script.variables.values() for value in values)
    assert kept <= shell.MOST_KEPT


def test_a_reader_that_fails_costs_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = python.read

    def fail(text: str) -> Iterator[Mention]:
        if "boom" in text:
            raise KeyError("a stranger's words")
        return read(text)

    row = next(row for row in READERS if row.reader is python.read)
    broken = replace(row, reader=fail)
    monkeypatch.setattr(
        "provenance.scan.survey.reader_of",
        lambda name: broken if name.endswith(".py") else None,
    )
    (tmp_path / "a.py").write_text("boom\n")
    (tmp_path / "b.py").write_text(GOOD)
    result = scanned(tmp_path)
    assert [reference.name for reference in result.references] == ["acme/good"]
    assert result.unread == (("a.py", "a fault of provenance"),)


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    for folder in (outside, inside):
        folder.mkdir()
        (folder / "a.py").write_text(GOOD)
    (inside / "out").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    (inside / "b.py").symlink_to(outside / "a.py")
    (inside / "gone").symlink_to(tmp_path / "nowhere")
    os.mkfifo(inside / "pipe.py")
    result = scanned(inside)
    assert [str(reference.place) for reference in result.references] == ["a.py:1"]
    assert dict(result.skipped) == {"link": 4}


def test_a_name_that_leads_out_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    project = tmp_path / "project"
    project.mkdir()
    (project / "out").symlink_to(tmp_path / "outside")
    (project / "a.py").write_text(
        'a.from_pretrained("../outside")\nb.from_pretrained("out")\nc.from_pretrained("/etc")\n'
    )
    assert {reference.state for reference in scanned(project).references} <= {"local"}


@settings(max_examples=60, deadline=None)
@given(
    st.text() | st.text(alphabet="abm/_-.:=[]{}()\"'\n #$\\", max_size=400),
    st.sampled_from(READERS),
)
def test_any_text_is_read_or_refused(text: str, row: object) -> None:
    assert hasattr(row, "reader")
    try:
        for mention in row.reader(f"model_id from_pretrained {text}"):
            assert mention.line >= 1
    except UnreadableError:
        pass


def _names(text: str) -> list[str | None]:
    return [mention.value.text for mention in shell.read(text)]


def test_braces_stand_for_several_names() -> None:
    assert _names("hf download acme/{a,b}\n") == ["acme/a", "acme/b"]
    assert _names("hf download acme/m{3..1}\n") == ["acme/m3", "acme/m2", "acme/m1"]
    looped = "for m in x y{1,2}; do hf download acme/$m; done\n"
    assert _names(looped) == ["acme/x", "acme/y1", "acme/y2"]


@pytest.mark.parametrize(
    "word",
    ["{1..999999999999}", "{a,{b,c}}", "{a..c}", "{1..99999999999999999999999}", "{a,b}" * 40],
)
def test_braces_beyond_the_limits_leave_a_name_that_is_not_known(word: str) -> None:
    assert None in _names(f"hf download acme/m{word}\n")
    assert None in _names(f"for i in {word}; do hf download acme/m$i; done\n")


def test_braces_of_json_are_no_braces_of_a_shell() -> None:
    command = 'python run.py --o \'{"model":"acme/json","b":1}\' --model acme/plain\n'
    assert "acme/plain" in _names(command)


def test_a_command_too_long_for_a_lexer_is_read_to_its_end() -> None:
    named = _names("; ".join(f"hf download 'acme/m{number}'" for number in range(2_000)))
    assert named[0] == "acme/m0"
    assert named[-1] == "acme/m1999"
    assert len(named) == 2_000


def test_a_file_whose_name_has_line_breaks_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a\n- ref: acme/forged\u2028b.py"
    file.parent.mkdir()
    file.write_text(GOOD, "utf-8")
    result = scan([tmp_path], tmp_path)
    assert [reference.name for reference in result.references] == ["acme/good"]
