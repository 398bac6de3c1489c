#!/usr/bin/env python3
"""Runs the program in a pseudo-terminal and in pipes, against a real server and a real engine.

    Tests/terminal/terminal.py             # every check
    Tests/terminal/terminal.py diff width  # those whose names have one of the words

The last line is `N passed, M failed`; the exit status is 1 when one failed. Environment: OUTPOST_BINARY is the program
(.build/debug/outpost), DOCKER_HOST the engine's socket.
"""
import os
import shutil
import signal
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, f"{HERE}/../support")
import player
from bench import Bench
from checking import run_checks
from checks import CHECKS


def main():
    wanted = sys.argv[1:]
    binary = os.path.abspath(os.environ.get("OUTPOST_BINARY", f"{HERE}/../../.build/debug/outpost"))
    work = tempfile.mkdtemp(prefix="x-", dir="/tmp")
    os.makedirs(f"{work}/agents")
    bench = Bench(binary, work, player.install(f"{work}/agents"))
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: sys.exit(130))
    try:
        bench.open()
        run_checks("terminal", CHECKS, bench, wanted)
    finally:
        bench.close()
        shutil.rmtree(work, ignore_errors=True)


main()
