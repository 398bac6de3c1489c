internal import Foundation

/// The folders of this machine whose repositories tenants may name.
///
/// Whoever can write in such a folder decides what is read through it.
package struct LocalRepositoryFolders: Sendable, Hashable {
    /// What stands for the tenant's id in a folder's path.
    package static let tenantMark = "{tenant}"

    /// Absolute paths; one with ``tenantMark`` is another folder for each tenant.
    package var paths: [String]

    package init(_ paths: [String] = []) {
        self.paths = paths
    }

    /// Whether there is none.
    package var isEmpty: Bool { paths.isEmpty }

    /// Where a `file://` URL's repository really is; nil where it is in none of the tenant's folders, or no repository.
    package func repository(_ url: String, tenant: String) -> String? {
        guard url.hasPrefix("file:///"), let real = Self.real(String(url.dropFirst("file://".count))) else {
            return nil
        }
        let isServed = paths.contains { path in
            let folder = path.replacingOccurrences(of: Self.tenantMark, with: tenant)
            return Self.real(folder).map { Self.isWithin(real, $0) } ?? false
        }
        return isServed && Self.isRepository(real) ? real : nil
    }

    /// The first folder that has something in common with this one.
    package func overlap(with folder: String) -> String? {
        let other = Self.real(folder) ?? folder
        return paths.first { path in
            // Below a mark any name may follow.
            let beginning = path.range(of: Self.tenantMark).map { path[..<$0.lowerBound] } ?? path[...]
            let parent =
                path == beginning ? path : String(beginning[...(beginning.lastIndex(of: "/") ?? path.startIndex)])
            let real = Self.real(parent) ?? parent
            return Self.isWithin(real, other) || Self.isWithin(other, real)
        }
    }

    /// The path without links; nil where there is nothing, or where a link could not be followed.
    private static func real(_ path: String) -> String? {
        let url = URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL
        var walked = ""
        for part in url.path.split(separator: "/") {
            walked += "/" + part
            guard type(of: walked) == .typeDirectory else { return nil }
        }
        return walked.isEmpty ? "/" : walked
    }

    private static func isWithin(_ path: String, _ folder: String) -> Bool {
        path == folder || path.hasPrefix(folder == "/" ? folder : folder + "/")
    }

    /// Whether git opens this folder and nothing beside it: it would take a file that points elsewhere, and otherwise
    /// tries the same name with `.git`.
    private static func isRepository(_ path: String) -> Bool {
        let inner = path + "/.git"
        let folder = type(of: inner) == nil ? path : inner
        return type(of: folder) == .typeDirectory && type(of: folder + "/HEAD") == .typeRegular
            && type(of: folder + "/objects") == .typeDirectory && type(of: folder + "/refs") == .typeDirectory
    }

    /// What is there, links not followed.
    private static func type(of path: String) -> FileAttributeType? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
    }
}
