/// An agent that looks for two texts in everything that it can read, calls its model, and looks again.
///
/// The task has each text in two halves, a line each, so that the task itself is no hit.
enum SecretSearcher {
    static let agent = CustomAgent(run: run, tier: "flagship")

    static func task(key: String, control: String, _ others: String...) -> String {
        ([key, control] + others).flatMap { text in
            let middle = text.index(text.startIndex, offsetBy: text.count / 2)
            return [String(text[..<middle]), String(text[middle...])]
        }.joined(separator: "\n")
    }

    private static let run = #"""
        #!/bin/bash
        set -uo pipefail
        mapfile -t halves <"$OUTPOST_TASK_FILE"
        key=("${halves[0]}" "${halves[1]}")
        control=("${halves[2]}" "${halves[3]}")
        fact() { printf '%s=%s\n' "$1" "$2" >>"$OUTPOST_ARTIFACTS/facts"; }
        # The pattern goes in by a pipe of the shell's own: nowhere is it whole but in that pipe.
        hits() { printf '%s%s\n' "$1" "$2" | grep -laFs --devices=skip -f - "${@:3}" | wc -l; }
        environments() { hits "$@" /proc/[0-9]*/environ; }
        arguments() { hits "$@" /proc/[0-9]*/cmdline; }
        files() {
            local folders=() folder
            for folder in /*; do
                case $folder in /proc | /sys) ;; *) [ -L "$folder" ] || folders+=("$folder") ;; esac
            done
            hits "$@" -r "${folders[@]}"
        }

        look() {
            fact "$1 key environments" "$(environments "${key[@]}")"
            fact "$1 key arguments" "$(arguments "${key[@]}")"
            fact "$1 key files" "$(files "${key[@]}")"
            fact "$1 control environments" "$(environments "${control[@]}")"
            fact "$1 control files" "$(files "${control[@]}")"
        }

        unreadable=0
        for process in /proc/[0-9]*; do
            head -c 1 "$process/environ" >/dev/null 2>&1 && continue
            # One that ended meanwhile is no concern, once it is gone.
            sleep 0.5
            [ ! -d "$process" ] || unreadable=$((unreadable + 1))
        done
        fact 'unreadable environments' "$unreadable"
        look before
        printf '%s%s' "${control[@]}" >/tmp/control
        fact 'planted control files' "$(files "${control[@]}")"
        rm /tmp/control

        fact model "$(curl -sS --max-time 60 -D /tmp/headers -o /tmp/answer -w '%{http_code}' \
            -H "x-api-key: $OUTPOST_MODEL_TOKEN" -H 'content-type: application/json' \
            -d '{"model":"probe-1","max_tokens":9,"messages":[{"role":"user","content":"Hello"}]}' \
            "$OUTPOST_MODEL_URL/v1/messages")"
        look after
        cp /tmp/answer "$OUTPOST_ARTIFACTS/answer.json"

        """#
}
