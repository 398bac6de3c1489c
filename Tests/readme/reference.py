"""What the program itself says that it has: commands, options, settings, statuses and routes."""
import json
import os
import re
import subprocess

# Programs of the system that commands of the documents may call.
SYSTEM = {
    "cd", "curl", "docker", "export", "gunzip", "gzip", "head", "install", "jq", "sh", "stat", "systemctl", "systemd-sysusers", "tar",
}


class Reference:
    def __init__(self, binary, root):
        self.binary, self.root = binary, root
        self.help = json.loads(self.output("--experimental-dump-help"))["command"]
        with open(f"{root}/Makefile", encoding="utf-8") as file:
            self.targets = set(re.findall(r"^([a-z-]+):", file.read(), re.MULTILINE))

    def output(self, *arguments, status=0):
        done = subprocess.run([self.binary, *arguments], capture_output=True, text=True, check=False)
        if done.returncode != status:
            raise SystemExit(f"readme: {arguments} ended with {done.returncode}: {done.stderr[-300:]}")
        return done.stdout + done.stderr

    def settings(self, work):
        """The names that a settings file may have."""
        path = os.path.join(work, "wrong.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write("no-such-setting: 1\n")
        said = self.output("serve", "--config", path, status=2)
        return set(re.findall(r"\w+", said.partition("settings: ")[2].partition("\n")[0]))

    def variables(self):
        """Every variable of ours that something in the repository reads."""
        places = ["Sources", "agents", "docker", "packaging", "Tests/api", "Tests/install"]
        found = subprocess.run(
            ["grep", "-rohE", r"\bOUTPOST_[A-Z][A-Z0-9_]*", *places], cwd=self.root, capture_output=True, text=True,
            check=True,
        )
        return set(found.stdout.split())

    def names(self):
        """Every name with an underscore that the program or an agent has: settings, reasons, fields, statuses."""
        found = subprocess.run(
            ["grep", "-rohE", r"\b[a-z][a-z0-9]*(_[a-z0-9]+)+\b", "Sources", "agents"], cwd=self.root,
            capture_output=True, text=True, check=True,
        )
        return set(found.stdout.split())

    def options(self, command=None):
        """The options of a command of the help and of all commands below it; without one those of the program."""
        command = command or self.help
        below = [self.options(child) for child in command.get("subcommands", [])]
        return set(options_of(command)).union(*below)

    def options_of_serve(self):
        return set(options_of(next(child for child in self.help["subcommands"] if child["commandName"] == "serve")))

    def statuses(self):
        table = self.output("--help").partition("EXIT STATUS")[2].partition("USAGE")[0]
        return {int(number) for number in re.findall(r"^ +(\d+)  \S", table, re.MULTILINE)}

    def problem(self, words):
        """What is wrong with a simple command; None for nothing."""
        if words[0] == "sudo":
            rest = words[3:] if words[1] == "-u" else words[1:]
            return self.problem(rest)
        if words[0] == "make":
            unknown = [word for word in words[1:] if "=" not in word and word not in self.targets]
            return f"the Makefile has no {unknown}" if unknown else None
        if words[0] == "outpost":
            return self.problem_of_ours(words[1:])
        if words[:2] == ["docker", "compose"] and "outpost" in words:
            inside = words[words.index("outpost") + 1:]
            return self.problem_of_ours(inside[1:]) if inside[:1] == ["outpost"] else None
        return None if words[0] in SYSTEM else f"'{words[0]}' is neither ours nor a program of the system that is known"

    def problem_of_ours(self, words):
        command = self.help
        while words:
            below = {child["commandName"]: child for child in command.get("subcommands", [])}
            if words[0] not in below:
                break
            command, words = below[words[0]], words[1:]
        if command.get("subcommands") and words and not words[0].startswith("-"):
            return f"outpost {command['commandName']} has no command '{words[0]}'"
        options, values = options_of(command), 0
        while words:
            word, words = words[0], words[1:]
            if not word.startswith("-") or word == "-":
                values += 1
                continue
            name = word.partition("=")[0]
            if name not in options:
                return f"outpost {command['commandName']} has no option {name}"
            if options[name]["kind"] == "option" and "=" not in word:
                words = words[1:]
        positional = [argument for argument in command.get("arguments", []) if argument["kind"] == "positional"]
        if values > len(positional) and not any(argument["isRepeating"] for argument in positional):
            return f"outpost {command['commandName']} takes {len(positional)} words, not {values}"
        return None


def options_of(command):
    """The command's own options, as they are written, and what the help says of each."""
    return {
        ("--" if name["kind"] == "long" else "-") + name["name"]: argument
        for argument in command.get("arguments", []) for name in argument.get("names") or []
    }


def operations(document):
    """METHOD /path of each operation of an OpenAPI document."""
    return {
        f"{method.upper()} {path}" for path, item in document["paths"].items() for method in item
        if method in {"get", "post", "put", "patch", "delete"}
    }
