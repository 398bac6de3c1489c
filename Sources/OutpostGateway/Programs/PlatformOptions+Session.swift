package import Subprocess

extension PlatformOptions {
    /// For a program that starts others: killing the whole session leaves none of them behind.
    package static var ownSession: PlatformOptions {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))
        ]
        return options
    }
}
