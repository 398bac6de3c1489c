"""Series of measurements, and a report that holds each beside its reference."""
import json
import math
import os
import platform
import subprocess
import time


def percentile(values, share):
    """By nearest rank; nan of nothing."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else math.nan


def summary(values):
    """Median, p99, and the spread as the range from p10 to p90."""
    return {
        "n": len(values), "median": percentile(values, 0.5), "p99": percentile(values, 0.99),
        "p10": percentile(values, 0.1), "p90": percentile(values, 0.9),
    }


class Report:
    """Rows of figures by section, and the bars that they are held against."""

    def __init__(self):
        self.machine = machine()
        self.rows, self.bars, self.notes = [], [], []

    def row(self, section, name, values, unit, reference=None):
        """Values of one thing; the reference is the name of another row of the section."""
        row = {"section": section, "name": name, "unit": unit, **summary(values), "reference": reference}
        other = next((r for r in self.rows if r["section"] == section and r["name"] == reference), None)
        row["ratio"] = row["median"] / other["median"] if other and other["median"] else None
        self.rows.append(row)
        return row

    def bar(self, name, what, value, limit, least=False):
        """A promise: the value is at most the limit, or at least."""
        is_met = value >= limit if least else value <= limit
        self.bars.append({
            "bar": name, "what": what, "value": value, "limit": limit, "least": least, "met": bool(is_met),
        })

    def note(self, section, text):
        self.notes.append({"section": section, "text": text})

    def section(self, section):
        """The section's rows as a table, and its notes."""
        lines = [f"{section:<44} {'median':>10} {'p10–p90':>19} {'p99':>10} {'n':>5}  unit"]
        for row in self.rows:
            if row["section"] != section:
                continue
            spread = f"{number(row['p10'])}–{number(row['p90'])}"
            ratio = f"  {row['ratio']:.2f} × {row['reference']}" if row["ratio"] is not None else ""
            lines.append(
                f"  {row['name']:<42} {number(row['median']):>10} {spread:>19} {number(row['p99']):>10} "
                f"{row['n']:>5}  {row['unit']}{ratio}"
            )
        lines += [f"  {note['text']}" for note in self.notes if note["section"] == section]
        return "\n".join(lines)

    def verdicts(self):
        """The bars, met or not."""
        return "\n".join(
            f"{bar['bar']:<4} {'met    ' if bar['met'] else 'NOT MET'} {number(bar['value']):>8} "
            f"({'≥' if bar['least'] else '≤'} {number(bar['limit'])})  {bar['what']}" for bar in self.bars
        )

    def write(self, path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            json.dump({
                "machine": {**self.machine, "load at the end": os.getloadavg()},
                "rows": self.rows, "bars": self.bars, "notes": self.notes,
            }, file, indent=1)
            file.write("\n")


def number(value):
    if value != value:
        return "none"
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def machine():
    """What the figures hang on."""
    with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
        models = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    with open("/proc/meminfo", encoding="ascii") as file:
        memory = int(file.readline().split()[1]) // 1024
    engine = subprocess.run(
        ["docker", "version", "--format", "{{.Server.Version}}"], capture_output=True, text=True, check=False
    ).stdout.strip()
    return {
        "date": time.strftime("%Y-%m-%d %H:%M %Z"), "cpu": models[0] if models else platform.machine(),
        "cores": os.cpu_count(), "memory MiB": memory, "kernel": platform.release(), "engine": engine or "unknown",
        "load at the start": os.getloadavg(),
    }
