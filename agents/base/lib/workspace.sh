# shellcheck shell=bash
# The workspace: a clone through the door, or an empty repository. Either way it has a commit to compare with later.

start=      # the commit that the agent starts from
start_tree= # what the changes are told from: that commit, or one of ours with what earlier dispatches left on top
partial=    # set where only the files that are checked out were fetched

# What Outpost v2 checks out of a repository of which little is wanted.
readonly minimal_patterns=('*.md' '*.json' '*.yaml' '*.yml' 'src/' package.json package-lock.json tsconfig.json
    .gitignore README.md LICENSE)

workspace_prepare() {
    write_git_config
    case $(setting workspace empty) in
        clone)
            door_progress clone
            if workspace_is_kept; then
                workspace_resume "$(setting ref '')" "$(number_setting depth 1)"
            else
                workspace_clone "$(setting ref '')" "$(number_setting depth 1)"
                base_write "$(git -C "$workspace" rev-parse --verify --quiet HEAD)"
            fi
            workspace_note
            ;;
        *) workspace_is_kept || git init --quiet "$workspace" || fail 82 clone "$workspace is not a writable folder" ;;
    esac
    cd "$workspace"
    start=$(git rev-parse --verify --quiet HEAD) || {
        git commit --quiet --allow-empty --message 'Start' || fail 82 clone 'no first commit could be made'
        start=$(git rev-parse --verify HEAD)
    }
    local branch
    branch=$(setting branch '')
    if [ -n "$branch" ] && [ "$(git symbolic-ref --quiet --short HEAD)" != "$branch" ]; then
        git checkout --quiet -b "$branch" 2>"$job/git.log" ||
            fail 83 branch "the branch $branch could not be created: $(tail -n 3 "$job/git.log")"
    fi
    # The index knows the files' times: with it the comparison at the end need not read unchanged files again.
    # Times are kept, because git takes a file as new as the index for one that may have changed.
    cp -p .git/index "$job/start.index" 2>/dev/null || rm -f "$job/start.index"
    start_tree=$start
    [ -z "$kept" ] || workspace_remember
    say "the workspace is at ${start:0:12}"
}

# Who commits, for the runtime and for the agent.
write_git_config() {
    cat >"$HOME/.gitconfig" <<CONFIG
[user]
	name = Outpost Agent
	email = agent@outpost.invalid
[init]
	defaultBranch = main
[advice]
	detachedHead = false
[safe]
	directory = $workspace
CONFIG
}

# The variables by which git shows the token to the door, and only to the door. They leave no trace in the repository.
export_git_access() {
    export GIT_TERMINAL_PROMPT=0 GIT_CONFIG_COUNT=2
    export GIT_CONFIG_KEY_0="http.$door_url/.extraHeader" GIT_CONFIG_VALUE_0="Authorization: Bearer $token"
    export GIT_CONFIG_KEY_1="http.$door_url/.proxy" GIT_CONFIG_VALUE_1=
}

# workspace_clone REF DEPTH
workspace_clone() {
    local ref=$1 depth=$2 attempt status shortage
    ref=${ref#refs/heads/}
    ref=${ref#refs/tags/}
    for attempt in 1 2 3 4; do
        status=0
        (export_git_access && workspace_fetch "$ref" "$depth") 2>"$job/git.log" || status=$?
        ((status != 0)) || return 0
        shortage=$(room_shortage "$status")
        [ -z "$shortage" ] || fail 82 clone "$shortage"
        if grep -qE "Remote branch .* not found|find remote ref|not our ref|unadvertised object" \
            "$job/git.log"; then
            fail 83 branch "the repository has no branch, tag or commit $ref (a commit needs its full id)"
        fi
        # An answer of the git server is final; a connection that broke is not.
        ! grep -qE 'error: 4[0-9][0-9]|Authentication failed|not found|invalid path' "$job/git.log" || break
        say "the clone failed ($attempt of 4): $(tail -n 1 "$job/git.log")"
        find "$workspace" -mindepth 1 -delete 2>/dev/null || true
        sleep "$attempt"
    done
    fail 82 clone "the repository could not be cloned: $(tail -n 5 "$job/git.log")"
}

# workspace_fetch REF DEPTH: one try.
workspace_fetch() {
    local ref=$1 depth=$2 url=$door_url/git/repo.git shallow=() minimal=()
    ((depth == 0)) || shallow=(--depth "$depth" --no-tags)
    [ "$(setting init full)" != minimal ] || minimal=(--filter=blob:none)
    if [[ ! $ref =~ ^([0-9a-f]{40}|[0-9a-f]{64}|refs/.*)$ ]]; then
        # A depth implies the one branch alone.
        # `clone` wants an empty folder, which the root of a file system is not: it gets one within, for the repository.
        local clone=$workspace/.outpost-clone
        git clone --quiet --no-checkout "${shallow[@]}" "${minimal[@]}" ${ref:+--branch "$ref"} "$url" "$clone" &&
            mv "$clone/.git" "$workspace/.git" && rmdir "$clone" && cd "$workspace" && workspace_sparse &&
            # An empty repository has nothing to check out.
            { ! git rev-parse --verify --quiet HEAD >/dev/null || git checkout --quiet; }
        return
    fi
    # `clone` takes branches and tags only.
    git init --quiet "$workspace" && cd "$workspace" && git remote add origin "$url" &&
        if ((depth == 0)); then git fetch --quiet origin; fi &&
        git fetch --quiet "${shallow[@]}" "${minimal[@]}" origin "$ref" && workspace_sparse &&
        git checkout --quiet --detach FETCH_HEAD
}

# Restricts the work tree where little of it is wanted.
workspace_sparse() {
    [ "$(setting init full)" = minimal ] || return 0
    git sparse-checkout set --no-cone "${minimal_patterns[@]}"
}

# Says what of the repository is not there.
workspace_note() {
    local file
    [ -z "$(find "$workspace/.git/objects/pack" -name '*.promisor' -print -quit)" ] || partial=yes
    if [ -e "$workspace/.gitmodules" ]; then say 'submodules are not fetched'; fi
    while IFS= read -r -d '' file; do
        grep -q 'filter=lfs' "$file" || continue
        command -v git-lfs >/dev/null || say 'the repository uses Git LFS, which this image lacks: large files are pointers'
        break
    done < <(find "$workspace" -maxdepth 4 -name .git -prune -o -type f -name .gitattributes -size -1024k -print0)
}
