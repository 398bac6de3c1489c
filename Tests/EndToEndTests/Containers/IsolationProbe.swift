/// An agent that tries what it must not be able to do, and reports how each attempt ended.
///
/// A line of the task is an address that it tries to reach: `HOST PORT`.
enum IsolationProbe {
    static let agent = CustomAgent(run: kernel + network + door + model, tier: "fast")

    private static let kernel = #"""
        #!/bin/bash
        set -uo pipefail
        fact() { printf '%s=%s\n' "$1" "$2" >>"$OUTPOST_ARTIFACTS/facts"; }
        works() { if "$@" >/dev/null 2>&1; then echo yes; else echo no; fi; }
        state() { sed -n "s/^$1:[[:space:]]*//p" /proc/self/status; }
        first() { local file; for file; do [ ! -r "$file" ] || { cat "$file" && return; }; done; echo none; }

        fact uid "$(id -u):$(id -g)"
        fact groups "$(id -G)"
        for name in CapInh CapPrm CapEff CapBnd CapAmb NoNewPrivs Seccomp; do
            fact "state $name" "$(state "$name")"
        done
        fact init "$(</proc/1/comm)"
        for folder in / /usr /etc /opt/outpost /run/outpost /sys/fs/cgroup /proc/sys/kernel; do
            fact "write $folder" "$(works touch "$folder/outpost-was-here")"
        done
        for folder in /workspace /tmp "$HOME" "$OUTPOST_ARTIFACTS"; do
            fact "write $folder" "$(works touch "$folder/outpost-was-here")"
        done
        rm -f "$OUTPOST_ARTIFACTS/outpost-was-here"
        fact 'remove the door' "$(works rm /run/outpost/door.sock)"
        fact 'docker sockets' "$(find / -xdev -name '*docker*.sock*' 2>/dev/null | wc -l)"
        fact mount "$(works mount -t tmpfs none /tmp)"
        fact 'user namespace' "$(works unshare --user --map-root-user true)"
        fact sudo "$(works su -c true)"
        fact nofile "$(ulimit -n)"
        fact core "$(ulimit -c)"
        group=/sys/fs/cgroup
        fact memory "$(first $group/memory.max $group/memory/memory.limit_in_bytes)"
        fact swap "$(first $group/memory.swap.max $group/memory/memory.memsw.limit_in_bytes)"
        fact pids "$(first $group/pids.max $group/pids/pids.max)"
        fact cpu "$(first $group/cpu.max $group/cpu/cpu.cfs_quota_us)"

        """#

    private static let network = #"""
        reach() { works timeout 3 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2"; }
        send() { works timeout 3 bash -c 'exec 3<>"/dev/udp/$0/$1" && echo >&3' "$1" "$2"; }
        fact interfaces "$(sed -n 's/^ *\([^ :]*\):.*/\1/p' /proc/net/dev | sort | tr '\n' ' ')"
        fact routes "$(tail -n +2 /proc/net/route | wc -l)"
        fact 'ipv6 routes' "$(awk '$10 != "lo"' /proc/net/ipv6_route 2>/dev/null | wc -l)"
        fact 'reach 127.0.0.1 3128' "$(reach 127.0.0.1 3128)"
        fact 'send 127.0.0.1 9' "$(send 127.0.0.1 9)"
        while read -r host port; do
            fact "reach $host $port" "$(reach "$host" "$port")"
            fact "send $host $port" "$(send "$host" "$port")"
        done <"$OUTPOST_TASK_FILE"
        fact names "$(works getent hosts example.com)"

        """#

    private static let door = #"""
        door=http://127.0.0.1:3128
        allowed=(-H "Authorization: Bearer $OUTPOST_DOOR_TOKEN")
        proxy=(-x "http://outpost:$OUTPOST_DOOR_TOKEN@127.0.0.1:3128")
        code() { curl -s -o /dev/null --max-time 60 -w "%{${1}}" "${@:2}"; }
        while read -r host port; do
            fact "connect $host $port" "$(code http_connect "${proxy[@]}" --proxytunnel "http://$host:$port/")"
            fact "forward $host $port" "$(code http_code "${proxy[@]}" "http://$host:$port/")"
        done < <(cat "$OUTPOST_TASK_FILE" && echo 'example.com 443' && echo '169.254.169.254 80')
        fact 'connect without a token' "$(code http_connect -x "$door" --proxytunnel http://example.com:443/)"
        fact 'model without a token' "$(code http_code -d '{}' "$door/model/v1/messages")"
        fact 'model with another token' "$(code http_code -H 'x-api-key: otk_0' -d '{}' "$door/model/v1/messages")"
        fact 'job again' "$(code http_code "${allowed[@]}" "$door/outpost/v1/job")"
        fact 'artifacts without a token' "$(code http_code -T /etc/hostname "$door/outpost/v1/artifacts")"
        refs=info/refs?service=git-upload-pack
        fact 'own repository' "$(code http_code "${allowed[@]}" "$door/git/repo.git/$refs")"
        fact 'own repository without a token' "$(code http_code "$door/git/repo.git/$refs")"
        fact 'another repository' "$(code http_code "${allowed[@]}" "$door/git/other.git/$refs")"
        fact 'a path out of the repository' \
            "$(code http_code --path-as-is "${allowed[@]}" "$door/git/repo.git/../other.git/$refs")"
        fact 'a file of the repository' "$(code http_code "${allowed[@]}" "$door/git/repo.git/config")"
        fact 'push by hand' "$(code http_code "${allowed[@]}" "$door/git/repo.git/info/refs?service=git-receive-pack")"
        fact fetch "$(works git fetch origin)"
        git commit --quiet --allow-empty --message probe
        fact push "$(works git push origin HEAD:refs/heads/probe)"

        """#

    private static let model = #"""
        fact model "$(code http_code -H "x-api-key: $OUTPOST_MODEL_TOKEN" -d '{"model":"probe-1","messages":[]}' \
            "$OUTPOST_MODEL_URL/v1/messages")"

        """#
}
