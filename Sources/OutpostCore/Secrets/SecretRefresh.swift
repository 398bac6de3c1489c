package import Foundation

/// Where a secret's next value is taken from.
package struct RefreshRecipe: Sendable, Hashable {
    /// What the text names.
    package enum Source: String, Sendable, Hashable, CaseIterable {
        /// A shell command that prints the value.
        case command
        /// A file that holds it.
        case file
    }

    /// What ``text`` names.
    package let source: Source
    /// A command, or an absolute path.
    ///
    /// It is stored as it is, so that no secret may stand in it.
    package let text: String
    /// A shell command that gets the value on its standard input and ends with 0 when it is good; nil asks nobody.
    package let check: String?

    package init(source: Source, text: String, check: String? = nil) {
        self.source = source
        self.text = text
        self.check = check
    }
}

/// A secret that gets a new value again and again.
package struct SecretRefresh: Sendable, Hashable {
    /// Which secret.
    package let reference: SecretReference
    /// Where its values come from.
    package let recipe: RefreshRecipe
    /// Seconds between two of them.
    package let every: Int
    /// When the next is due.
    package var nextAt: Date
    /// When one was last asked for; nil if none was.
    package var lastAt: Date?
    /// Why the last one was not taken; nil when it was.
    package var problem: String?

    /// Seconds that may lie between two values: from a minute to a year.
    package static let everyRange = 60...31_536_000

    package init(
        reference: SecretReference,
        recipe: RefreshRecipe,
        every: Int,
        nextAt: Date,
        lastAt: Date? = nil,
        problem: String? = nil
    ) {
        self.reference = reference
        self.recipe = recipe
        self.every = every
        self.nextAt = nextAt
        self.lastAt = lastAt
        self.problem = problem
    }
}
