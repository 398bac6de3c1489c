# shellcheck shell=bash
# The door: a unix socket (or, where the engine does not share our filesystem, a TCP address) outside of the container.
# The relay makes it appear on loopback.

readonly door_port=3128 door_port_hex=0C38
readonly door_url=http://127.0.0.1:$door_port
token=      # of this dispatch; comes with the job
boot_token=${OUTPOST_BOOT_TOKEN:-} # for the job alone, where the door is TCP
unset OUTPOST_BOOT_TOKEN
relay=      # process id
status=     # HTTP status of the last call; 000 when no answer came
answer=     # body of the last answer

# Starts the relay and returns when it listens. A door that is away (its server restarts) is waited for by the relay,
# so that clients see a slow answer in place of a refused connection.
relay_start() {
    local door=${OUTPOST_DOOR:-unix:/run/outpost/door.sock} target attempt
    case $door in
        unix:*) target=UNIX-CONNECT:${door#unix:} ;;
        tcp:*) target=TCP:${door#tcp:} ;;
        *) return 1 ;;
    esac
    socat -b 65536 -t 5 "TCP-LISTEN:$door_port,bind=127.0.0.1,fork,reuseaddr,backlog=256" \
        "$target,retry=600,interval=0.1" </dev/null >/dev/null 2>&1 &
    relay=$!
    disown "$relay" # its end is never of interest to `wait`, nor worth a message
    for ((attempt = 0; attempt < 500; attempt++)); do
        ! relay_listens || return 0
        kill -0 "$relay" 2>/dev/null || return 1
        sleep 0.01
    done
    return 1
}

# True when something listens on the relay's port. Connecting to find out would open a connection to the door.
relay_listens() {
    local line
    while read -r line; do
        case $line in *" 0100007F:$door_port_hex 00000000:0000 0A "*) return 0 ;; esac
    done </proc/net/tcp
    return 1
}

# door METHOD PATH [curl option…]: one call; sets status and answer.
door() {
    local method=$1 path=$2 output
    shift 2
    # The token goes in by a file descriptor: an argument would be for every process to read. --disable: no ~/.curlrc.
    if output=$(curl --disable --silent --noproxy '*' --config <(door_credentials) --header 'Expect:' \
        --request "$method" --write-out '\n%{http_code}' "$@" "$door_url$path"); then
        status=${output##*$'\n'}
    else
        # An upload that was refused in mid-stream is an answer, a download that broke is none.
        status=${output##*$'\n'}
        case $status in [45]??) ;; *) status=000 ;; esac
    fi
    answer=${output%$'\n'*}
}

door_credentials() {
    local credential=${token:-$boot_token}
    [ -z "$credential" ] || printf 'header = "Authorization: Bearer %s"\n' "$credential"
}

# insist SECONDS COMMAND…: repeats a command that makes one call, while the door is away or asks for patience.
# Returns 0 after a 2xx, else 1 with the last answer in status.
insist() {
    local deadline=$((SECONDS + $1)) delay=0.05 faults=0 breaks=0
    shift
    while :; do
        "$@"
        case $status in
            2??) return 0 ;;
            502 | 503 | 504) ;;
            500) ((++faults < 5)) || return 1 ;;
            # The relay waits for a missing door for a minute: ten of these are ten minutes, or a call that always breaks.
            000) ((++breaks < 10)) || return 1 ;;
            *) return 1 ;;
        esac
        ((SECONDS < deadline)) || return 1
        # Nothing is worth waiting for when we were told to stop before the agent ran.
        [ -z "$stopping" ] || [ -n "$exit_status" ] || return 1
        sleep "$delay"
        case $delay in 0.05) delay=0.2 ;; *) delay=1 ;; esac
    done
}

# door_progress PHASE: best effort, off the path of the work.
door_progress() {
    door POST "/outpost/v1/progress?phase=$1" --max-time 5 --data '' >/dev/null 2>&1 &
    disown $!
}

# door_finished EXIT STAGE MESSAGE: the last word. STAGE is empty when the agent ran.
door_finished() {
    local path="/outpost/v1/finished?exit=$1${2:+&stage=$2}" LC_ALL=C # the limit is in bytes
    insist "$patience" door POST "$path" --max-time 30 --header 'Content-Type: text/plain' --data-binary "${3:0:4096}"
}
