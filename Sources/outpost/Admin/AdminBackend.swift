internal import OutpostAPI

/// The administration of tenants, keys and secrets, wherever it is done.
protocol AdminBackend: Sendable {
    func createTenant(_ body: CreateTenantBody) async throws -> TenantBody
    /// All tenants, by name.
    func tenants() async throws -> [TenantBody]
    func tenant(_ idOrName: String) async throws -> TenantBody
    func updateTenant(_ idOrName: String, _ body: UpdateTenantBody) async throws -> TenantBody
    func createKey(_ body: CreateKeyBody) async throws -> CreatedKeyBody
    /// A tenant's keys, the newest first, or everybody's.
    func keys(tenant: String?) async throws -> [KeyBody]
    func revokeKey(_ idOrPrefix: String) async throws -> KeyBody
    func rotateKey(_ idOrPrefix: String, _ body: RotateKeyBody) async throws -> RotatedKeyBody
    /// A page of the audit trail.
    func audit(_ filter: AuditFilter) async throws -> PageBody<AuditRowBody>
    /// Follows the audit trail; the head is what an earlier verification gave.
    func verifyAudit(head: String?) async throws -> AuditVerificationBody
    /// Stores a secret of a tenant, or of all where no tenant is named; so do the calls that follow.
    func setSecret(_ name: String, _ body: SetSecretBody, tenant: String?) async throws -> SecretBody
    /// By name.
    func secrets(tenant: String?) async throws -> [SecretBody]
    /// With its versions.
    func secret(_ name: String, tenant: String?) async throws -> SecretBody
    func removeSecret(_ name: String, tenant: String?) async throws -> SecretBody
    func refreshSecret(_ body: RefreshSecretBody) async throws -> SecretRefreshBody
    /// Gives the secret store new keys.
    func rewrap(_ body: RewrapBody) async throws -> RewrapAnswer
    /// Takes the engine that answers for the installation's own.
    func acceptEngine() async throws -> EngineAnswer
    func setGitCredential(
        host: String,
        _ body: SetGitCredentialBody,
        tenant: String
    ) async throws -> GitCredentialBody
    /// By host.
    func gitCredentials(tenant: String) async throws -> [GitCredentialBody]
    func removeGitCredential(host: String, tenant: String) async throws -> GitCredentialBody
    /// The policy that holds for a tenant, or for all.
    func egress(tenant: String?) async throws -> EgressPolicyBody
    func changeEgress(_ body: ChangeEgressBody, tenant: String?) async throws -> EgressPolicyBody
    /// By name.
    func egressPresets() async throws -> [EgressPresetBody]
    func addWebhook(_ body: AddWebhookBody) async throws -> WebhookSecretBody
    /// A tenant's webhooks, the oldest first, or everybody's.
    func webhooks(tenant: String?) async throws -> [WebhookBody]
    func removeWebhook(_ id: String) async throws -> WebhookBody
    func rotateWebhook(_ id: String) async throws -> WebhookSecretBody
    /// Sends a test, and tells what came of it.
    func testWebhook(_ id: String) async throws -> WebhookDeliveryBody
    /// The newest first.
    func webhookDeliveries(_ id: String, _ filter: DeliveryFilter) async throws -> [WebhookDeliveryBody]
    func redeliver(_ message: String, webhook id: String) async throws -> WebhookDeliveryBody
    /// Pushes what a dispatch changed, whosever it is.
    func promote(_ body: PromoteBody) async throws -> PromotionBody
    /// Clears up old results and images, or tells what would go.
    func collect(_ body: CollectBody) async throws -> CollectionBody
}
