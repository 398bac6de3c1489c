internal import Foundation
internal import TestSupport

/// A repository that tries to run programs and to write files wherever it is handled: a branch for each kind of attempt.
struct HostileRepository {
    /// The bare repository on the server.
    let bare: String
    /// What its programs make, where they are run on this machine; in a container that folder does not exist.
    let mark: String
    /// A folder of this machine that its links point to.
    let bait: String

    /// Branches that git refuses to check out, each for a name in it.
    static let unusable = ["dotgit", "uppercase", "short-name", "parent", "nested"]

    /// Makes it as `owner/hostile` on the server.
    static func make(on server: GitHTTPServer, in folder: String) async throws -> HostileRepository {
        let repository = HostileRepository(
            bare: server.repositories + "/owner/hostile.git",
            mark: folder + "/owned",
            bait: folder + "/bait"
        )
        try FileManager.default.createDirectory(atPath: repository.bait, withIntermediateDirectories: false)
        let variables = [
            "BARE": repository.bare, "MARK": repository.mark, "BAIT": repository.bait, "WORK": folder + "/hostile",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "t",
            "GIT_AUTHOR_EMAIL": "t@example.test", "GIT_COMMITTER_NAME": "t", "GIT_COMMITTER_EMAIL": "t@example.test",
        ]
        try await Shell.run("bash", ["-c", script], environment: variables)
        try FileManager.default.removeItem(atPath: folder + "/hostile")
        return repository
    }

    /// Runs git on it.
    @discardableResult
    func git(_ arguments: String...) async throws -> String {
        try await Shell.run("git", ["--git-dir", bare] + arguments)
    }

    private static let script = #"""
        set -euo pipefail
        git init -q --initial-branch=main "$WORK"
        cd "$WORK"
        bad="touch $MARK #"
        echo hello >greeting.txt

        # Programs that a configuration, an attribute or a hook would run.
        printf '* filter=evil diff=evil merge=evil\n*.bin filter=lfs diff=lfs merge=lfs -text\n' >.gitattributes
        printf '[core]\n\tfsmonitor = %s\n\thooksPath = hooks\n[filter "evil"]\n\tclean = %s\n\tsmudge = %s\n\tprocess = %s\n\trequired = true\n[include]\n\tpath = extra\n' \
            "$bad" "$bad" "$bad" "$bad" | tee .gitconfig extra config >/dev/null
        printf '[lfs]\n\turl = ext::sh -c "%s"\n' "$bad" >.lfsconfig
        printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%064d\nsize 99999999999\n' 0 >large.bin
        mkdir hooks .githooks
        for hook in post-checkout pre-commit pre-push reference-transaction post-index-change fsmonitor-watchman update; do
            printf '#!/bin/sh\n%s\n' "$bad" | tee hooks/$hook >.githooks/$hook
            chmod +x hooks/$hook .githooks/$hook
        done

        # Links out of the tree, clashing names, names that a shell, an option or a terminal would take for something else.
        ln -s "$BAIT" out
        ln -s "$BAIT/file" out-file
        ln -s ../../../../../../../../etc up
        ln -s /proc/self/environ environ
        ln -s loop loop
        for name in Greeting.txt GREETING.TXT "-option" "--upload-pack=touch owned" '$(touch owned)' '`id`' \
            $'line\nbreak' $'esc\e[2J' $'not-utf8-\xff\xfe' 'quote"s' "..." "..name" "con" " space "; do
            printf 'x\n' >"./$name"
        done

        # Sizes: a deep tree, and 64 MiB that are 64 KiB in a pack.
        deep=deep; for ((i = 0; i < 300; i++)); do deep+=/d; done
        mkdir -p "$deep"; echo deep >"$deep/file"
        head -c $((64 << 20)) /dev/zero >zeros.dat
        git add --all
        printf '[submodule "a"]\n\tpath = sub\n\turl = ext::sh -c "%s"\n[submodule "b"]\n\tpath = sub-file\n\turl = file://%s\n' \
            "$bad" "$BAIT" >.gitmodules
        git add .gitmodules
        for path in sub sub-file; do git update-index --add --cacheinfo 160000,$(printf %040d 1),$path; done
        # What the agent is told to run. In its container it may do what it likes.
        cat >attack.sh <<ATTACK
        echo work >>greeting.txt
        bad='mkdir -p $(dirname "$MARK") && touch $MARK #'
        for key in core.fsmonitor core.sshCommand core.editor filter.evil.clean filter.evil.smudge filter.evil.process \
            diff.external gpg.program credential.helper uploadpack.packObjectsHook core.alternateRefsCommand; do
            git config \$key "\$bad"
        done
        git config core.hooksPath hooks; git config filter.evil.required true; git config core.worktree /
        mkdir -p .git/hooks
        cp hooks/* .git/hooks/
        echo /etc >.git/objects/info/alternates
        ATTACK
        cat >commit.sh <<'COMMIT'
        # A commit with a tree that git itself would not make, under a name that a shell or git would take for another.
        blob=$(printf '#!/bin/sh\ntrue\n' | git hash-object -w --stdin)
        hooks=$(printf '100755 blob %s\tpost-checkout\n' "$blob" | git mktree)
        dotgit=$(printf '040000 tree %s\thooks\n' "$hooks" | git mktree)
        tree=$({ git ls-tree HEAD; printf '040000 tree %s\t.git\n' "$dotgit"; } | git mktree --missing)
        commit=$(git commit-tree "$tree" -p HEAD -m 'An evil tree')
        for name in 'refs/heads/$(id)' 'refs/heads/-x' refs/heads/--upload-pack=x; do
            mkdir -p .git/refs/heads
            echo "$commit" >".git/$name"
        done
        git symbolic-ref HEAD 'refs/heads/$(id)'
        echo changed >>greeting.txt
        COMMIT
        git add attack.sh commit.sh
        git commit -qm 'A hostile repository'

        # Trees with a name that git refuses to check out.
        blob=$(printf '#!/bin/sh\n%s\n' "$bad" | git hash-object -w --stdin)
        hooks=$(printf '100755 blob %s\tpost-checkout\n' "$blob" | git mktree)
        inner=$(printf '040000 tree %s\thooks\n100644 blob %s\tconfig\n' "$hooks" "$blob" | git mktree)
        branch() { git update-ref "refs/heads/$1" "$(git commit-tree "$2" -p main -m "$1")"; }
        holding() { printf '040000 tree %s\t%s\n' "$inner" "$1" | git mktree; }
        branch dotgit "$(holding .git)"
        branch uppercase "$(holding .GIT)"
        branch short-name "$(holding 'git~1')"
        branch parent "$(holding ..)"
        branch nested "$(printf '040000 tree %s\tfolder\n' "$(holding .git)" | git mktree)"
        # Larger than the workspace that it is checked out into.
        huge=$({ yes || true; } | head -c $((300 << 20)) | git -c core.compression=1 -c core.bigFileThreshold=1m hash-object -w --stdin)
        branch huge "$(printf '100644 blob %s\thuge.dat\n' "$huge" | git mktree)"
        # A submodule's address that is an option.
        modules=$(printf '[submodule "a"]\n\tpath = a\n\turl = --upload-pack=%s\n' "$bad" | git hash-object -w --stdin)
        branch option "$(printf '100644 blob %s\t.gitmodules\n' "$modules" | git mktree)"

        git clone -q --bare . "$BARE"
        # Thousands of references.
        head=$(git rev-parse main)
        for ((i = 0; i < 5000; i++)); do
            printf 'create refs/heads/many/%d %s\ncreate refs/tags/many-%d %s\n' $i "$head" $i "$head"
        done | git --git-dir "$BARE" update-ref --stdin
        git --git-dir "$BARE" pack-refs --all
        """#
}
