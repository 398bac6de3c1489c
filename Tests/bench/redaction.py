"""How fast redaction is, by the processor's time alone, so that what else runs does not count."""
import re
import subprocess


def measure(bench, report):
    text = subprocess.run(
        [bench.helper, "redaction", "64" if bench.quick else "256"], check=True, capture_output=True, text=True
    ).stdout
    for name, speed in re.findall(r"^(.*): (\d+) MB/s", text, re.MULTILINE):
        report.row("redaction", name, [float(speed)], "MB/s")
