internal import Foundation
internal import OutpostCore
internal import TestSupport
internal import Testing

@Suite("Folders whose repositories tenants may name")
struct LocalRepositoryFoldersTests {
    /// What git takes for a repository, as far as we look.
    private func makeRepository(_ name: String, in folder: TemporaryFolder) throws {
        try folder.write(name + "/HEAD", "ref: refs/heads/main\n")
        try folder.makeFolder(name + "/objects")
        try folder.makeFolder(name + "/refs")
    }

    private func real(_ folder: TemporaryFolder) -> String {
        URL(fileURLWithPath: folder.path).resolvingSymlinksInPath().path
    }

    @Test("open what lies in them, bare or with a work tree, and a link that stays inside")
    func inside() async throws {
        try await TemporaryFolder.with { folder in
            try makeRepository("git/team/one.git", in: folder)
            try makeRepository("git/two/.git", in: folder)
            try folder.link("git/alias", to: "team/one.git")
            try folder.link("way", to: "git")
            for path in [folder.path + "/git", folder.path + "/git/", folder.path + "/way"] {
                let folders = LocalRepositoryFolders([path])
                for (name, place) in [
                    ("git/team/one.git", "git/team/one.git"), ("git/two", "git/two"), ("git/alias", "git/team/one.git"),
                    ("way/two", "git/two"),
                ] {
                    let found = folders.repository("file://\(folder.path)/\(name)", tenant: "acme")
                    #expect(found == real(folder) + "/" + place, "\(path) \(name)")
                }
            }
        }
    }

    @Test(
        "do not open what is beside them, behind a link that leaves them, or in no repository",
        arguments: [
            "secret", "git-other/x", "git/out", "git/way/secret", "git/pointer", "git/linked", "git/empty", "git/none",
            "git/loop", "git/../secret", "git/half",
        ]
    )
    func outside(name: String) async throws {
        try await TemporaryFolder.with { folder in
            try makeRepository("secret", in: folder)
            try makeRepository("git-other/x", in: folder)
            try folder.makeFolder("git")
            try folder.link("git/out", to: "../secret")
            try folder.link("git/way", to: "..")
            try folder.write("git/pointer/.git", "gitdir: \(folder.path)/secret\n")
            try folder.makeFolder("git/linked")
            try folder.link("git/linked/.git", to: "../../secret")
            try folder.makeFolder("git/empty")
            // git would go on to the same name with `.git`, which is behind a link here.
            try folder.makeFolder("git/half")
            try folder.link("git/half.git", to: "../secret")
            try folder.link("git/loop", to: "loop")
            let folders = LocalRepositoryFolders([folder.path + "/git"])
            #expect(folders.repository("file://\(folder.path)/\(name)", tenant: "acme") == nil)
            let all = LocalRepositoryFolders([folder.path])
            let isThere = ["secret", "git-other/x", "git/out", "git/way/secret", "git/../secret"].contains(name)
            #expect((all.repository("file://\(folder.path)/\(name)", tenant: "acme") != nil) == isThere)
        }
    }

    @Test("can be one for each tenant, and no other tenant's")
    func tenants() async throws {
        try await TemporaryFolder.with { folder in
            try makeRepository("git/acme/one.git", in: folder)
            let folders = LocalRepositoryFolders([folder.path + "/git/{tenant}"])
            let url = "file://\(folder.path)/git/acme/one.git"
            #expect(folders.repository(url, tenant: "acme") != nil)
            #expect(folders.repository(url, tenant: "globex") == nil)
            #expect(folders.repository(url, tenant: "acm") == nil)
        }
    }

    @Test("none opens nothing, nor does another kind of URL")
    func none() async throws {
        try await TemporaryFolder.with { folder in
            try makeRepository("one.git", in: folder)
            #expect(LocalRepositoryFolders().repository("file://\(folder.path)/one.git", tenant: "acme") == nil)
            let folders = LocalRepositoryFolders([folder.path])
            for url in ["\(folder.path)/one.git", "file:\(folder.path)/one.git", "file://host\(folder.path)/one.git"] {
                #expect(folders.repository(url, tenant: "acme") == nil)
            }
        }
    }

    @Test("are told when they hold another folder, or lie in it, for whatever tenant")
    func overlap() async throws {
        try await TemporaryFolder.with { folder in
            try folder.makeFolder("data/mirrors")
            try folder.link("alias", to: "data")
            let data = folder.path + "/data"
            for path in [
                "/", folder.path, data, data + "/mirrors", folder.path + "/alias", folder.path + "/{tenant}",
                folder.path + "/d{tenant}", folder.path + "/{tenant}/git",
            ] {
                #expect(LocalRepositoryFolders(["/nonexistent/git", path]).overlap(with: data) == path)
            }
            #expect(LocalRepositoryFolders([folder.path + "/git/{tenant}", data + "-x"]).overlap(with: data) == nil)
        }
    }
}
