"""What the reading child gives up before it touches a file: network, files, programs, memory.

Each wall is put up where the kernel has it, and those that stand are named. Without the kernel's
walls (not Linux, an old kernel, a strict container) there remain the resource limits, the clean
environment, and GDAL with one driver alone.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heritage_gis.read.limits import Limits

_LIBC = ctypes.CDLL(None, use_errno=True)
_MOST_FILES = 256

# linux/sched.h, linux/prctl.h
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38

# linux/landlock.h: system calls (the same on all machines), and rights by ABI version
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_RULE_PATH_BENEATH = 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_ALL_RIGHTS_BY_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1}
_NET_ABI, _NET_BIND, _NET_CONNECT = 4, 1, 2
_READ = _READ_FILE | _READ_DIR

# linux/seccomp.h, linux/filter.h; numbers of socket, execve, execveat, ptrace, io_uring_setup,
# process_vm_readv
_FORBIDDEN_CALLS = {
    "x86_64": (0xC000003E, (41, 59, 322, 101, 425, 310)),
    "aarch64": (0xC00000B7, (198, 221, 281, 117, 425, 270)),
}
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _FAIL_EPERM = 0x7FFF0000, 0x00050001
_X32_CALLS = 0x40000000


def limit_resources(limits: Limits) -> None:
    """Cap memory, processor time, the size of any file written and the number of open ones."""
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, limits.unpacked_bytes),
        (resource.RLIMIT_NOFILE, _MOST_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (limit, limit))


def die_with_parent() -> None:
    """Let the kernel end this process when its parent ends."""
    if sys.platform == "linux":
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def leave_network() -> list[str]:
    """Move into a network of one's own, without even a loopback; must come before any thread.

    Returns:
        The name of the wall where it stands.
    """
    if sys.platform != "linux":
        return []
    trial = os.fork()  # a step of which half is done could not be taken back
    if trial == 0:
        os._exit(0 if _move_out() else 1)
    if os.waitpid(trial, 0)[1] != 0:
        return []
    return ["network"] if _move_out() else []


def close_files(scratch: Path, inputs: Iterable[Path]) -> list[str]:
    """Leave readable the scratch folder, the input and Python itself, and nothing else (Landlock).

    Returns:
        The name of the wall where it stands.
    """
    if sys.platform != "linux":
        return []
    abi = _LIBC.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(1))
    if abi < 1:
        return []
    rights = _ALL_RIGHTS_BY_ABI[min(abi, max(_ALL_RIGHTS_BY_ABI))]
    network = _NET_BIND | _NET_CONNECT if abi >= _NET_ABI else 0
    attributes = struct.pack("=QQ", rights, network)[: 16 if network else 8]
    ruleset = _LIBC.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0)
    if ruleset < 0:
        return []
    _allow_path(ruleset, scratch, rights)
    for path in (*_list_python_paths(), *inputs):
        _allow_path(ruleset, path, _READ if path.is_dir() else _READ_FILE)
    _LIBC.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    stands = _LIBC.syscall(_RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return ["files"] if stands else []


def forbid_calls() -> list[str]:
    """Forbid opening a socket, starting a program and looking into other processes (seccomp).

    Returns:
        The name of the wall where it stands.
    """
    if sys.platform != "linux" or platform.machine() not in _FORBIDDEN_CALLS:
        return []
    machine, calls = _FORBIDDEN_CALLS[platform.machine()]
    # The program: of another machine, or of the x32 kind, or one of the calls -> EPERM.
    steps = [(_LOAD, 0, 0, 4), (_JUMP_EQUAL, 0, len(calls) + 3, machine), (_LOAD, 0, 0, 0)]
    steps.append((_JUMP_AT_LEAST, len(calls) + 1, 0, _X32_CALLS))
    steps += [(_JUMP_EQUAL, len(calls) - at, 0, call) for at, call in enumerate(calls)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _FAIL_EPERM)]
    code = b"".join(struct.pack("=HBBI", *step) for step in steps)
    filters = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("@HP", len(steps), ctypes.addressof(filters))
    _LIBC.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    filter_mode = 2
    return ["calls"] if _LIBC.prctl(_PR_SET_SECCOMP, filter_mode, program, 0, 0) == 0 else []


def _move_out() -> bool:
    user, group = os.getuid(), os.getgid()
    if _LIBC.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        return False
    try:  # without a map of its own the process could not create files
        Path("/proc/self/setgroups").write_text("deny", "ascii")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1", "ascii")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1", "ascii")
    except OSError:
        return False
    return True


def _allow_path(ruleset: int, path: Path, rights: int) -> None:
    try:
        at = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what does not exist needs no leave
    rule = struct.pack("=Qi", rights, at)
    _LIBC.syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, rule, 0)
    os.close(at)


def _list_python_paths() -> list[Path]:
    """Return where Python, its packages and what they load lie; ours alone of an editable one."""
    ours = Path(__file__).parents[1]
    installed = sysconfig.get_paths()
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    system = ("/usr/lib", "/lib", "/lib64", "/etc/ld.so.cache", "/proc/self", "/dev/urandom")
    return [ours, *(Path(installed[name]) for name in names), *map(Path, system)]
