"""The seccomp filter: its numbers are the kernel's, and its program says what it should, for both processors."""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import subprocess
import sys

import pytest

from autograder.sandbox import seccomp

TABLES = {
    **seccomp.NEVER, **seccomp.PROGRAMS, **seccomp.SIGNALS, **seccomp.OTHER_SIGNALS, **seccomp.SPECIAL,
}  # fmt: skip
ALLOWED = seccomp.ALLOW
DENIED = seccomp.ERRNO | errno.EPERM
ABSENT = seccomp.ERRNO | errno.ENOSYS
CLONE_NEWUSER, SIGCHLD, CLONE_VM_FILES_THREAD = 0x10000000, 17, 0x3D0F00


def answer(program: bytes, audit: int, number: int, *arguments: int) -> int:
    """What the kernel would make of one call: an interpreter of the five instructions that the filter uses."""
    data = struct.pack("<iIQ6Q", number, audit, 0, *(arguments + (0,) * (6 - len(arguments))))
    lines = [struct.unpack_from("HBBI", program, at) for at in range(0, len(program), 8)]
    at = value = 0
    while True:
        code, yes, no, k = lines[at]
        at += 1
        if code == seccomp.RETURN:
            return k
        if code == seccomp.LOAD:
            (value,) = struct.unpack_from("<I", data, k)
            continue
        tests = {
            seccomp.JUMP_EQUAL: value == k, seccomp.JUMP_GREATER: value > k, seccomp.JUMP_SET: bool(value & k),
        }  # fmt: skip
        at += yes if tests[code] else no


@pytest.fixture(params=sorted(seccomp.MACHINES))
def machine(request):
    return seccomp.machine(request.param)


def test_the_numbers_are_those_of_libseccomp(machine):
    """An independent table: libseccomp comes with apt and systemd. A call that a machine lacks has a number below zero."""
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_syscall_resolve_name_arch.argtypes = [ctypes.c_uint32, ctypes.c_char_p]
    for name, pair in TABLES.items():
        number = library.seccomp_syscall_resolve_name_arch(machine.audit, name.encode())
        assert (number if number >= 0 else None) == pair[machine.column], name


@pytest.mark.parametrize("name", sorted(TABLES.keys() - seccomp.SPECIAL - seccomp.SIGNALS.keys()))
def test_each_listed_call_is_refused_by_the_strictest_filter_and_its_like_are_not(machine, name):
    number = TABLES[name][machine.column]
    strict = seccomp.program(machine, pid=4711)
    loose = seccomp.program(machine, programs=True)
    if number is None:
        return
    assert DENIED == answer(strict, machine.audit, number)
    everywhere = name in seccomp.NEVER
    assert (DENIED if everywhere else ALLOWED) == answer(loose, machine.audit, number)


def test_ordinary_calls_pass(machine):
    """read, write, mmap, futex, openat and exit_group, by their numbers on each machine."""
    numbers = {"x86_64": (0, 1, 9, 202, 257, 231), "aarch64": (63, 64, 222, 98, 56, 94)}[machine.name]
    program = seccomp.program(machine, pid=1)
    assert [ALLOWED] * 6 == [answer(program, machine.audit, number) for number in numbers]


def test_processes_and_threads_can_be_made_but_no_namespace(machine):
    program = seccomp.program(machine)
    clone, clone3 = (seccomp.SPECIAL[name][machine.column] for name in ("clone", "clone3"))
    assert ALLOWED == answer(program, machine.audit, clone, SIGCHLD)
    assert ALLOWED == answer(program, machine.audit, clone, CLONE_VM_FILES_THREAD)
    assert DENIED == answer(program, machine.audit, clone, CLONE_NEWUSER | SIGCHLD)
    assert ABSENT == answer(program, machine.audit, clone3), "glibc then falls back to clone"


def test_limits_can_be_looked_at_and_not_changed(machine):
    """prlimit64 is both; a pointer to new limits may have either half of zeros."""
    program = seccomp.program(machine)
    number = seccomp.SPECIAL["prlimit64"][machine.column]
    answers = [
        answer(program, machine.audit, number, 0, 0, new) for new in (0, 0x1000, 0x7F00_0000_0000, 0x7F00_0000_1000)
    ]
    assert [ALLOWED, DENIED, DENIED, DENIED] == answers


def test_the_end_of_a_child_keeps_its_signal(machine):
    program = seccomp.program(machine)
    number = seccomp.SPECIAL["rt_sigaction"][machine.column]
    sigchld = [answer(program, machine.audit, number, 17, new) for new in (0, 0x1000, 0x7F00_0000_0000)]
    assert [ALLOWED, DENIED, DENIED] == sigchld
    assert ALLOWED == answer(program, machine.audit, number, 14, 0x1000)


def test_a_pair_of_sockets_is_of_the_unix_family_only(machine):
    program = seccomp.program(machine)
    number = seccomp.SPECIAL["socketpair"][machine.column]
    assert [ALLOWED, DENIED, DENIED] == [answer(program, machine.audit, number, family) for family in (1, 2, 40)]


def test_nothing_is_typed_into_a_terminal(machine):
    program = seccomp.program(machine)
    number = seccomp.SPECIAL["ioctl"][machine.column]
    assert [DENIED, DENIED, ALLOWED] == [answer(program, machine.audit, number, 0, r) for r in (0x5412, 0x541C, 0x5401)]


def test_where_signals_are_not_kept_in_only_ones_own_process_may_get_them(machine):
    program = seccomp.program(machine, pid=4711)
    for name in seccomp.SIGNALS:
        number = seccomp.SIGNALS[name][machine.column]
        assert [ALLOWED, DENIED, DENIED] == [answer(program, machine.audit, number, to) for to in (4711, 1, 2**32 - 1)]
        assert ALLOWED == answer(seccomp.program(machine), machine.audit, number, 1)


def test_a_call_of_a_newer_kernel_is_not_there(machine):
    program = seccomp.program(machine)
    assert [ALLOWED, ABSENT, ABSENT] == [
        answer(program, machine.audit, number) for number in (seccomp.NEWEST, seccomp.NEWEST + 1, 0x40000000 + 41)
    ]


def test_another_calling_convention_ends_the_process(machine):
    """Under i386's numbers 41 is dup and 102 is socketcall: a filter for one table must not see calls of another."""
    assert seccomp.KILL_PROCESS == answer(seccomp.program(machine), 0x40000003, 102)


def test_the_filter_is_short_enough_for_the_kernel(machine):
    """The kernel takes at most 4,096 instructions, and jumps of at most 255."""
    assert len(seccomp.program(machine, pid=1)) // 8 < 1_000


def test_a_processor_without_a_table_is_refused():
    with pytest.raises(seccomp.Unknown, match="no table of system calls for the processor riscv64"):
        seccomp.machine("riscv64")


def test_the_kernel_takes_the_filter_and_obeys_it():
    """In a process of its own: a socket and a program fail, a fork and a file do not."""
    source = """
import ctypes, os, socket, subprocess
from autograder.sandbox import seccomp
assert ctypes.CDLL(None).prctl(38, 1, 0, 0, 0) == 0
seccomp.install(seccomp.program(seccomp.machine()))
for attempt in (socket.socket, lambda: subprocess.run(["/bin/true"])):
    try: attempt()
    except PermissionError: print("refused")
os.waitpid(os.fork() or os._exit(0), 0)
print(len(socket.socketpair()), open("/dev/null").read() == "")
"""
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=False)
    assert ("refused\nrefused\n2 True\n", "") == (done.stdout, done.stderr)


def test_a_filter_that_the_kernel_refuses_is_an_error():
    if os.fork() == 0:  # an empty program is invalid
        try:
            seccomp.install(b"")
        except OSError as error:
            os._exit(0 if "installing the seccomp filter: EINVAL" in str(error) else 2)
        os._exit(1)
    assert 0 == os.waitstatus_to_exitcode(os.wait()[1])
