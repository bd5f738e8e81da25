#!/usr/bin/env python3
"""The table of doc/exceptions.md: nanoseconds of processor time an iteration, the best of several runs.

    pip install wasmtime
    python3 benches/exceptions/table.py [WASTREL]
"""

import os
import resource
import subprocess
import sys
import tempfile
import time

import wasmtime

HERE = os.path.dirname(os.path.abspath(__file__))
WASTREL = sys.argv[1] if len(sys.argv) > 1 else "target/release/wastrel"
RUNS = 3

# What, function, iterations, depth, how often it throws.
CASES = [
    ("2 frames, no try", "plain", 50_000_000, 1, 0),
    ("2 frames in a try", "try", 50_000_000, 1, 0),
    ("8 times 2 frames in a try", "calls", 10_000_000, 1, 0),
    ("16 frames, no try", "plain", 5_000_000, 15, 0),
    ("16 frames in a try", "try", 5_000_000, 15, 0),
    ("a throw, 1 frame", "try", 20_000_000, 0, 1),
    ("a throw, 16 frames", "try", 10_000_000, 15, 1),
    ("every 8th throws, 4 frames", "try", 40_000_000, 3, 8),
    ("32,767 frames with a destructor", "guards", 5_000, 14, 0),
    ("a throw, 15 frames with a destructor", "guards", 3_000_000, 14, 1),
]


def build(directory):
    path = lambda name: os.path.join(directory, name)
    source = lambda name: os.path.join(HERE, name)
    subprocess.run(["g++", "-O2", source("exceptions.cc"), "-o", path("c++")], check=True)
    subprocess.run(["gcc", "-O2", source("setjmp.c"), "-o", path("setjmp")], check=True)
    for name in {case[1] for case in CASES}:
        arguments = [WASTREL, "compile", "--invoke", name, source("exceptions.wat"), "-o", path("wastrel-" + name)]
        subprocess.run(arguments, check=True)


def spent(command):
    """Processor time of a program, in seconds, and what it prints."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, int(output)


class Engine:
    def __init__(self):
        config = wasmtime.Config()
        config.wasm_exceptions = True
        config.wasm_gc = True
        config.wasm_function_references = True
        self.store = wasmtime.Store(wasmtime.Engine(config))
        with open(os.path.join(HERE, "exceptions.wat"), encoding="utf-8") as file:
            module = wasmtime.Module(self.store.engine, file.read())
        self.module = module

    def run(self, name, n, depth, every):
        instance = wasmtime.Instance(self.store, self.module, [])
        start = time.process_time()
        result = instance.exports(self.store)[name](self.store, n, depth, every)
        return time.process_time() - start, result


def main():
    engine = Engine()
    with tempfile.TemporaryDirectory() as directory:
        build(directory)
        print("| | native C++ | setjmp | wasmtime | Wastrel |\n|---|---|---|---|---|")
        for what, name, n, depth, every in CASES:
            # Engines that unwind need fewer rounds.
            few = max(n // 20, 1) if every else n
            arguments = lambda n: [str(n), str(depth), str(every)]
            ways = [
                (few, lambda n: spent([os.path.join(directory, "c++"), name, *arguments(n)])),
                (n, lambda n: spent([os.path.join(directory, "setjmp"), name, *arguments(n)])),
                (few, lambda n: engine.run(name, n, depth, every)),
                (n, lambda n: spent([os.path.join(directory, "wastrel-" + name), *arguments(n)])),
            ]
            best = [float("inf")] * len(ways)
            for _ in range(RUNS):
                results = []
                for place, (n, run) in enumerate(ways):
                    used, result = run(n)
                    best[place] = min(best[place], used / n * 1e9)
                    results.append((n, result))
                assert len(set(results)) == len({n for n, _ in results}), (what, results)
            print(f"| {what} | " + " | ".join(f"{ns:.1f}" for ns in best) + " |", flush=True)


main()
