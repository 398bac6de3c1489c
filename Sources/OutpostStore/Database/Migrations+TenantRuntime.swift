internal import GRDB

extension Migrations {
    /// The OCI runtime of a tenant's containers.
    static func addTenantRuntime(_ database: Database) throws {
        try database.execute(sql: "ALTER TABLE tenant ADD COLUMN runtime TEXT CHECK (length(runtime) > 0)")
    }
}
