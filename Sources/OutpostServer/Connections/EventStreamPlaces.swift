internal import Synchronization

/// How many event streams each tenant reads at once: one lasts as long as its dispatch, and holds a connection.
final class EventStreamPlaces: Sendable {
    private let limit: Int
    private let taken = Mutex<[String: Int]>([:])

    /// - Parameter limit: streams that one tenant may read at once.
    init(limit: Int) { self.limit = limit }

    /// Takes a place, which is given back when the returned value goes; nil when the tenant has taken all.
    func enter(_ tenant: String) -> Place? {
        let isFree = taken.withLock { taken in
            guard taken[tenant, default: 0] < limit else { return false }
            taken[tenant, default: 0] += 1
            return true
        }
        return isFree ? Place(places: self, tenant: tenant) : nil
    }

    private func leave(_ tenant: String) {
        taken.withLock { taken in
            let left = taken[tenant, default: 0] - 1
            taken[tenant] = left > 0 ? left : nil
        }
    }

    /// One stream; also one whose client went away before anything was written has its place back.
    final class Place: Sendable {
        private let places: EventStreamPlaces
        private let tenant: String

        fileprivate init(places: EventStreamPlaces, tenant: String) {
            self.places = places
            self.tenant = tenant
        }

        deinit { places.leave(tenant) }
    }
}
