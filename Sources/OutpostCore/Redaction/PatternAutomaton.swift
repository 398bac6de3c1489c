/// Finds many byte strings in one pass: an Aho-Corasick automaton, so that no text makes it slow.
struct PatternAutomaton: Sendable {
    /// Index of a state; 0 is the root, where nothing is matched.
    typealias State = Int32

    private struct Node {
        let byte: UInt8
        /// Bytes of the pattern so far.
        let depth: Int32
        /// A number of whoever passed here first.
        let owner: Int32
        var firstChild: State = 0
        var sibling: State = 0
        /// The longest proper suffix that is a beginning of a pattern as well.
        var failure: State = 0
        /// The pattern that ends here; -1 for none.
        var output: Int32 = -1
        /// The longest proper suffix at which a pattern ends; 0 for none.
        var outputLink: State = 0
    }

    private var nodes = [Node(byte: 0, depth: 0, owner: -1)]
    private var roots = [State](repeating: 0, count: 256)

    /// Adds a pattern; the first with the same bytes stays.
    ///
    /// ``close()`` has to follow the last.
    ///
    /// - Parameters:
    ///   - pattern: not empty.
    ///   - output: what ``forEachOutput(at:_:)`` tells of it; not negative.
    mutating func insert(_ pattern: some Sequence<UInt8>, output: Int32) {
        var state: State = 0
        for byte in pattern {
            let next = child(of: state, byte)
            state = next != 0 ? next : append(byte, to: state, owner: output)
        }
        if nodes[Int(state)].output < 0 { nodes[Int(state)].output = output }
    }

    private mutating func append(_ byte: UInt8, to parent: State, owner: Int32) -> State {
        let new = State(nodes.count)
        var node = Node(byte: byte, depth: nodes[Int(parent)].depth + 1, owner: owner)
        if parent == 0 {
            roots[Int(byte)] = new
        } else {
            node.sibling = nodes[Int(parent)].firstChild
            nodes[Int(parent)].firstChild = new
        }
        nodes.append(node)
        return new
    }

    /// Makes the links between states.
    mutating func close() {
        var queue = roots.filter { $0 != 0 }
        var next = 0
        while next < queue.count {
            let state = queue[next]
            next += 1
            var child = nodes[Int(state)].firstChild
            while child != 0 {
                let failure = step(nodes[Int(state)].failure, nodes[Int(child)].byte)
                nodes[Int(child)].failure = failure
                let target = nodes[Int(failure)]
                nodes[Int(child)].outputLink = target.output >= 0 ? failure : target.outputLink
                queue.append(child)
                child = nodes[Int(child)].sibling
            }
        }
    }

    /// The state without falling back; 0 where the pattern does not go on so.
    func child(of state: State, _ byte: UInt8) -> State {
        guard state != 0 else { return roots[Int(byte)] }
        var child = nodes[Int(state)].firstChild
        while child != 0, nodes[Int(child)].byte != byte { child = nodes[Int(child)].sibling }
        return child
    }

    /// The state after four bytes from the root, without falling back; 0 where no pattern begins so.
    func state(of quad: UInt32) -> State {
        var state: State = 0
        for shift in [24, 16, 8, 0] as [UInt32] {
            state = child(of: state, UInt8(truncatingIfNeeded: quad >> shift))
            if state == 0 { return 0 }
        }
        return state
    }

    /// The longest beginning of a pattern that ends with the next byte.
    func step(_ state: State, _ byte: UInt8) -> State {
        var state = state
        while true {
            let next = child(of: state, byte)
            if next != 0 || state == 0 { return next }
            state = nodes[Int(state)].failure
        }
    }

    func depth(of state: State) -> Int { Int(nodes[Int(state)].depth) }

    /// A pattern that begins with what the state has matched; -1 at the root.
    func owner(of state: State) -> Int32 { nodes[Int(state)].owner }

    /// Tells every pattern that ends at the state with its length, the longest first.
    func forEachOutput(at state: State, _ body: (_ output: Int32, _ length: Int) -> Void) {
        var state = nodes[Int(state)].output >= 0 ? state : nodes[Int(state)].outputLink
        while state != 0 {
            body(nodes[Int(state)].output, depth(of: state))
            state = nodes[Int(state)].outputLink
        }
    }
}
