internal import DockerEngine
package import OutpostCore

/// A bridge network for one dispatch, on engines that do not share our filesystem.
///
/// Weaker than no network at all: the container has an interface, and the host's own address is on it.
package struct BridgeNetwork: Sendable, Hashable {
    /// Name, and `outpost.instance` label.
    package let name: String
    /// The host's address on the bridge, where the door listens.
    package let gateway: String
}

extension DockerDriver {
    /// Makes a network without a way out, or finds the one that an earlier attempt made.
    ///
    /// Maps to `POST /networks/create` and `GET /networks/{id}`.
    /// - Throws: ``ContainerError``.
    package func makeNetwork(instance: InstanceID, dispatch: DispatchID) async throws -> BridgeNetwork {
        let name = "outpost-\(instance.text.prefix(8).lowercased())-\(dispatch.text.lowercased())"
        do throws(DockerError) {
            let body = NetworkCreateBody(
                name: name,
                isInternal: true,
                labels: [ContainerLabel.instance: instance.text, ContainerLabel.dispatch: dispatch.text],
                options: ["com.docker.network.bridge.enable_icc": "false"]
            )
            do throws(DockerError) {
                _ = try await client.createNetwork(body)
            } catch {
                guard case .conflict = error else { throw error }
            }
            let network = try await client.inspectNetwork(name)
            guard let gateway = network.ipam?.config?.compactMap(\.gateway).first else {
                throw .stream("the network \(name) has no gateway address")
            }
            return BridgeNetwork(name: name, gateway: String(gateway.prefix { $0 != "/" }))
        } catch {
            throw ContainerError(error)
        }
    }

    /// Removes a network; an absent one is not an error.
    ///
    /// Maps to `DELETE /networks/{id}`.
    package func removeNetwork(_ network: BridgeNetwork) async throws {
        do throws(DockerError) {
            _ = try await client.removeNetwork(network.name)
        } catch {
            throw ContainerError(error)
        }
    }

    /// Removes the networks of an instance, which nobody else makes; its containers have to be gone.
    ///
    /// Maps to `GET /networks` and `DELETE /networks/{id}`.
    package func removeNetworks(instance: InstanceID) async throws {
        do throws(DockerError) {
            for network in try await client.listNetworks(labels: ["\(ContainerLabel.instance)=\(instance)"]) {
                _ = try await client.removeNetwork(network.id)
            }
        } catch {
            throw ContainerError(error)
        }
    }
}
