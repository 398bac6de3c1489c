internal import Foundation
internal import TestSupport
internal import Testing

@Suite("The runtime's workspace", .timeLimit(.minutes(10)))
struct RuntimeWorkspaceTests {
    @Test("of a minimal dispatch has documentation, manifests and sources, and can get the rest")
    func minimal() async throws {
        try await RuntimeWorkspace.with { workspace in
            try await workspace.prepare(["init": "minimal"])
            let files = try workspace.folder.entries("workspace").filter { !$0.hasPrefix(".git") }
            #expect(files == ["README.md", "src/", "src/main.c"])
            let tree = try await workspace.bash("git -C workspace ls-tree -r --name-only HEAD")
            #expect(tree == "README.md\ndata/large.bin\nsrc/main.c\n")
        }
    }

    @Test("takes branches, tags and whole commit ids, and explains what it does not find")
    func references() async throws {
        try await RuntimeWorkspace.with { workspace in
            let one = try await workspace.bash("git -C source rev-parse HEAD").trimmingCharacters(
                in: .whitespacesAndNewlines
            )
            try await workspace.bash("git -C \(workspace.bare) tag v1")
            try await workspace.commit("echo two >README.md")
            for (reference, text) in [("main", "two\n"), ("v1", "one\n"), (one, "one\n")] {
                try await workspace.prepare(["ref": reference])
                #expect(try workspace.folder.read("workspace/README.md") == Array(text.utf8))
                try await workspace.bash("find workspace -mindepth 1 -delete")
            }
            let said = try await workspace.prepare(["ref": String(one.prefix(9))])
            #expect(said.contains("failed 83"))
            #expect(said.contains("a commit needs its full id"))
        }
    }

    @Test(
        "is made, and gone on with, beside the folder that a fresh file system has, also after a clone that was cut off"
    )
    func freshFileSystem() async throws {
        try await RuntimeWorkspace.with { workspace in
            for settings in [["ref": "main"], ["ref": "refs/heads/main"], ["init": "minimal"]] {
                try workspace.folder.makeFolder("workspace/lost+found", mode: 0)
                try workspace.folder.write("workspace/.outpost-clone/.git/objects/pack/tmp_pack", "half")
                let said = try await workspace.prepare(["ref": "", "init": "full"].merging(settings) { $1 })
                #expect(said.contains("start tree ."), "\(said)")
                #expect(try workspace.folder.read("workspace/README.md") == Array("one\n".utf8))
                #expect(try workspace.folder.entries("workspace").allSatisfy { !$0.contains("outpost-clone") })
                let again = try await workspace.prepare()
                #expect(again.contains("goes on from an earlier dispatch"))
                try await workspace.bash("find workspace -mindepth 1 -delete")
            }
        }
    }

    @Test(
        "that a repository does not fit into says so, with its size and what to do, and is not tried again",
        arguments: [
            ("sh -c 'kill -9 $$'", "memory ran out"),
            ("(echo 'error: index-pack died of signal 9' >&2; exit 128)", "memory ran out"),
            ("(echo 'error: unable to write file large.bin: No space left on device' >&2; exit 128)", "it is full"),
        ]
    )
    func shortage(end: String, cause: String) async throws {
        try await RuntimeWorkspace.with { workspace in
            let git = #"case $1 in checkout) \#(end) ;; *) command git "$@" ;; esac"#
            let said = try await workspace.prepare(git: git)
            #expect(
                said.contains("failed 82: the repository does not fit into the workspace: \(cause) (the workspace has ")
            )
            #expect(said.contains(" MiB"))
            #expect(said.contains("workspaceInitMode minimal, or workspaceMode persistent"))
            #expect(!said.contains("of 4") && !said.contains("Killed"), "\(said)")
            let bounded = try await workspace.prepare(["workspace-limit": "100"], git: git)
            #expect(!bounded.contains("workspaceMode persistent"), "\(bounded)")
        }
    }

    @Test("says what of the repository is not there")
    func notes() async throws {
        try await RuntimeWorkspace.with { workspace in
            try await workspace.commit(
                "printf '*.bin filter=lfs diff=lfs\\n' >.gitattributes; printf '[submodule \"x\"]\\n' >.gitmodules"
            )
            let said = try await workspace.prepare()
            #expect(said.contains("submodules are not fetched"))
            #expect(said.contains("Git LFS"))
        }
    }

    @Test("goes on from what an earlier dispatch left, which is no change of the next one's")
    func carriesOver() async throws {
        try await RuntimeWorkspace.with { workspace in
            try await workspace.prepare()
            try await workspace.bash(
                "cd workspace && echo a >committed && git add . && git commit -qm work && echo b >loose"
            )
            let same = try await workspace.prepare()
            #expect(same.contains("start tree ."))
            try await workspace.commit("echo two >README.md")
            let moved = try await workspace.prepare()
            #expect(moved.contains("goes on from an earlier dispatch"))
            #expect(moved.contains("start tree ."))
            #expect(try workspace.folder.read("workspace/README.md") == Array("two\n".utf8))
            #expect(try workspace.folder.read("workspace/committed") == Array("a\n".utf8))
            #expect(try workspace.folder.read("workspace/loose") == Array("b\n".utf8))
            #expect(try await workspace.bash("git -C workspace status --porcelain") == "?? loose\n")
            #expect(try await workspace.bash("git -C workspace log -1 --format=%s") == "work\n")
        }
    }

    @Test("keeps work that conflicts with what is asked for on a branch of its own")
    func conflict() async throws {
        try await RuntimeWorkspace.with { workspace in
            try await workspace.prepare()
            try await workspace.bash("cd workspace && echo mine >README.md && echo b >loose")
            try await workspace.commit("echo theirs >README.md")
            let said = try await workspace.prepare(dispatch: "01NEXT")
            #expect(said.contains("outpost/kept-01NEXT"))
            #expect(try workspace.folder.read("workspace/README.md") == Array("theirs\n".utf8))
            #expect(try await workspace.bash("git -C workspace show outpost/kept-01NEXT:README.md") == "mine\n")
            #expect(try await workspace.bash("git -C workspace show outpost/kept-01NEXT:loose") == "b\n")
        }
    }

    @Test("runs nothing that an earlier agent wrote into the repository")
    func hostile() async throws {
        try await RuntimeWorkspace.with { workspace in
            try await workspace.prepare()
            try await workspace.bash(
                #"""
                cd workspace
                bad="touch $PWD/../ran #"
                git config core.fsmonitor "$bad"; git config core.sshCommand "$bad"; git config core.editor "$bad"
                git config filter.x.clean "$bad"; git config filter.x.smudge "$bad"; git config filter.x.process "$bad"
                git config core.hooksPath "$PWD/hooks"; git config merge.x.driver "$bad"; git config diff.external "$bad"
                git config gpg.program "$bad"; git config commit.gpgSign true; git config remote.origin.uploadpack "$bad"
                git config remote.origin.url "ext::sh -c '$bad'"; git config protocol.ext.allow always
                git config credential.helper "!$bad"; git config core.worktree /tmp; git config core.alternateRefsCommand "$bad"
                printf '[filter "y"]\n\tclean = %s\n' "$bad" >../included; git config include.path "$PWD/../included"
                mkdir -p hooks .git/hooks .git/info
                for hook in post-checkout pre-commit reference-transaction post-index-change prepare-commit-msg; do
                    printf '#!/bin/sh\ntouch %s/../ran\n' "$PWD" | tee hooks/$hook >.git/hooks/$hook
                    chmod +x hooks/$hook .git/hooks/$hook
                done
                printf '* filter=x merge=x diff=x\n' | tee .gitattributes >.git/info/attributes
                echo /tmp >.git/objects/info/alternates
                echo mine >README.md
                """#
            )
            try await workspace.commit("echo theirs >README.md")
            let said = try await workspace.prepare(dispatch: "01NEXT")
            #expect(said.contains("start tree"))
            #expect(!FileManager.default.fileExists(atPath: workspace.folder.path + "/ran"))
            #expect(try workspace.folder.read("workspace/README.md") == Array("theirs\n".utf8))
        }
    }
}
