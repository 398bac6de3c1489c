# shellcheck shell=bash
# The job: what to do, and with what environment.

job_fetch() {
    if ! mkdir -p "$job" || ! cd "$job" || [ ! -w . ]; then fail 81 job "$job is not a writable folder"; fi
    # Without a job yet (204) the door held the request for a while: it is asked again at once.
    until insist "$patience" door GET /outpost/v1/job --max-time 120 --output "$job/job.tar" && [ "$status" != 204 ]; do
        case $status in
            204) ;;
            410) fail 81 job 'the job was handed out already' ;;
            000) fail 81 job 'the door did not answer with a job' ;;
            *) fail 81 job "the door refused the job with status $status" ;;
        esac
    done
    tar -x --no-same-owner -f job.tar || fail 81 job 'the job could not be unpacked'
    rm -f job.tar
    if [ ! -f task.md ] || [ ! -f env/OUTPOST_DOOR_TOKEN ]; then fail 81 job 'the job has no task or no token'; fi
    token=$(<env/OUTPOST_DOOR_TOKEN)
    boot_token=
    direct_note
}

# The first line of the log where the agent has a login inside the container.
direct_note() {
    local names
    names=$(setting direct '')
    [ -z "$names" ] || say "direct credentials: $names is inside this container, in reach of the agent's commands: weaker"
}

# setting NAME DEFAULT: prints a setting of the job.
setting() {
    if [ -f "$job/settings/$1" ]; then cat "$job/settings/$1"; else printf %s "$2"; fi
}

# number_setting NAME DEFAULT: the same for one that must be a number.
number_setting() {
    local value
    value=$(setting "$1" "$2")
    case $value in '' | *[!0-9]*) value=$2 ;; esac
    printf %s "$value"
}

# Moves the files of the agent's home directory there. For the agent's process alone, like its variables.
job_home() {
    [ -d "$job/home" ] || return 0
    (umask 077 && cp -R "$job/home/." "$HOME/") || return 1
    rm -rf "${job:?}/home"
}

# Exports the job's variables and secrets, byte for byte, and removes their files. For the agent's process alone: call it
# in a subshell. Nothing is exported before the files are gone: a PATH or LD_PRELOAD among them would act on us.
job_export() {
    local file names=() values=() value index name
    for file in "$job"/env/* "$job"/secrets/*; do
        [ -f "$file" ] || continue
        IFS= read -r -d '' value <"$file" || true
        names+=("${file##*/}")
        values+=("$value")
    done
    rm -rf "${job:?}/env" "${job:?}/secrets"
    for index in "${!names[@]}"; do
        name=${names[index]}
        # A read-only variable of the shell cannot be set.
        if [[ ! $name =~ ^[A-Za-z_][A-Za-z0-9_]*$ ]] || ! declare -gx "$name=${values[index]}" 2>/dev/null; then
            say "the variable $name is reserved and was not set"
        fi
    done
}
