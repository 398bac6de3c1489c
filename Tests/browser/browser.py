"""Runs the checks in a browser; browser.sh says what they need."""
import os
import shutil
import signal
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, f"{HERE}/../support")
import appearance
import journey
import safety
from checking import run_checks
from visit import Visit

PICTURES = ".build/browser"


def main():
    work = tempfile.mkdtemp(prefix="x-", dir="/tmp")
    # Chromium leaves folders behind.
    os.environ["TMPDIR"] = f"{work}/tmp"
    os.mkdir(os.environ["TMPDIR"])
    visit = Visit(os.environ["OUTPOST_BINARY"], work, PICTURES)
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: sys.exit(130))

    def failed(name):
        pictures = [
            browser.picture(f"failed-{name}-{kind}")
            for kind, browser in (("scripted", visit.browser), ("plain", visit.plain))
        ]
        for browser in (visit.browser, visit.plain):
            browser.begin_anew()
        return f" (see {', '.join(pictures)})"

    try:
        visit.open()
        run_checks("browser", journey.CHECKS + safety.CHECKS + appearance.CHECKS, visit, sys.argv[1:], failed)
    finally:
        visit.close()
        shutil.rmtree(work, ignore_errors=True)


main()
