# shellcheck shell=bash
# The agent's process, and the end of all that it started.

agent=       # process id; also of its session and process group
stopping=    # set once we were told to stop
exit_status= # of the agent
grace=       # seconds between SIGTERM and SIGKILL
grace_timer= # process id, once it runs

# Makes the start durable. Only one boot of one attempt may run the agent.
agent_announce() {
    local nonce
    # gVisor has no /proc/sys/kernel/random.
    nonce=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    insist "$patience" door POST "/outpost/v1/started?boot=$nonce" --max-time 15 --data '' && return
    [ -z "$stopping" ] || exit 143
    case $status in
        410) say 'another start of this attempt was first' ;;
        000) say 'the door did not take the start' ;;
        *) say "the door refused the start with status $status" ;;
    esac
    exit 85 # not reported: the attempt belongs to the other start
}

# Runs the agent in a session of its own and sets exit_status.
agent_run() {
    grace=$(number_setting grace 10)
    mkdir -p "$artifacts"
    if [ -n "$stopping" ]; then
        exit_status=143
        return
    fi
    door_progress run
    words_keep
    agent_exec </dev/null >&"$words_in" &
    agent=$!
    exec {words_in}>&-
    room_watch
    [ -z "$stopping" ] || agent_stop # told so between the check and the fork
    # A trapped signal ends `wait` early; the process is gone when it cannot be signalled any more. The shell's own
    # words about a killed child are not for the log.
    while kill -0 "$agent" 2>/dev/null; do
        { wait "$agent" || true; } 2>/dev/null
    done
    { if wait "$agent"; then exit_status=0; else exit_status=$?; fi; } 2>/dev/null
    [ -z "$stopping" ] || exit_status=143
    words_drain
    say "the agent exited with $exit_status"
}

# Becomes the agent; runs in a subshell. The secrets exist in this process only, and no longer as files.
agent_exec() {
    trap - TERM INT HUP USR1
    export_git_access
    job_home || {
        say "the agent's login could not be put into $HOME"
        exit 1
    }
    job_export
    export OUTPOST_TASK_FILE=$job/task.md OUTPOST_ARTIFACTS=$artifacts
    [ ! -f "$job/prompt.md" ] || OUTPOST_TASK_FILE=$job/prompt.md
    [ ! -f "$job/context.json" ] || export OUTPOST_CONTEXT_FILE=$job/context.json
    cd "$workspace"
    exec /usr/bin/setsid "$run" {log}>&- {words_in}>&-
}

# The handler of SIGTERM: passes it on to the agent's process group, and SIGKILL after the grace.
agent_stop() {
    stopping=yes
    [ -n "$agent" ] && [ -z "$grace_timer" ] || return 0
    say 'stopping the agent'
    kill -TERM -- "-$agent" 2>/dev/null || kill -TERM "$agent" 2>/dev/null || true
    (sleep "$grace" && kill -KILL -- "-$agent") >/dev/null 2>&1 &
    grace_timer=$!
    disown "$grace_timer"
}

# Ends every process of the container but the init and this one, in one system call, so that nothing can fork away from
# it. The relay goes too: what listens on its port afterwards is ours again.
processes_end() {
    local attempt
    kill -KILL -- -1 2>/dev/null || true
    for ((attempt = 0; attempt < 500; attempt++)); do
        processes_remain || return 0
        sleep 0.01
    done
    say 'some processes of the agent did not end'
}

processes_remain() {
    local entry stat
    for entry in /proc/[0-9]*; do
        case ${entry#/proc/} in 1 | "$$") continue ;; esac
        { read -r stat <"$entry/stat"; } 2>/dev/null || continue
        case ${stat##*) } in [ZX]*) ;; *) return 0 ;; esac
    done
    return 1
}
