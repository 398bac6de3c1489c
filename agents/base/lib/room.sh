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
