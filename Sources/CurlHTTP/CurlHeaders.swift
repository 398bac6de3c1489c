/// An ordered list of HTTP header fields whose names compare without case.
///
/// Order and duplicates are kept, as a proxy must.
package struct CurlHeaders: Sendable, Equatable {
    /// One header field as it is on the wire.
    package struct Field: Sendable, Equatable {
        /// The field's name, in the sender's spelling.
        package var name: String
        /// The field's value, without the white space around it.
        package var value: String

        /// Makes a field.
        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    private var fields: [Field]

    /// Makes a list from fields in order.
    package init(_ fields: [Field] = []) {
        self.fields = fields
    }

    /// The first value of the field, or nil; setting replaces all of them, and nil removes them.
    package subscript(name: String) -> String? {
        get { fields.first { Self.same($0.name, name) }?.value }
        set {
            if let newValue { set(name, newValue) } else { remove(name) }
        }
    }

    /// Returns every value of the field, in order.
    package func all(_ name: String) -> [String] {
        fields.filter { Self.same($0.name, name) }.map(\.value)
    }

    /// Tells whether the field is present.
    package func contains(_ name: String) -> Bool {
        fields.contains { Self.same($0.name, name) }
    }

    /// Appends a field, beside others of that name.
    package mutating func add(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }

    /// Replaces every field of that name with one.
    package mutating func set(_ name: String, _ value: String) {
        remove(name)
        add(name, value)
    }

    /// Removes every field of that name.
    package mutating func remove(_ name: String) {
        fields.removeAll { Self.same($0.name, name) }
    }

    private static func same(_ left: String, _ right: String) -> Bool {
        guard left.utf8.count == right.utf8.count else { return false }
        return zip(left.utf8, right.utf8).allSatisfy { folded($0) == folded($1) }
    }

    private static func folded(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}

extension CurlHeaders: RandomAccessCollection {
    /// The position of the first field.
    package var startIndex: Int { fields.startIndex }
    /// The position after the last field.
    package var endIndex: Int { fields.endIndex }
    /// The field at a position.
    package subscript(position: Int) -> Field { fields[position] }
}

extension CurlHeaders: ExpressibleByDictionaryLiteral {
    /// Makes a list from `["Name": "value"]`; duplicates and order are kept.
    package init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.map { Field(name: $0.0, value: $0.1) })
    }
}
