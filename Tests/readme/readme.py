#!/usr/bin/env python3
"""Runs what the documents for users say to run, and checks all else that they name: options, settings, routes, links.

    Tests/readme/readme.py                    # README.md and docs/*.md
    Tests/readme/readme.py docs/usage.md      # that one

Commands are those of blocks marked `sh`. Each runs in bash, in a project, with a server and agents that ask no model, on
the real engine; what cannot run here is named in NOT_RUN with what holds it, and its words are checked. A command that is
neither fails. Environment: OUTPOST_BINARY (.build/debug/outpost), DOCKER_HOST.
"""
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

from bench import Bench
from documents import Document, simple_commands
from reference import Reference, operations

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# What does not run: its beginning, and what holds it or why that is not needed.
NOT_RUN = [
    (r"make (demo|test)$", "Makefile"),
    (r"(make release && )?(sudo )?make (release|install|image)\b", "Tests/install/install.sh"),
    (r"sudo ", "Tests/install/install.sh"),
    (r"DOCKER_GID=|docker compose ", "Tests/install/install.sh"),
    (r"systemctl |DOCKER_HOST=.*podman", "Tests/matrix.sh"),
    (r"outpost serve --runtime runsc|OUTPOST_RUNTIME=runsc ", "Tests/ServerEndToEndTests/Isolation/GVisorTests.swift"),
    (r"outpost ps --watch", "Tests/OutpostTests/Client"),
    (r"outpost engine accept", "Tests/ServerEndToEndTests/Operation/ForeignEngineTests.swift"),
]
# Earlier commands applied the same change to the checkout.
CLEAN = "git reset -q --hard && git clean -qfd"
STAYING = 'ID=$(outpost dispatch claude "stay until you are cancelled" --repo owner/name -q)'
# What ends otherwise than with 0, and what is typed.
# (A machine may have findings; what it says is tested elsewhere.)
STATUSES = [(r"outpost doctor --online", {0, 10, 14}), (r"outpost doctor", {0, 14})]
TYPED = [
    (r"outpost login ", "{key}\n"), (r"outpost secrets set ANTHROPIC", "value-of-anthropic\n"),
    (r"outpost git-credentials set git.example", "value-of-git\n"), (r"outpost secrets rotate", "value-of-next\n"),
]


class Run:
    """The commands of one document."""

    def __init__(self, document, bench, reference):
        self.document, self.bench, self.reference = document, bench, reference
        self.name = os.path.basename(document.path).removesuffix(".md")
        self.problems, self.ran, self.checked = list(document.problems), 0, 0
        self.used = set()

    def everything(self):
        commands = list(self.document.commands())
        for number, text in commands:
            self.check(number, text)
        if not commands:
            return self
        self.project = self.bench.project(self.name)
        self.state = f"{self.bench.work}/{self.name}/state"
        self.environment = self.bench.environment(self.name)
        server, self.port = self.bench.serve(self.environment, folder=f"{self.bench.work}/{self.name}")
        self.prepare(commands)
        for number, text in commands:
            rule = next((rule for rule in NOT_RUN if re.match(rule[0], text)), None)
            if rule:
                self.used.add(rule)
                self.checked += 1
            else:
                self.run(number, text)
        if self.bench.stop(server) != 0:
            self.problems.append(f"{self.document.path}: the server did not end well")
        return self

    def check(self, number, text):
        for words in simple_commands(text):
            problem = self.reference.problem(words)
            if problem:
                self.problems.append(f"{self.document.path}:{number}: {problem}: {text}")

    def prepare(self, commands):
        """What a document takes for granted because another one says it."""
        text = "\n".join(text for _, text in commands)
        folder = self.project if "cd your-project" not in text else os.path.dirname(self.project)
        lines = [f"cd {folder}"]
        if "tenants create acme" not in text:
            lines.append("outpost tenants create acme -q")
        if "KEY=$(" not in text and "tenants create acme" not in text:
            lines.append("KEY=$(outpost keys create --tenant acme --scopes dispatch,status,list,cancel,promote -q)")
        for line in lines:
            self.run(0, line)

    def run(self, number, text):
        words = text.split()
        if words[:2] == ["outpost", "serve"]:
            return self.serve(number, words[2:])
        if text.startswith("outpost demo"):
            # The agents that came with the program.
            text = f"env -u OUTPOST_AGENTS_DIR {text}"
        if text.startswith("outpost apply"):
            text = f"{CLEAN} && {text}"
        if text.startswith("outpost cancel"):
            # What the document names has ended by now; this one works until it is cancelled.
            text = f"{STAYING} && {text} && {{ ended=0; outpost wait $ID || ended=$?; [ $ended -eq 130 ]; }}"
        line = text.replace("http://127.0.0.1:3000", f"http://127.0.0.1:{self.port}")
        line = line.replace("https://outpost.example.com", f"http://127.0.0.1:{self.port}")
        line = line.replace("otp_1a2b3c4d", "${KEY:0:12}")
        typed = next((typed for pattern, typed in TYPED if re.match(pattern, text)), "")
        script = "\n".join([
            "set -aeuo pipefail", f"[ ! -e {self.state} ] || . {self.state}", line,
            f"{{ export -p; printf 'cd %q\\n' \"$PWD\"; }} >{self.state}",
        ])
        if "{key}" in typed:
            with open(self.state, encoding="utf-8") as file:
                key = re.search(r'declare -x KEY="([^"]+)"', file.read())
            typed = typed.format(key=key.group(1) if key else "")
        started = time.monotonic()
        try:
            done = subprocess.run(
                ["bash", "-c", script], env=self.environment, input=typed, capture_output=True, text=True, timeout=600,
                check=False, errors="replace",
            )
            status, said = done.returncode, (done.stdout + done.stderr)[-600:]
        except subprocess.TimeoutExpired:
            status, said = "no end", ""
        self.ran += number > 0
        if os.environ.get("VERBOSE"):
            print(f"{time.monotonic() - started:5.1f} s  {self.name}:{number}  {text}  {status}", file=sys.stderr)
        expected = next((statuses for pattern, statuses in STATUSES if re.match(pattern, text)), {0})
        if status not in expected:
            self.problems.append(f"{self.document.path}:{number}: {status} from: {text}\n    {said}")

    def serve(self, number, arguments):
        """A second server, which only has to start and to end."""
        folder = f"{self.bench.work}/{self.name}"
        environment = dict(self.environment, OUTPOST_DATA_DIR=f"{folder}/data-{number}")
        try:
            server, _ = self.bench.serve(environment, *arguments, folder=folder)
        except SystemExit as problem:
            self.problems.append(f"{self.document.path}:{number}: {problem}")
            return
        if self.bench.stop(server) != 0:
            self.problems.append(f"{self.document.path}:{number}: outpost serve {arguments} did not end well")
        self.ran += 1


def written_agent(document, bench):
    """The three files of docs/agents.md make an agent."""
    folder = f"{bench.work}/written/tidy"
    os.makedirs(folder)
    for name, language in (("agent.yaml", "yaml"), ("Dockerfile", "dockerfile"), ("run", "text")):
        with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
            file.write(document.block(language))
    os.chmod(f"{folder}/run", 0o755)
    bench.project("written-project")
    environment = dict(bench.environment("written-project"), OUTPOST_AGENTS_DIR=f"{bench.work}/written")
    results = f"{bench.work}/written-results"
    done = subprocess.run(
        [bench.binary, "run", "tidy", "say hello", "--no-repo", "--artifacts", results], env=environment,
        capture_output=True, text=True, check=False,
    )
    subprocess.run("docker images -q me/tidy | xargs -r docker rmi -f", shell=True, capture_output=True, check=False)
    if done.returncode != 0 or not os.path.exists(f"{results}/files/when.txt"):
        return [f"{document.path}: the three files make no agent: {done.stderr[-400:]}"]
    return []


def named(documents, reference, bench):
    """What the documents name beside commands has to be there."""
    problems = []
    by_path = {document.path: document for document in documents}
    settings = reference.settings(bench.work)
    names, options = reference.names() | settings, reference.options()
    known = reference.variables() | {f"OUTPOST_{name.upper()}" for name in settings}
    environment = bench.environment("reference")
    server, port = bench.serve(environment, folder=bench.work)
    routes = operations(bench.document(port))
    bench.stop(server)
    for document in documents:
        at = document.path
        for number, line in enumerate(document.lines, 1):
            for variable in re.findall(r"\bOUTPOST_[A-Z][A-Z0-9_]*", line):
                if variable not in known:
                    problems.append(f"{at}:{number}: nothing reads {variable}")
        for number, text in document.spans():
            if re.match(r"(outpost|make) [a-z]", text):
                for words in simple_commands(re.sub(r"[<>…]", "", text)):
                    if problem := reference.problem(words):
                        problems.append(f"{at}:{number}: {problem}: {text}")
            if re.match(r"--[a-z]", text) and (option := re.match(r"[\w-]+", text).group()) not in options:
                problems.append(f"{at}:{number}: no command has the option {option}")
            if re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)+", text) and text not in names:
                problems.append(f"{at}:{number}: nothing is named {text}")
            if re.match(r"(GET|POST|PUT|PATCH|DELETE) /", text) and "…" not in text:
                if not any(same(text, route) for route in routes):
                    problems.append(f"{at}:{number}: there is no {text}")
        for number, target in document.links():
            if target.startswith("http"):
                continue
            path, _, anchor = target.partition("#")
            path = os.path.normpath(os.path.join(os.path.dirname(at), path)) if path else at
            if not os.path.exists(os.path.join(ROOT, path)):
                problems.append(f"{at}:{number}: there is no {path}")
            elif anchor and anchor not in set(Document(path, ROOT).anchors()):
                problems.append(f"{at}:{number}: {path} has no heading '{anchor}'")
    if "docs/operations.md" in by_path:
        listed = {name for row in by_path["docs/operations.md"].rows("setting") for name in re.findall(r"`(\w+)`", row[0])}
        problems += [f"docs/operations.md: '{name}' is no setting" for name in sorted(listed - settings)]
        problems += [f"docs/operations.md: the setting '{name}' is missing" for name in sorted(settings - listed)]
        for row in by_path["docs/operations.md"].rows("setting"):
            told = set(re.findall(r"`(--[\w-]+)`", row[1]))
            if row[1] == "yes":
                told = {f"--{name.replace('_', '-')}" for name in re.findall(r"`(\w+)`", row[0])}
            wrong = told - reference.options_of_serve()
            problems += [f"docs/operations.md: outpost serve has no option {option}" for option in sorted(wrong)]
    if "docs/api.md" in by_path:
        told = [text for _, text in by_path["docs/api.md"].spans()]
        problems += [f"docs/api.md: {route} is missing" for route in sorted(routes) if route not in told]
    if "README.md" in by_path:
        cells = ", ".join(cell for row in by_path["README.md"].rows("status") for cell in row[::2])
        told = {int(number) for number in re.findall(r"\d+", cells)}
        if told != reference.statuses():
            problems.append(f"README.md: exit statuses differ: {sorted(told ^ reference.statuses())}")
    return problems


def same(text, route):
    """Whether a route in words is one of the document's: `:id` and `$ID` are parameters too."""
    words = re.sub(r":[a-z]\w*|\$[A-Z]+", "{}", text.partition("?")[0])
    return re.sub(r"\{\w*\}", "{}", words) == re.sub(r"\{\w*\}", "{}", route)


def main(paths):
    binary = os.path.abspath(os.environ.get("OUTPOST_BINARY", f"{ROOT}/.build/debug/outpost"))
    os.environ.setdefault("DOCKER_HOST", "unix:///var/run/docker.sock")
    started = time.monotonic()
    listed = ["README.md", *sorted(f"docs/{name}" for name in os.listdir(f"{ROOT}/docs") if name.endswith(".md"))]
    documents = [Document(path, ROOT) for path in paths or listed]
    reference = Reference(binary, ROOT)
    work = tempfile.mkdtemp(prefix="r-", dir="/tmp")
    bench = Bench(binary, work)
    try:
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            runs = list(pool.map(lambda document: Run(document, bench, reference).everything(), documents))
        problems = [problem for run in runs for problem in run.problems] + named(documents, reference, bench)
        for document in documents:
            if document.path == "docs/agents.md":
                problems += written_agent(document, bench)
    finally:
        bench.clean_up()
        shutil.rmtree(work, ignore_errors=True)
    used = set().union(*(run.used for run in runs))
    for rule in NOT_RUN:
        if not os.path.exists(f"{ROOT}/{rule[1]}"):
            problems.append(f"NOT_RUN names {rule[1]}, which is not there")
        if not paths and rule not in used:
            problems.append(f"NOT_RUN has a rule without a command: {rule[0]}")
    for problem in problems:
        print(f"readme: {problem}", file=sys.stderr)
    ran, checked = sum(run.ran for run in runs), sum(run.checked for run in runs)
    print(f"readme: {ran} commands ran, {checked} were checked, {len(problems)} problems, {time.monotonic() - started:.0f} s")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
