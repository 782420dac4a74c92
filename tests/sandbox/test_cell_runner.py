"""A fork runs a notebook's cells as Jupyter does, without a terminal, a history or a person."""

from __future__ import annotations

import pytest

from autograder.sandbox.displayed_outputs import Outputs
from autograder.sandbox.limits import Limits
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.session import Cell, CellResult


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(preload=("numpy", "IPython", "matplotlib.pyplot")) as sandbox:
        yield sandbox


@pytest.fixture
def session(sandbox):
    with sandbox.fork() as session:
        yield session


def run(session, *sources, capture=True):
    return session.run_cells([Cell(str(number), source) for number, source in enumerate(sources)], capture=capture)


def text(result):
    return "".join(output.get("text", "") for output in result.outputs)


def test_cells_share_one_namespace_and_an_error_stops_none(session):
    """As nbgrader's allow_errors: the third cell still runs, and sees the first one's names."""
    results = run(session, "x = 2", "1 / 0", "print(x)")
    assert ["ok", "error", "ok"] == [result.status for result in results]
    assert ("1", "ZeroDivisionError", "division by zero") == (results[1].id, results[1].ename, results[1].evalue)
    assert "2\n" == text(results[2])


def test_a_cell_may_write_a_module_that_the_next_imports(session):
    """From the working directory, at once, and however often; a directory that is gone stops no cell."""
    for number in range(20):
        write, use = f"%%writefile m{number}.py\nvalue = {number}", f"from m{number} import value\nprint(value)"
        assert f"{number}\n" == text(run(session, write, use)[1])
    gone = "import os, tempfile\nplace = tempfile.mkdtemp()\nos.chdir(place)\nos.rmdir(place)"
    assert ["ok", "ok"] == [result.status for result in run(session, gone, "1 + 1")]


def test_without_capture_nothing_is_kept_and_the_status_is_the_same(session):
    assert [CellResult("0", "ok"), CellResult("1", "error", "KeyError", "'a'")] == run(
        session, "print('noise')\n1 + 1", "{}['a']", capture=False
    )


@pytest.mark.parametrize(
    ("source", "ename"),
    [
        ("def f(:", "SyntaxError"),
        ("  x = 1\n y = 2", "IndentationError"),
        ("import sys; sys.exit(3)", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("raise type('Own', (BaseException,), {})", "Own"),
        ("f = lambda: f()\nf()", "RecursionError"),
        ("input('name? ')", "StdinNotImplementedError"),
        ("import getpass; getpass.getpass()", "StdinNotImplementedError"),
        ("%no_such_magic", "UsageError"),
        ("x = '\ud800'", ""),
        ("import IPython\nIPython.get_ipython().input_transformers_cleanup.append(lambda lines: 1 / 0)", ""),
    ],
)
@pytest.mark.parametrize("capture", [True, False])
def test_an_error_is_the_result_of_its_cell(session, source, ename, capture):
    """Of whatever kind it is, the fork serves the next cell."""
    results = run(session, source, "1 + 1", capture=capture)
    if ename:
        assert ("error", ename) == (results[0].status, results[0].ename)
    assert [r.status for r in run(session, "x = 1")] == ["ok"] or "append" in source


def test_what_input_says(session):
    (result,) = run(session, "input()")
    assert "input() was called, but nobody is there to type while a notebook is graded." == result.evalue


def test_an_error_is_shown_as_a_notebook_shows_it(session):
    (result,) = run(session, "def f():\n    raise ValueError('why')\nf()")
    (output,) = result.outputs
    assert ("error", "ValueError", "why") == (output["output_type"], output["ename"], output["evalue"])
    assert "raise ValueError('why')" in "".join(output["traceback"])
    assert "\x1b" not in "".join(output["traceback"])


def test_an_exception_that_lies_about_its_text_is_still_an_error(session):
    source = "class Liar(Exception):\n    def __str__(self): raise RuntimeError\nraise Liar"
    assert ("error", "Liar", "") == tuple(
        getattr(run(session, source, capture=False)[0], name) for name in ("status", "ename", "evalue")
    )


def test_magics_run(session):
    results = run(session, "%%time\nx = 1", "%timeit -n1 -r1 1", "%pwd")
    assert ["ok"] * 3 == [result.status for result in results]
    assert "Wall time" in text(results[0])
    assert "'/tmp'" == results[2].outputs[0]["data"]["text/plain"]


def test_shell_commands_run_where_programs_may_start(sandbox):
    """As in a kernel; courses that are not ours may need them."""
    with sandbox.fork(Limits(programs=True)) as session:
        results = run(session, "!echo hello", "files = !echo a b\nprint(files)", "!exit 3\nprint(_exit_code)")
    assert ["hello\n", "['a b']\n", "3\n"] == [text(result) for result in results]


def test_shell_commands_are_passed_over_where_no_program_may_start(session):
    """The cell goes on, so that a `!pip list` before an answer costs nothing."""
    notice = "[Other programs cannot be started while this notebook is graded: the line was passed over.]\n"
    results = run(session, "!echo hello\nprint(_exit_code)", "files = !echo a b\nprint(files, _exit_code)", "%sx ls")
    assert ["ok"] * 3 == [result.status for result in results]
    assert [f"{notice}126\n", f"{notice}[] 126\n", notice] == [text(result) for result in results]


def test_no_program_can_be_started_in_any_other_way(session):
    for start in (
        "subprocess.run(['/bin/true'])",
        "os.execv('/bin/true', ['true'])",
        "os.posix_spawn('/bin/true', ['true'], {})",
    ):
        (result,) = run(session, f"import os, subprocess\n{start}")
        assert ("error", "PermissionError") == (result.status, result.ename), start


def test_await_may_stand_at_the_top_level(session):
    results = run(session, "import asyncio\nasync def f():\n    await asyncio.sleep(0.01)\n    return 7", "await f()")
    assert "7" == results[1].outputs[0]["data"]["text/plain"]


def test_the_last_expression_is_shown_and_a_semicolon_hides_it(session):
    results = run(session, "1 + 1", "1 + 2;", "_ + 5", "None", "Out[1]")
    assert ["2", "", "7", "", "2"] == [(r.outputs[0]["data"]["text/plain"] if r.outputs else "") for r in results]
    assert [1, 3] == [results[n].outputs[0]["execution_count"] for n in (0, 2)]


def test_display_gives_rich_outputs_in_order(session):
    source = "from IPython.display import HTML\nprint('a')\ndisplay(HTML('<b>b</b>'), metadata={})\nprint('c')"
    (result,) = run(session, source)
    assert ["stream", "display_data", "stream"] == [output["output_type"] for output in result.outputs]
    assert "<b>b</b>" == result.outputs[1]["data"]["text/html"]


def test_a_deep_chart_specification_is_shown_and_what_no_notebook_holds_is_left_out(session):
    deep = "spec = 1\nfor _ in range(40): spec = {'layer': [spec][0]}\n"
    show = "display({'application/json': %s}, raw=True)"
    results = run(session, deep + show % "spec", show % "float('nan')", show % "object()", "print('on')")
    assert [1, 0, 0, 1] == [len(result.outputs) for result in results]
    assert ["ok"] * 4 == [result.status for result in results]


def test_prints_and_warnings_go_to_their_streams(session):
    (result,) = run(
        session, "import sys, warnings\nprint('out')\nprint('err', file=sys.stderr)\nwarnings.warn('careful')"
    )
    assert "out\n" == result.outputs[0]["text"]
    assert result.outputs[1]["name"] == "stderr"
    assert "careful" in result.outputs[1]["text"]
    assert result.status == "ok"


def test_streams_answer_what_libraries_ask_of_them(session):
    (result,) = run(
        session,
        "import sys\nprint(sys.stdout.isatty(), sys.stdout.writable(), sys.stdout.encoding, sys.stdout.fileno())\n"
        "try: sys.stdout.write(b'x')\nexcept TypeError as e: print(e)\nsys.stdout.flush()\nprint(repr(sys.stdin.read()))",
    )
    assert "False True utf-8 1\nwrite() argument must be str, not bytes\n''\n" == text(result)


@pytest.mark.parametrize("magic", ["%matplotlib inline\n", "%pylab inline\n", ""])
def test_a_plot_becomes_a_picture_when_wanted(session, magic):
    """With and without the magic, as in Jupyter."""
    results = run(session, magic + "import matplotlib.pyplot as plt\nplt.plot([1, 2]);", "plt.plot([1]);\nplt.show()")
    for result in results:
        assert result.status == "ok"
        pictures = [o for o in result.outputs if "image/png" in o.get("data", {})]
        assert len(pictures) == 1


def test_a_plot_is_not_drawn_when_nobody_looks(session):
    run(session, "import matplotlib.pyplot as plt\nfrom matplotlib.backends.backend_agg import FigureCanvasAgg as C")
    results = run(
        session,
        "drawn = []\nold = C.print_png\nC.print_png = lambda self, *a, **k: (drawn.append(1), old(self, *a, **k))[1]",
        "%matplotlib inline\nplt.plot([1, 2]); plt.show()",
        "assert not drawn and not plt.get_fignums()",
        capture=False,
    )
    assert ["", "", ""] == [result.evalue for result in results]


def test_exit_and_clear_output_do_no_harm(session):
    from_ipython = "from IPython.display import clear_output, update_display\nprint('kept')\nclear_output()"
    results = run(session, "exit()", "quit", from_ipython, "1 + 1")
    assert ["ok"] * 4 == [result.status for result in results]
    assert "kept\n" == text(results[2])


def test_the_notebook_is_the_main_module(session):
    """Keras saves classes by the module they live in, and pickle finds them there."""
    (_, result) = run(
        session, "class A: pass", "import pickle\nA.__module__, type(pickle.loads(pickle.dumps(A()))) is A"
    )
    assert "('__main__', True)" == result.outputs[0]["data"]["text/plain"]


def test_a_file_in_the_working_directory_shadows_no_module(session):
    results = run(
        session, "open('colorsys.py', 'w').write('x = 1')", "import colorsys\ncolorsys.rgb_to_hsv", capture=False
    )
    assert ["ok", "ok"] == [result.status for result in results]


def test_two_forks_order_a_set_alike(sandbox):
    """Equal submissions give equal verdicts: hashes of strings are not random."""
    printed = []
    for _ in range(2):
        with sandbox.fork() as session:
            printed.append(run(session, "print(hash('a'), list({'one', 'two', 'three'}))")[0].outputs)
    assert printed[0] == printed[1]


def test_hashes_are_alike_in_two_sandboxes(sandbox):
    """hash('') is 0 under every seed; with seed 0 that of 'a' is a known number, here and in each sandbox to come."""
    with Sandbox(preload=("IPython",)) as second, second.fork() as there, sandbox.fork() as here:
        assert run(here, "print(hash('a'))")[0].outputs == run(there, "print(hash('a'))")[0].outputs


def test_long_output_is_cut_and_says_so(sandbox):
    with sandbox.fork(Limits(output=1000)) as session:
        (result,) = run(session, "for _ in range(100): print('x' * 99)")
    assert 1000 == len(result.outputs[0]["text"])
    assert "[A cell may show 1000 characters. This one showed 10000; the rest was cut.]" in result.outputs[1]["text"]


def test_a_picture_beyond_the_allowance_is_left_out_whole():
    outputs = Outputs(100, keep=True, flooded=lambda: None)
    outputs.add({"output_type": "display_data", "data": {"text/plain": "x" * 500}, "metadata": {}})
    outputs.write("stdout", "")
    assert 1 == len(outputs.done())
    assert "the rest was cut" in outputs.done()[0]


def test_half_a_surrogate_pair_is_printed_as_a_question_mark(session):
    (result,) = run(session, "print(chr(0xd800))")
    assert "?\n" == text(result)
