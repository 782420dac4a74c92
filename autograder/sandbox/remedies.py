"""What to do where a lock of the sandbox does not hold, by the name of the probe that found it out."""

_REPORT = "This is a fault of the sandbox on this machine, not of a setting: please report it with this output."

MENDS = {
    "processor": "Grade on a machine with an x86-64 or aarch64 processor, or ask for a table of system calls for yours.",
    "landlock": (
        "Linux has Landlock since 5.13; it is switched on with `lsm=landlock,…` on the kernel's command line. Only the "
        "level “limited” needs it."
    ),
    "sandbox": (
        "Install bubblewrap (`apt-get install bubblewrap`), and see that the environment of this program can be read by "
        "the user who grades."
    ),
    "locks": "Let the kernel make namespaces for a process without privileges. {how}",
    "identity": _REPORT,
    "processes": _REPORT,
    "files": _REPORT,
    "network": _REPORT,
    "environment": _REPORT,
    "programs": _REPORT,
    "new namespaces": _REPORT,
    "time": (
        "See that /proc of this machine shows the grader its own processes (a mount option such as hidepid=2 hides "
        "them), and that the machine is not overloaded."
    ),
    "memory": (
        "See that /proc of this machine shows the grader its own processes (a mount option such as hidepid=2 hides "
        "them), and that the machine is not overloaded."
    ),
    "tensorflow": "Set the environment up anew (`make clean setup`); some 2 GB of memory and 4 GB of disk are needed.",
}
