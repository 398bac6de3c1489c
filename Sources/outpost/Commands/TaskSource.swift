internal import Foundation

/// Where a command takes its task from.
struct TaskSource {
    let task: String?
    /// `-` is standard input.
    let file: String?

    /// The task's text.
    ///
    /// - Parameter example: a command line with a task.
    /// - Returns: the text.
    /// - Throws: ``CommandFailure``.
    func read(example: String) throws -> String {
        switch (task, file) {
        case (let text?, nil): return text
        case (nil, "-"): return String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
        case (nil, let path?):
            guard let contents = FileManager.default.contents(atPath: path) else {
                throw CommandFailure(
                    .task,
                    "the task's file '\(path)' cannot be read",
                    hint: "--task-file - reads the task from standard input"
                )
            }
            return String(decoding: contents, as: UTF8.self)
        case (nil, nil): throw CommandFailure(.task, "there is no task", hint: example)
        case (_?, _?): throw CommandFailure(.usage, "a task and --task-file were both given; one is enough")
        }
    }
}
