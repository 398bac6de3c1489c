# shellcheck shell=bash
# A workspace that an earlier dispatch has left: its work goes on, on top of what is asked for now.
#
# The agents of those dispatches wrote its configuration. None of it is read: before our git looks at the repository it
# gets a configuration of ours, and loses its hooks, its alternates and its pointers to other places.

kept= # set where the workspace was there before

# What was checked out when the agents' work began.
base_read() {
    local base=
    [ -L "$workspace/.git/outpost-base" ] || base=$(head -c 64 "$workspace/.git/outpost-base" 2>/dev/null) || base=
    [[ ! $base =~ ^[0-9a-f]+$ ]] || printf %s "$base"
}

base_write() {
    rm -rf "$workspace/.git/outpost-base"
    printf %s "$1" >"$workspace/.git/outpost-base"
}

# True where nobody left anything. A file system of its own has a folder for fsck from its beginning.
workspace_is_empty() {
    [ -z "$(find "$workspace" -mindepth 1 -maxdepth 1 ! \( -name lost+found -type d \) -print -quit)" ]
}

# True where there is a repository to go on with.
workspace_is_kept() {
    local git=$workspace/.git
    ! workspace_is_empty || return 1
    if [ -L "$git" ] || [ ! -d "$git" ] || [ -L "$git/objects" ] || [ ! -d "$git/objects" ] ||
        ! workspace_sanitise || ! kept_git rev-parse --verify --quiet 'HEAD^{commit}' >/dev/null; then
        # Half a clone, or files alone: they are put aside, not lost.
        workspace_put_aside
        return 1
    fi
    kept=yes
    say 'the workspace goes on from an earlier dispatch'
}

# Moves what is not usable out of the way of a clone; a clone needs an empty folder.
workspace_put_aside() {
    rm -rf "$workspace/.git" "$workspace/.outpost-clone"
    ! workspace_is_empty || return 0
    fail 82 clone "the workspace has files and no repository with a commit; its .git was removed, the files are untouched"
}

workspace_sanitise() {
    local git=$workspace/.git format='' sparse='' promised=''
    # Read by git, but as data: includes are off, and no key that is asked for can run anything.
    format=$(git config --file "$git/config" --no-includes --get extensions.objectFormat 2>/dev/null) || format=
    [ ! -s "$git/info/sparse-checkout" ] || sparse=yes
    [ -z "$(find "$git/objects/pack" -name '*.promisor' -print -quit 2>/dev/null)" ] || promised=yes
    rm -rf "$git/config" "$git/config.worktree" "$git/hooks" "$git/commondir" "$git/gitdir" "$git/info/attributes" \
        "$git/info/grafts" "$git/objects/info/alternates" "$git/objects/info/http-alternates" || return 1
    find "$git" -maxdepth 2 -name '*.lock' -delete 2>/dev/null || true
    {
        printf '[core]\n\trepositoryformatversion = 1\n\tbare = false\n\tfilemode = true\n\tlogallrefupdates = true\n'
        [ -z "$sparse" ] || printf '\tsparseCheckout = true\n'
        printf '[extensions]\n'
        [ "$format" != sha256 ] || printf '\tobjectFormat = sha256\n'
        # Objects that were left out are fetched when they are needed.
        [ -z "$promised" ] || printf '\tpartialClone = origin\n'
        printf '[remote "origin"]\n\turl = %s/git/repo.git\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n' "$door_url"
        [ -z "$promised" ] || printf '\tpromisor = true\n\tpartialclonefilter = blob:none\n'
    } >"$git/config"
}

# kept_git ARGUMENT…: git on the repository that was there, running nothing.
kept_git() {
    git -C "$workspace" -c core.hooksPath=/dev/null -c core.fsmonitor=false -c gc.auto=0 -c maintenance.auto=false \
        -c fetch.recurseSubmodules=false -c submodule.recurse=false -c commit.gpgSign=false -c protocol.allow=never \
        -c protocol.http.allow=always "$@"
}

# workspace_resume REF DEPTH
workspace_resume() {
    local ref=$1 depth=$2 shallow=() target status=0 shortage
    ((depth == 0)) || shallow=(--depth "$depth")
    (export_git_access && kept_git fetch --quiet --no-tags "${shallow[@]}" origin "${ref:-HEAD}") 2>"$job/git.log" ||
        status=$?
    if ((status != 0)); then
        shortage=$(room_shortage "$status")
        [ -z "$shortage" ] || fail 82 clone "$shortage"
        ! grep -qE "find remote ref|not our ref|unadvertised object" "$job/git.log" ||
            fail 83 branch "the repository has no branch, tag or commit $ref (a commit needs its full id)"
        fail 82 clone "the repository could not be fetched: $(tail -n 5 "$job/git.log")"
    fi
    target=$(kept_git rev-parse --verify 'FETCH_HEAD^{commit}') || fail 82 clone 'what was fetched is no commit'
    if [ "$(base_read)" != "$target" ]; then
        (export_git_access && workspace_move "$target") || fail 82 clone "the asked commit could not be checked out"
    fi
    base_write "$target"
}

# workspace_move TARGET: checks it out and puts the work of earlier dispatches on top; keeps it on a branch where it
# does not fit.
workspace_move() {
    local target=$1 base head work
    base=$(base_read)
    head=$(kept_git rev-parse --verify HEAD) || return 1
    kept_git add --all --ignore-errors >/dev/null 2>&1 || true
    work=$head
    if ! kept_git diff --cached --quiet HEAD; then
        work=$(kept_git commit-tree "$(kept_git write-tree)" -p "$head" -m 'Uncommitted work') || return 1
    fi
    kept_git checkout --quiet --force --detach "$target" 2>"$job/git.log" || return 1
    [ "$work" != "$base" ] || return 0
    if [ -n "$base" ] && kept_git merge-base --is-ancestor "$base" "$head" 2>/dev/null &&
        { [ "$head" = "$base" ] || kept_git cherry-pick --allow-empty --keep-redundant-commits "$base..$head" >/dev/null 2>&1; } &&
        { [ "$work" = "$head" ] || kept_git cherry-pick --no-commit "$work" >/dev/null 2>&1; }; then
        kept_git reset --quiet
        return
    fi
    kept_git cherry-pick --quit 2>/dev/null || true
    kept_git reset --quiet --hard "$target" || return 1
    local branch
    branch=outpost/kept-$(<"$job/env/OUTPOST_DISPATCH_ID")
    kept_git branch "$branch" "$work" || return 1
    say "the work of earlier dispatches conflicts with what is asked for; it is kept on the branch $branch"
}

# Notes the state that the agent starts from, uncommitted work included: it is no work of this dispatch.
workspace_remember() {
    local index=$job/kept.index tree
    cp -p "$workspace/.git/index" "$index" 2>/dev/null || true
    GIT_INDEX_FILE=$index kept_git add --all --ignore-errors >/dev/null 2>&1 || true
    tree=$(GIT_INDEX_FILE=$index kept_git write-tree 2>/dev/null) || return 0
    [ "$tree" != "$(kept_git rev-parse "$start^{tree}")" ] || return 0
    start_tree=$(kept_git commit-tree "$tree" -p "$start" -m 'The start of a dispatch') || start_tree=$start
    # A reference keeps it from being cleaned up.
    kept_git update-ref refs/outpost/start "$start_tree"
}
