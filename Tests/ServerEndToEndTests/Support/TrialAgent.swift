internal import Foundation

/// An agent without a model that does what the first word of its task says.
struct TrialAgent: Sendable {
    let name = "trial-\(UUID().uuidString.prefix(8).lowercased())"

    /// The secret that it knows what to do with.
    static let secretName = "TRIAL_SECRET"

    private static let run = #"""
        #!/bin/bash
        set -u
        read -r verb number rest <"$OUTPOST_TASK_FILE"
        pause() { for ((i = 0; i < 10 * number; i++)); do sleep 0.1; done; }
        echo "$verb $number $rest"
        case $verb in
            say) ;;
            wait) pause ;;
            ignore)
                trap '' TERM INT HUP
                pause
                ;;
            freeze)
                kill -STOP "$PPID"
                pause
                ;;
            write)
                mkdir -p "$OUTPOST_ARTIFACTS"
                printf 'of %s\n' "$rest" >"$OUTPOST_ARTIFACTS/note.txt"
                printf '%s\n' "$rest" >"file-$number.txt"
                ;;
            run) bash "$rest" "$number" ;;
            leak)
                printf 'token: %s\n' "$TRIAL_SECRET" >settings.yaml
                git add settings.yaml && git commit -q -m 'Add settings'
                git rm -q settings.yaml
                ;&
            commit)
                printf '%s\n' "$rest" >"file-$number.txt"
                git add --all && git commit -q -m 'Say it'
                ;;
            push)
                git commit -q --allow-empty -m pushed
                git push -q origin "HEAD:$rest"
                ;;
            fill) head -c "$((number << 20))" /dev/urandom >noise.bin ;;
            tell)
                for ((line = 1; line <= number; line++)); do
                    printf 'line %d ' "$line"
                    head -c 16000 /dev/zero | tr '\0' x
                    echo
                    sleep 0.1
                done
                ;;
            reveal) printf 'secret %s\n' "${TRIAL_SECRET:-none}" ;;
            encode)
                secret=$TRIAL_SECRET
                echo "raw $secret, and on the other stream" >&2
                printf 'ansi %s\033[31m%s\033[0m%s\n' "${secret:0:9}" "${secret:9:9}" "${secret:18}"
                for before in '' x xx; do
                    printf 'base64 %s\n' "$(printf '%s%s!' "$before" "$secret" | base64 -w 0)"
                    printf 'wrapped %s\n' "$(printf '%s%s%s!' "$before" "$secret" "$secret" | base64)"
                    printf 'url-safe %s\n' "$(printf '%s%s!' "$before" "$secret" | basenc --base64url -w 0)"
                    for outer in '' y yy; do
                        inner=$(printf '%s%s!' "$before" "$secret" | base64 -w 0)
                        printf 'twice %s\n' "$(printf '%s%s!' "$outer" "$inner" | base64 -w 0)"
                    done
                done
                hex=$(printf '%s' "$secret" | od -An -v -tx1 | tr -d ' \n')
                echo "hex $hex ${hex^^}"
                jq -nr --arg secret "$secret" '"url \($secret | @uri)", "json \($secret | tojson | tojson)"'
                jq -na --arg secret "$secret" '{json: $secret}'
                printf 'frames %s' "${secret:0:12}"
                sleep 0.3
                echo "${secret:12}"
                mkdir -p "$OUTPOST_ARTIFACTS"
                printf 'token: %s\n' "$secret" >settings.yaml
                printf '%s' "$secret" | base64 >"$OUTPOST_ARTIFACTS/leak.b64"
                echo harmless >"$OUTPOST_ARTIFACTS/note.txt"
                ;;
            digest)
                digest() { printf 'digest %s\n' "$(printf '%s' "$TRIAL_SECRET" | sha256sum | cut -d ' ' -f 1)"; }
                digest
                pause
                digest
                printf 'secret %s\n' "$TRIAL_SECRET"
                ;;
            fetch)
                # The hosts of these tests are on loopback, which tools would otherwise not ask the door for.
                unset NO_PROXY no_proxy
                for url in $rest; do
                    printf 'fetched %s %s\n' "$(curl -s -m 120 -o /dev/null -w '%{http_code}' "$url")" "$url"
                done
                ;;
            borrow)
                read -r token url <<<"$rest"
                door=http://127.0.0.1:3128
                status() { printf '%s %s\n' "$1" "$(curl -s -m 120 -o /dev/null -w '%{http_code}' "${@:2}")"; }
                unset NO_PROXY no_proxy
                for who in own foreign; do
                    [ "$who" = own ] || OUTPOST_DOOR_TOKEN=$token
                    status "$who proxy" --proxy "http://x:$OUTPOST_DOOR_TOKEN@127.0.0.1:3128" "$url"
                    bearer="Authorization: Bearer $OUTPOST_DOOR_TOKEN"
                    status "$who route" --noproxy '*' -X POST -d '' -H "$bearer" "$door/outpost/v1/progress?phase=run"
                    status "$who proxy by route" --proxy "$door" -H "$bearer" "$url"
                    status "$who route by proxy" --noproxy '*' -X POST -d '' -H "Proxy-$bearer" \
                        "$door/outpost/v1/progress?phase=run"
                    status "$who job" --noproxy '*' -H "$bearer" "$door/outpost/v1/job"
                done
                status 'foreign artifacts' --noproxy '*' -T /dev/null -H "$bearer" "$door/outpost/v1/artifacts"
                ;;
            lend)
                printf 'lent %s\n' "$(rev <<<"$OUTPOST_DOOR_TOKEN")"
                pause
                ;;
            kernel)
                dmesg 2>/dev/null | head -n 1
                mkdir -p "$OUTPOST_ARTIFACTS"
                echo "of $rest" >"$OUTPOST_ARTIFACTS/note.txt"
                echo "$rest" >kernel.txt
                ;;
            fail) exit "$number" ;;
            own)
                [ ! -e busy ] || exit 9
                echo "$rest" >busy
                echo "$rest" >>visits
                pause
                [ "$(cat busy)" = "$rest" ] || exit 9
                rm busy
                echo "visits: $(wc -l <visits)"
                ;;
            grow)
                head -c "$((number << 20))" /dev/urandom >big.bin
                sleep 120
                ;;
        esac

        """#

    /// Writes its three files into a directory of agents.
    func write(into agents: String) throws {
        let folder = agents + "/" + name
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let manifest = """
            schema: 1
            name: \(name)
            summary: Does what its task says
            image: outpost-test/\(name)
            maxConcurrent: 50

            """
        let dockerfile = """
            ARG BASE=outpost/base
            FROM ${BASE}
            COPY run /opt/outpost/run
            RUN chmod 0755 /opt/outpost/run

            """
        for (file, text) in [("agent.yaml", manifest), ("Dockerfile", dockerfile), ("run", Self.run)] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + file))
        }
    }
}
