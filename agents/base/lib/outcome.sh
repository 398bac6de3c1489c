# shellcheck shell=bash
# What the agent said of its own end: its image may have a reader, /opt/outpost/outcome.jq, for its output.
#
# The agent's words are evidence and no proof: whoever judges the run has seen more.

readonly reader=/opt/outpost/outcome.jq
readonly words=$job/words        # the end of the agent's standard output, once it is complete
readonly words_limit=$((4 << 20)) # bytes of it
readonly outcome_limit=16384     # bytes of what a reader may say
words_in=  # descriptor of the agent's standard output
words_tee= # process id, where a copy is kept

# Opens words_in. Without a reader it is the standard output itself.
words_keep() {
    if [ ! -f "$reader" ]; then
        exec {words_in}>&1
        return
    fi
    exec {words_in}> >(
        trap '' TERM INT HUP
        exec tee >(tail -c "$words_limit" >"$words.part" && mv "$words.part" "$words")
    )
    words_tee=$!
}

# Waits until all that the agent said was passed on. What it left running may hold its output open for ever, so it has
# some seconds only.
words_drain() {
    [ -n "$words_tee" ] || return 0
    words_complete 50 && return
    kill -KILL -- "-$agent" 2>/dev/null || true
    words_complete 400 && return
    kill -KILL "$words_tee" 2>/dev/null || true
    words_complete 100 || true
}

# words_complete HUNDREDTHS: true as soon as the copy is there.
words_complete() {
    local attempt
    for ((attempt = 0; attempt < $1; attempt++)); do
        [ ! -f "$words" ] || return 0
        sleep 0.01
    done
    return 1
}

# Puts what the reader makes of the words beside the other facts. A reader that fails is none.
outcome_read() {
    local text
    [ -f "$words" ] || return 0
    if text=$(
        ulimit -v $((768 << 10))
        timeout --kill-after=1 15 jq -n -R -c -L "${BASH_SOURCE[0]%/*}" --argjson exit "$exit_status" -f "$reader" \
            <"$words" 2>/dev/null | head -c $((outcome_limit + 1))
    ) && ((${#text} <= outcome_limit)) && [[ $text == '{'*'}' ]]; then
        printf %s "$text" >"$out/.outpost/outcome" || rm -f "$out/.outpost/outcome"
    else
        say 'the end of the output could not be read'
    fi
    rm -f "$words"
}
