# shellcheck shell=bash
# Room in the workspace. One in memory is bounded by its file system; one that outlives the dispatch is a folder of the
# host's disk, so it is measured: before the agent starts, while it runs, and at the end.

readonly room_interval=5 # seconds between two measurements, or ten times what one takes

room_is_bounded() { [ -n "$(setting workspace-limit '')" ]; }

# KiB that the workspace takes on disk; files may come and go meanwhile.
room_used() {
    local used
    used=$(du -skx "$workspace" 2>/dev/null) || true
    used=${used%%[!0-9]*}
    printf %s "${used:-0}"
}

# True when the workspace holds more than it may.
room_overrun() { room_is_bounded && (($(room_used) > $(number_setting workspace-limit 0) << 10)); }

room_message() {
    printf 'the workspace holds %d MiB, and may hold %d: delete it (DELETE /workspaces), or have workspace_max_mib raised' \
        "$(($(room_used) >> 10))" "$(number_setting workspace-limit 0)"
}

room_check() { ! room_overrun || fail 88 workspace "$(room_message)"; }

# Stops the agent when its workspace grows beyond the bound.
room_watch() {
    room_is_bounded || return 0
    trap agent_stop USR1
    room_watcher "$$" >/dev/null 2>&1 &
    disown $!
}

room_watcher() {
    local main=$1 begun pause
    trap - TERM INT HUP USR1
    while :; do
        begun=$SECONDS
        if room_overrun; then
            kill -USR1 "$main"
            return
        fi
        pause=$((10 * (SECONDS - begun)))
        sleep "$((pause > room_interval ? pause : room_interval))"
    done
}

# room_shortage STATUS: why git, which ended so, had too little room; nothing when that was not the cause.
# A workspace in memory takes its files from the container's memory, whose end kills git without a word of its own.
room_shortage() {
    local total memory cause=''
    if grep -qE 'No space left on device|Disk quota exceeded' "$job/git.log"; then
        cause='it is full'
    elif [ "$1" = 137 ] || grep -qE 'died of signal 9|Out of memory|Cannot allocate memory' "$job/git.log"; then
        cause='memory ran out'
    fi
    [ -n "$cause" ] || return 0
    total=$(df -m --output=size "$workspace" 2>/dev/null | tail -n 1) || true
    total=${total//[!0-9]/}
    memory=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null) || true
    [[ $memory =~ ^[0-9]{1,15}$ ]] && memory=", the container $((memory >> 20)) MiB of memory" || memory=
    printf 'the repository does not fit into the workspace: %s (the workspace has %s MiB%s)' "$cause" "${total:-?}" "$memory"
    printf '; take a larger maxMemoryMb or model tier, workspaceInitMode minimal'
    room_is_bounded || printf ', or workspaceMode persistent, which is on disk'
}

# What is to be said of the room when the agent has ended; nothing when there is enough.
room_report() {
    local free
    if room_overrun; then
        room_message
    elif ! room_is_bounded; then
        free=$(df -k --output=avail "$workspace" 2>/dev/null | tail -n 1) || true
        free=${free//[!0-9]/}
        [ "${free:-1}" != 0 ] ||
            printf 'the workspace is full, being in memory: take workspaceMode persistent, or a larger maxMemoryMb'
    fi
}
