"""What is promised of the program on a terminal and in a pipe."""
import os
import re
import shutil
import subprocess
import unicodedata

import player
from checking import expect


ESCAPE = "\x1b"
SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
COLOUR = re.compile(r"\x1b\[[0-9;]+m")


def width(line):
    """Columns that a terminal gives a line."""
    plain = SEQUENCE.sub("", line)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in plain
    )


def an_image_is_built_on_one_line_of_a_terminal(bench):
    """The first run: the image is not there yet."""
    ended = bench.on_terminal("run", bench.agent, "say 1", "--no-repo", columns=40)
    expect(ended.status == 0, ended)
    drawn = re.findall(r"\r\x1b\[K([^\r\n]*)", ended.output)
    expect(len(drawn) > 2, f"nothing is redrawn: {ended}")
    expect(max(map(width, drawn)) < 40, f"a line that wraps cannot be redrawn: {drawn}")
    expect("image: " not in ended.output, ended)
    expect(re.search(r"built [^\n]*\r?\n", ended.output), f"what follows stands on the line of the last step: {ended}")
    expect(not re.search(r"\r\x1b\[K[^\r\n]*==>", ended.output), ended)


def an_image_is_built_line_by_line_in_a_pipe(bench):
    with open(f"{bench.work}/agents/{bench.agent}/Dockerfile", "a", encoding="utf-8") as file:
        file.write("LABEL outpost.test.again=yes\n")
    ended = bench.piped("run", bench.agent, "say 1", "--no-repo")
    expect(ended.status == 0, ended)
    expect(len(re.findall("^image: ", ended.errors, re.M)) > 2, ended)
    expect(not re.search("[\x1b\r]", ended.output + ended.errors), ended)


def control_c_brings_back_what_there_is(bench):
    for pipes in ((), ("output",)):
        program = bench.started("run", bench.agent, "hang 2", pipes=pipes)
        try:
            program.shows("ready")
            program.type("\x03")
            ended = program.end()
        finally:
            program.stop()
        expect(ended.status == 130, ended)
        expect("cancelled" in ended.output, ended)
        folder = re.search(r"artifacts: (\S+)", ended.output)
        expect(folder, f"nothing was brought back: {ended}")
        with open(f"{folder[1]}/diff.patch", encoding="utf-8") as file:
            patch = file.read()
        expect("-as it was\n+hang\n" in patch, f"what the agent had done is not in the patch: {patch}")
        left = bench.engine.owned("containers", os.path.basename(os.path.dirname(folder[1])))
        expect(not left, f"a container stays: {left}")


def control_c_ends_a_run_whose_image_is_being_built(bench):
    agent = player.install(f"{bench.work}/agents")
    with open(f"{bench.work}/agents/{agent}/Dockerfile", "a", encoding="utf-8") as file:
        file.write("RUN sleep 500\n")
    program = bench.started("run", agent, "say 1")
    try:
        program.shows("RUN sleep")
        program.type("\x03")
        ended = program.end(limit=20)
    finally:
        program.stop()
        bench.engine.remove_traces([], agent)
        shutil.rmtree(f"{bench.work}/agents/{agent}")
    expect(ended.status == 130 and "artifacts: " not in ended.output, ended)
    expect(re.search(r"RUN sleep 500[^\r\n]*\r\n", ended.output), f"its last words stand on the line of a step: {ended}")


def a_second_control_c_ends_at_once(bench):
    program = bench.started("run", bench.agent, "hang 1")
    try:
        program.shows("ready")
        program.type("\x03")
        program.shows("cancelling")
        program.type("\x03")
        ended = program.end()
    finally:
        program.stop()
    expect(ended.status == 130, ended)


def control_c_leaves_a_followed_dispatch_at_work(bench):
    program = bench.started("dispatch", bench.agent, "hang 3 because nobody stops it", "--follow")
    try:
        program.shows("line 2")
        program.type("\x03")
        ended = program.end()
    finally:
        program.stop()
    expect(ended.status in (130, -2) and "outpost cancel" in ended.output, ended)
    one = bench.piped("ps", "-q").output.strip()
    expect(one and one in ended.output, f"it does not go on: {one}")
    cancelled = bench.piped("cancel", "@last")
    expect(cancelled.status == 0, cancelled)
    expect(bench.piped("wait", one).status == 130, "it is not cancelled")


def colours_are_for_terminals_that_want_them(bench):
    task = ["run", bench.agent, "say 1", "--no-repo"]
    on = bench.on_terminal(*task)
    expect(f"{ESCAPE}[36m==> " in on.output and f"{ESCAPE}[32mline 1" in on.output, f"no colours: {on}")
    for variables in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        off = bench.on_terminal(*task, **variables)
        expect("line 1 of 1" in off.output and not COLOUR.search(off.output), f"colours with {variables}: {off}")
    expect(COLOUR.search(bench.on_terminal(*task, NO_COLOR="").output), "an empty NO_COLOR is none")
    expect(ESCAPE not in bench.on_terminal(*task, TERM="dumb").output, "a dumb terminal gets control sequences")
    off = bench.piped(*task)
    expect(ESCAPE not in off.output + off.errors, f"colours in a pipe: {off}")


def colours_are_decided_for_each_stream(bench):
    task = ["run", bench.agent, "say 1", "--no-repo"]
    half = bench.on_terminal(*task, pipes=("errors",))
    expect(ESCAPE not in half.errors, f"colours in the pipe of standard error: {half}")
    expect(COLOUR.search(half.output), f"no colours on the terminal: {half}")
    half = bench.on_terminal(*task, pipes=("output",))
    expect(ESCAPE not in half.output, f"colours in the pipe of standard output: {half}")
    expect(COLOUR.search(half.errors), f"no colours on the terminal: {half}")


def tables_fit_into_the_width(bench):
    wide = "say 1 " + "漢字の長い仕事 " * 20
    bench.dispatched(wide)
    commands = [
        ["agents", "list"], ["agents", "list", "--models"], ["ps", "--all"], ["tenants", "list"], ["keys", "list"],
        ["tenants", "show", "operator"], ["audit", "list"], ["egress", "presets"],
    ]
    for command in commands:
        for columns in (40, 60, 100):
            ended = bench.on_terminal(*command, columns=columns)
            expect(ended.status == 0, f"{command}: {ended}")
            lines = ended.output.splitlines()
            wrong = [line for line in lines if width(line) > columns]
            expect(not wrong, f"{' '.join(command)} does not fit into {columns} columns: {wrong}")
        whole = bench.piped(*command)
        expect(max(map(width, whole.output.splitlines())) > 40, f"{command} is cut in a pipe: {whole}")
    very_wide = bench.on_terminal("agents", "list", columns=300).output.splitlines()
    expect(max(map(width, very_wide)) > 100, f"a wide terminal is not used: {very_wide}")


def a_summary_of_changes_fits_into_the_width(bench):
    ended = bench.on_terminal("run", bench.agent, "work 1", columns=40)
    expect(ended.status == 0, ended)
    lines = [line for line in ended.output.splitlines() if " | " in line or " files changed, " in line]
    expect(len(lines) == 4 and max(map(width, lines)) <= 40, ended)


def wait_rings_on_a_terminal_only(bench):
    one = bench.dispatched("say 1")
    on = bench.on_terminal("wait", one, "--notify")
    expect(on.status == 0 and on.output.endswith("\a"), on)
    expect("\a" not in bench.on_terminal("wait", one).output, "it rings unasked")
    dumb = bench.on_terminal("wait", one, "--notify", TERM="dumb")
    expect(dumb.output.endswith("\a") and ESCAPE not in dumb.output, dumb)
    off = bench.piped("wait", one, "--notify")
    expect(off.status == 0 and not re.search("[\a\x1b]", off.output + off.errors), off)


def diff_pages_on_a_terminal_only(bench):
    one = bench.dispatched("work 1")
    pager = "sed 's/^/paged /'"
    on = bench.on_terminal("diff", one, PAGER=pager)
    expect(on.status == 0 and "paged " in on.output and f"{ESCAPE}[32m+" in on.output, on)
    expect("paged " not in bench.on_terminal("diff", one, "--no-pager", PAGER=pager).output, "it pages unasked")
    off = bench.piped("diff", one, PAGER=pager)
    patch = os.path.join(bench.server.data, "dispatches", one)
    found = [f"{folder}/diff.patch" for folder, _, names in os.walk(patch) if "diff.patch" in names]
    expect(len(found) == 1, f"no patch below {patch}: {found}")
    with open(found[0], encoding="utf-8") as file:
        expect(off.output == file.read(), f"a pipe gets something else than the patch: {off}")
    missing = bench.on_terminal("diff", one, PAGER="no-such-pager-there-is")
    expect(missing.status == 0 and "changed.txt" in missing.output, missing)


def hostile_output_does_not_steer_the_terminal(bench):
    one = bench.dispatched("hostile")
    for command in (["logs", one], ["diff", one, "--no-pager"], ["diff", one, "--stat"], ["ps", "--all"]):
        ended = bench.on_terminal(*command)
        expect(ended.status == 0, f"{command}: {ended}")
        rest = COLOUR.sub("", ended.output).replace(f"{ESCAPE}[m", "")
        steering = re.findall("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", rest)
        expect(not steering, f"{command} sends {steering}")
    expect("<script>alert(1)</script>" in bench.on_terminal("logs", one).output, "the log is not as it was")


def a_secret_is_typed_unseen_and_the_terminal_is_as_it_was(bench):
    value = "-".join(["typed", "by", "hand"])
    program = bench.started("secrets", "set", "TYPED", "--shared")
    try:
        program.until(lambda program: not program.echoes())
        program.type(value + "\n")
        program.until(lambda program: program.process.poll() is not None)
        expect(program.echoes(), "the terminal does not echo any more")
        ended = program.end()
    finally:
        program.stop()
    expect(ended.status == 0 and value not in ended.output, ended)
    expect("TYPED" in bench.piped("secrets", "list").output, "the secret was not kept")


def control_c_at_a_secret_leaves_a_terminal_that_echoes(bench):
    program = bench.started("secrets", "set", "NEVER", "--shared")
    try:
        program.until(lambda program: not program.echoes())
        program.type("half\x03")
        program.until(lambda program: program.process.poll() is not None)
        program.until(lambda program: program.echoes(), limit=10)
        ended = program.end()
    finally:
        program.stop()
    expect(ended.status in (130, -2), ended)
    expect("NEVER" not in bench.piped("secrets", "list").output, "half a secret was kept")


def a_watched_list_is_redrawn_until_control_c(bench):
    program = bench.started("ps", "--all", "--watch")
    try:
        program.until(lambda program: program.text["terminal"].count(b"STATUS") > 1)
        program.type("\x03")
        ended = program.end()
    finally:
        program.stop()
    expect(ended.status in (130, -2), ended)
    refused = bench.piped("ps", "--watch")
    expect(refused.status == 2 and "terminal" in refused.errors, refused)


def a_misspelt_command_is_told_the_right_one(bench):
    words = [
        (["agnets", "list"], "agents"), (["agents", "lst"], "list"), (["dispach", "x"], "dispatch"),
        (["tenants", "shwo", "operator"], "show"), (["rnu", "player", "x"], "run"),
    ]
    for command, right in words:
        for ended in (bench.on_terminal(*command), bench.piped(*command)):
            expect(ended.status == 2, f"{command}: {ended}")
            expect(f"did you mean '{right}'?" in ended.errors, f"{command}: {ended}")


def bash_completes_commands_and_options(bench):
    script = bench.piped("completions", "bash")
    path = f"{bench.work}/completions.bash"
    with open(path, "w", encoding="utf-8") as file:
        file.write(script.output)
    for options in (["-n"], ["-eu"]):
        loaded = subprocess.run(["bash", *options, path], capture_output=True, text=True, check=False)
        expect(loaded.returncode == 0 and not loaded.stderr, f"bash {options}: {loaded}")
    expected = {"outpost age": ["agents"], "outpost agents l": ["list"], "outpost run --no": ["--no-repo"]}
    for line, words in expected.items():
        found = completed(path, line)
        expect(found == words, f"'{line}' is completed to {found}")
    expect({"run", "serve", "diff", "doctor"} <= set(completed(path, "outpost ")), "commands are missing")


def completed(path, line):
    """What bash offers for the last word of a line."""
    program = """
        source "$1"
        read -r -a COMP_WORDS <<<"$2"
        [[ $2 != *' ' ]] || COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE=$2 COMP_POINT=${#2} COMP_TYPE=9 COMP_KEY=9
        shopt -s extglob
        $(complete -p outpost | sed 's/.*-F \\([^ ]*\\).*/\\1/') outpost "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        ((${#COMPREPLY[@]} == 0)) || printf '%s\\n' "${COMPREPLY[@]}"
    """
    done = subprocess.run(["bash", "-c", program, "bash", path, line], capture_output=True, text=True, check=False)
    expect(not done.stderr, f"completing '{line}': {done.stderr}")
    return [word.strip() for word in done.stdout.splitlines()]


def quiet_prints_ids_alone(bench):
    one = bench.dispatched("work 1")
    rows = bench.piped("audit", "list", "-q", "--limit", "3").output.split()
    expect(len(rows) == 3 and all(row.isdigit() for row in rows), rows)
    expect("node" in bench.piped("egress", "presets", "-q").output.split(), "the presets are not named")
    for change in (["mode", "learn"], ["allow", "npm.example.com:443"], ["deny", "x.example.com:443"], ["forget", "npm.example.com:443"]):
        ended = bench.piped("egress", *change, "-q")
        expect(ended.status == 0 and ended.output == "", f"{change}: {ended}")
    expect(bench.piped("egress", "show", "-q").output == "learn\n", "the mode is not as it was said")
    expect(bench.piped("egress", "mode", "inherit", "-q").status == 0, "the mode is not taken back")
    gone = bench.piped("gc", "--older-than", "1s", "--dry-run", "-q")
    expect(gone.status == 0 and all(len(line) == 26 for line in gone.output.splitlines()), gone)
    expect(one in gone.output.split(), f"{one} is not told: {gone}")


def json_is_refused_where_there_is_none(bench):
    for command in (["man"], ["completions", "bash"]):
        ended = bench.piped(*command, "--json")
        expect(ended.status == 2 and f"'outpost {command[0]}' takes no --json" in ended.errors, ended)


CHECKS = [
    an_image_is_built_on_one_line_of_a_terminal,
    an_image_is_built_line_by_line_in_a_pipe,
    control_c_brings_back_what_there_is,
    control_c_ends_a_run_whose_image_is_being_built,
    a_second_control_c_ends_at_once,
    control_c_leaves_a_followed_dispatch_at_work,
    colours_are_for_terminals_that_want_them,
    colours_are_decided_for_each_stream,
    tables_fit_into_the_width,
    a_summary_of_changes_fits_into_the_width,
    wait_rings_on_a_terminal_only,
    diff_pages_on_a_terminal_only,
    hostile_output_does_not_steer_the_terminal,
    a_secret_is_typed_unseen_and_the_terminal_is_as_it_was,
    control_c_at_a_secret_leaves_a_terminal_that_echoes,
    a_watched_list_is_redrawn_until_control_c,
    a_misspelt_command_is_told_the_right_one,
    quiet_prints_ids_alone,
    json_is_refused_where_there_is_none,
    bash_completes_commands_and_options,
]
