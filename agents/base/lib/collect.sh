# shellcheck shell=bash
# What the agent left: the difference to the start, its commits, its artifacts; handed in as one tar.
#
# The agent wrote the repository, its configuration included, and a configuration can name programs (filters, monitors,
# hooks, textconv). So git works here on a repository of our own that borrows only the objects of the agent's.

readonly collected=/tmp/outpost-collect
readonly own_repository=$collected/repository out=$collected/out

incomplete= # set once something of the agent's work could not be collected

# Fails as well where only a part arrived: work that is lost must not look like work that was not done.
collect() {
    door_progress collect
    # Room for what follows; nothing else in /tmp is kept.
    find /tmp -mindepth 1 -maxdepth 1 ! -name outpost-artifacts -exec chmod -R u+rwX {} + -exec rm -rf {} + 2>/dev/null ||
        true
    mkdir -p "$out/.outpost" || return 1
    local path
    # An agent may have taken its own rights away; the patch knows of no mode but the executable bit.
    chmod -R u+rwX "$workspace" "$artifacts" 2>/dev/null || true
    find "$artifacts" ! -type f ! -type d ! -type l ! -type p -printf '%P\n' 2>/dev/null |
        while IFS= read -r path; do say "left out of the artifacts, being no file: $path"; done
    own_repository_make || return 1
    outcome_read
    collect_changes
    local members=(diff.patch .outpost)
    [ ! -f "$out/commits.bundle" ] || members+=(commits.bundle)
    [ -z "$context_account" ] || { printf '%s\n' "$context_account" >"$out/context.json" && members+=(context.json); }
    if insist "$patience" hand_in "${members[@]}" with-files; then
        [ -z "$incomplete" ]
        return
    fi
    # The agent's own files are the part that can be too large, or strange. (A refusal in mid-stream may look like no
    # answer at all.)
    say "the artifacts were refused ($status): $answer"
    say 'handing in the changes without the files'
    insist "$patience" hand_in "${members[@]}" || say "the changes were refused ($status): $answer"
    return 1
}

# hand_in MEMBER… [with-files]: one try. The tar is made while it is sent, so a repeat makes it again.
hand_in() {
    local members=("$@") files=()
    if [ "${members[-1]}" = with-files ]; then
        unset 'members[-1]'
        [ ! -d "$artifacts" ] || rmdir "$artifacts" 2>/dev/null || files=(-C "${artifacts%/*}" "${artifacts##*/}")
    fi
    # Only what plain ustar cannot say gets an extended header.
    door PUT /outpost/v1/artifacts --upload-file - --speed-limit 1 --speed-time 120 \
        --header 'Content-Type: application/x-tar' < <(
            tar -c --format=posix --pax-option=delete=atime,delete=ctime,delete=mtime --numeric-owner --owner=0 --group=0 \
                --hard-dereference --ignore-failed-read -C "$out" "${members[@]}" "${files[@]}" 2>/dev/null
        )
}

# own_git ARGUMENT…: git on our repository, with the workspace as its work tree and no configuration but this.
own_git() {
    HOME=/nonexistent GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0 \
        GIT_DIR=$own_repository GIT_WORK_TREE=$workspace \
        GIT_ALTERNATE_OBJECT_DIRECTORIES=$workspace/.git/objects \
        git -c core.fsmonitor=false -c core.hooksPath=/dev/null -c gc.auto=0 -c protocol.allow=never \
        -c advice.addEmbeddedRepo=false -c core.quotePath=false "$@"
}

# agent_git ARGUMENT…: git on the agent's repository, for looking up names: no configuration makes that run a program.
agent_git() {
    HOME=/nonexistent GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 git --git-dir="$workspace/.git" "$@" 2>/dev/null
}

collect_changes() {
    local base=$start_tree after= lazily=()
    [ -z "$partial" ] || lazily=(-c protocol.http.allow=always)
    after=$(agent_git rev-parse --verify --quiet 'HEAD^{commit}') || after=
    [ "$base" = "$start" ] || own_git cat-file -e "$base^{tree}" 2>/dev/null || base=$start
    start_restore || base=$(own_git hash-object -t tree -w /dev/null)
    stage_all || falls_short "not every file could be read: $(tail -n 3 "$collected/git.log")"
    # Where the agent wrote over a file that was not checked out, its old contents are fetched first.
    [ -z "$partial" ] || export_git_access
    own_git "${lazily[@]}" diff --cached --binary --full-index --no-color --no-ext-diff --no-textconv --ignore-submodules=dirty \
        "$base" >"$out/diff.patch" 2>"$collected/git.log" ||
        falls_short "the difference is incomplete: $(tail -n 3 "$collected/git.log")"
    local count changes=none
    count=$(own_git diff --cached --name-only -z --ignore-submodules=dirty "$base" 2>/dev/null | tr -cd '\0' | wc -c)
    [ "$count" = 0 ] || changes=uncommitted
    ! bundle_commits "$after" || changes=committed
    fact before_sha "$start"
    fact after_sha "$after"
    fact changes "$changes"
    fact files_changed "$count"
    ! room_is_bounded || fact workspace_bytes "$(($(room_used) << 10))"
    say "files changed: $count ($changes)"
}

falls_short() {
    say "$1"
    incomplete=yes
}

fact() { printf %s "$2" >"$out/.outpost/$1" || falls_short "$1 could not be written"; }

# Has the commit that the agent started from, fetching it again where the agent removed it. False where there was none
# to begin with but an empty one, which is the same as an empty tree, or where it is lost.
start_restore() {
    own_git cat-file -e "$start^{tree}" 2>/dev/null && return
    rm -f "$own_repository/index"
    if [ "$(setting workspace empty)" != clone ]; then return 1; fi
    say 'the start commit is gone: fetching it again'
    if (export_git_access && own_git -c protocol.http.allow=always fetch --quiet --depth 1 --no-tags \
        "$door_url/git/repo.git" "$start") >/dev/null 2>"$collected/git.log" &&
        own_git read-tree "$start" 2>>"$collected/git.log"; then
        return
    fi
    falls_short "the start commit is lost, the difference is to an empty tree: $(tail -n 3 "$collected/git.log")"
    return 1
}

own_repository_make() {
    local format=sha1
    ((${#start} == 40)) || format=sha256
    own_git init --quiet --template= --object-format="$format" --initial-branch=outpost || return 1
    mkdir -p "$own_repository/info" || return 1
    # What is left out by choice of the repository or of the agent's `run`, and where its history is cut off.
    cp "$workspace/.git/info/exclude" "$own_repository/info/exclude" 2>/dev/null || true
    cp "$workspace/.git/shallow" "$own_repository/shallow" 2>/dev/null || true
    if [ -n "$partial" ]; then
        own_git config remote.origin.url "$door_url/git/repo.git"
        own_git config remote.origin.promisor true
        own_git config remote.origin.partialclonefilter blob:none
        own_git config core.repositoryformatversion 1
        own_git config extensions.partialClone origin
    fi
    cp -p "$job/start.index" "$own_repository/index" 2>/dev/null || rm -f "$own_repository/index"
    [ -f "$own_repository/index" ] || own_git read-tree "$start" 2>/dev/null || true
}

# Puts the whole work tree into our index. A repository within it that has no commit cannot be staged: its folder is
# left out rather than all the rest.
stage_all() {
    local path
    for _ in {1..20}; do
        # Files outside of a sparse work tree are there when the agent made them.
        own_git -c core.sparseCheckout=true add --all --sparse --ignore-errors >/dev/null 2>"$collected/git.log" && return
        path=$(sed -n "s/^error: '\(.*\)\/' does not have a commit checked out$/\1/p" "$collected/git.log" | head -n 1)
        [ -n "$path" ] || return 1
        say "left out: $path is a repository without a commit"
        printf '/%s/\n' "$path" >>"$own_repository/info/exclude"
    done
    return 1
}

# bundle_commits AFTER: true when the agent committed, and then there is commits.bundle.
bundle_commits() {
    local after=$1 branch
    [ -n "$after" ] && [ "$after" != "$start" ] || return 1
    [ "$(own_git rev-list --count "$start..$after" 2>/dev/null || printf 0)" != 0 ] || return 1
    branch=$(agent_git symbolic-ref --quiet --short HEAD) || branch=outpost
    own_git check-ref-format "refs/heads/$branch" || branch=outpost
    if ! own_git update-ref "refs/heads/$branch" "$after" || ! own_git symbolic-ref HEAD "refs/heads/$branch" ||
        ! write_bundle "$after" "$branch" >"$out/commits.bundle" 2>"$collected/git.log"; then
        falls_short "the commits could not be bundled: $(tail -n 3 "$collected/git.log")"
    fi
}

# write_bundle AFTER BRANCH: as `git bundle create` does, but for one thing: no object is a difference to one that is not
# in the file. Outpost looks through it for secrets and has nothing else at hand.
write_bundle() {
    if ((${#1} == 40)); then echo '# v2 git bundle'; else printf '# v3 git bundle\n@object-format=sha256\n'; fi
    own_git rev-list --boundary "$1" "^$start" | sed -n '/^-/p' &&
        printf '%s HEAD\n%s refs/heads/%s\n\n' "$1" "$1" "$2" &&
        printf '%s\n^%s\n' "$1" "$start" | own_git pack-objects --revs --stdout --quiet --delta-base-offset
}
