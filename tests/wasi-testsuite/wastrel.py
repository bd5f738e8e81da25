"""The adapter by which the runner of WebAssembly/wasi-testsuite runs Wastrel: `run-tests -r wastrel.py`.

WASTREL names the command, where it is not "wastrel". The first run of each program compiles it: compile them beforehand, or
allow for the time.
"""

import os
import shlex
import subprocess

WASTREL = shlex.split(os.environ.get("WASTREL", "wastrel"))


def get_name():
    return "wastrel"


def get_version():
    output = subprocess.run(WASTREL + ["--version"], encoding="utf-8", capture_output=True, check=True).stdout
    return output.split()[-1]


def get_wasi_versions():
    return ["wasm32-wasip1"]


def get_wasi_worlds():
    return ["wasi:cli/command"]


def get_timeout_seconds():
    return 120


def compute_argv(test_path, args_env_root, proposals, wasi_world, wasi_version):
    args, env, root = args_env_root
    argv = WASTREL + ["run"]
    for name, value in env.items():
        argv += ["--env", f"{name}={value}"]
    if root:
        argv += ["--dir", f"{root}::/"]
    return argv + [str(test_path)] + list(args)
