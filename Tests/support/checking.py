"""Checks that run one after another, each of which may fail without ending the others."""
import sys
import time
import traceback


def expect(is_so, what):
    if not is_so:
        raise AssertionError(what)


def until(is_there, what, patience=300):
    """Looks again and again until there is something, and returns it; what is missing may be told by a function."""
    deadline = time.monotonic() + patience
    while not (found := is_there()):
        expect(time.monotonic() < deadline, what() if callable(what) else what)
        time.sleep(0.05)
    return found


def run_checks(topic, checks, argument, wanted=(), note=lambda name: ""):
    """Runs those whose names have one of the wanted words, and ends the program.

    The last line is `N passed, M failed`; the exit status is 1 when one failed or none ran.
    """
    passed = failed = 0
    for check in checks:
        name = check.__name__
        if wanted and not any(word in name for word in wanted):
            continue
        started = time.monotonic()
        try:
            check(argument)
            passed += 1
            outcome = "passed"
        except Exception as fault:  # the other checks have their say
            failed += 1
            outcome = "FAILED"
            if not isinstance(fault, AssertionError):
                traceback.print_exc()
            print(f"{topic}: {name.replace('_', ' ')}: {fault}{note(name)}", flush=True)
        print(f"{topic}: {outcome} {name.replace('_', ' ')} ({time.monotonic() - started:.1f} s)", flush=True)
    print(f"{passed} passed, {failed} failed", flush=True)
    sys.exit(1 if failed or not passed else 0)
