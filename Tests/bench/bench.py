#!/usr/bin/env python3
"""Measures Outpost beside what it stands on, in one run: the engine's own floor, Docker's clients, a bare route, the disk.

    make bench                                        # everything
    make bench BENCH='--only cold,api --quick'        # some of it, and fewer rounds

Each figure is taken in turns with its reference, so that a noisy machine is noisy to both. It starts what it needs: a
release `outpost serve` on a private data directory, and an agent without a model. Needs a Docker Engine, and wrk for the
API (docker/setup.sh --bench). The table is printed, and written to .build/bench.json.
"""
import argparse
import importlib
import os
import signal
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "../support")]
sys.dont_write_bytecode = True
ROOT = os.path.dirname(os.path.dirname(HERE))

from measuring import Report
from stand import Stand

SECTIONS = ("cold", "phases", "throughput", "api", "logs", "door", "memory", "growth", "redaction", "clone")


class Bench:
    """What the sections share."""

    def __init__(self, options):
        self.quick, self.binary, self.helper = options.quick, options.binary, options.helper

    def stand(self, **options):
        return Stand(self.binary, **options)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(SECTIONS), help=f"some of {','.join(SECTIONS)}")
    parser.add_argument("--quick", action="store_true", help="fewer rounds: for a look, not for a claim")
    parser.add_argument("--binary", default=f"{ROOT}/.build/release/outpost")
    parser.add_argument("--helper", default=f"{ROOT}/.build/release/outpost-bench")
    parser.add_argument("--output", default=f"{ROOT}/.build/bench.json")
    options = parser.parse_args()
    wanted = options.only.split(",")
    if unknown := set(wanted) - set(SECTIONS):
        parser.error(f"there is no section {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    for program in (options.binary, options.helper):
        if not os.access(program, os.X_OK):
            parser.error(f"{program} is missing: make bench builds it")
    # Also when it is told to end it leaves nothing behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(130))
    report = Report()
    print("  ".join(f"{name}: {value}" for name, value in report.machine.items()), flush=True)
    for name in SECTIONS:
        if name not in wanted:
            continue
        importlib.import_module(name).measure(Bench(options), report)
        print("\n" + report.section(name), flush=True)
        report.write(options.output)
    print("\n" + report.verdicts())
    print(f"\nwritten to {os.path.relpath(options.output)}")


main()
