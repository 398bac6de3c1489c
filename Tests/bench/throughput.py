"""Trivial dispatches, many at a time, beside the engine's floor and docker run at the best of their concurrencies."""
import queue
import subprocess
import threading
import time

from stand import Floor, same_container


def measure(bench, report):
    count = 40 if bench.quick else 200
    rounds = 1 if bench.quick else 3
    widths = (4, 8)
    with bench.stand(running=50) as stand:
        client = stand.client()
        stand.succeed(client)
        body = same_container(stand, ["/bin/true"])
        floor, plain, ours = ({width: [] for width in kinds} for kinds in (widths, widths, (20, 50)))
        for turn in range(rounds):
            for width in widths:
                floor[width].append(rate(count // 4, width, engine(stand, body, f"{turn}-{width}")))
                plain[width].append(xargs(count // 4, width, body["Image"]))
            for width in ours:
                ours[width].append(rate(count, width, dispatches(stand)))
    for name, kinds in (("engine's floor", floor), ("docker run --rm, xargs -P", plain)):
        for width, values in kinds.items():
            report.row("throughput", f"{name}, {width} at a time", values, "/s")
    best, plainest = (max(kinds.items(), key=lambda one: sorted(one[1])[len(one[1]) // 2]) for kinds in (floor, plain))
    for width, values in ours.items():
        row = report.row("throughput", f"outpost, {count}, {width} at a time", values, "/s",
                         f"engine's floor, {best[0]} at a time")
    usual = next(row for row in report.rows if row["name"] == f"docker run --rm, xargs -P, {plainest[0]} at a time")
    report.bar("P3", "dispatches a second, 50 at a time, as a share of the engine's floor at its best",
               row["ratio"], 0.85, least=True)
    report.bar("P3", "dispatches a second, 50 at a time, as a multiple of docker run --rm at its best",
               row["median"] / usual["median"], 2, least=True)


def rate(count, width, make):
    """So many a second, made by as many threads as are to be open at a time."""
    todo, faults = queue.SimpleQueue(), []
    for number in range(count):
        todo.put(number)

    def work():
        try:
            do = make()
            while True:
                try:
                    number = todo.get_nowait()
                except queue.Empty:
                    return
                do(number)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work) for _ in range(width)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return count / (time.perf_counter() - begun)


def engine(stand, body, prefix):
    def make():
        floor = Floor(stand.engine.socket, body)
        return lambda number: floor.run(f"outpost-bench-{prefix}-{number}")

    return make


def dispatches(stand):
    def make():
        client = stand.client()
        return lambda _: stand.succeed(client)

    return make


def xargs(count, width, image):
    numbers = "\n".join(str(number) for number in range(count))
    begun = time.perf_counter()
    subprocess.run(
        ["xargs", "-P", str(width), "-I", "{}", "docker", "run", "--rm", "--entrypoint", "/bin/true", image, "{}"],
        input=numbers, text=True, check=True, stdout=subprocess.DEVNULL,
    )
    return count / (time.perf_counter() - begun)
