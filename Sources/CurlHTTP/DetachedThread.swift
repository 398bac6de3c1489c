#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Starts threads that nobody joins.
enum DetachedThread {
    /// Runs `body` on a new thread with every signal blocked.
    ///
    /// A write to a closed connection is then an error there, and never a SIGPIPE that ends the process.
    ///
    /// - Returns: whether the thread could be started.
    static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        var all = sigset_t()
        var previous = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_SETMASK, &all, &previous)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &previous, nil) }
        let job = unsafe Unmanaged.passRetained(Job(body: body))
        guard unsafe spawn(job.toOpaque()) else {
            unsafe job.release()
            return false
        }
        return true
    }

    #if canImport(Glibc)
        private static func spawn(_ job: UnsafeMutableRawPointer) -> Bool {
            var thread = pthread_t()
            let status = unsafe pthread_create(&thread, nil, runJob, job)
            guard status == 0 else { return false }
            pthread_detach(thread)
            return true
        }
    #else
        private static func spawn(_ job: UnsafeMutableRawPointer) -> Bool {
            var thread: pthread_t?
            let status = unsafe pthread_create(&thread, nil, runJob, job)
            guard status == 0, let thread = unsafe thread else { return false }
            unsafe pthread_detach(thread)
            return true
        }
    #endif
}

private final class Job: Sendable {
    let body: @Sendable () -> Void

    init(body: @escaping @Sendable () -> Void) {
        self.body = body
    }
}

#if canImport(Glibc)
    private typealias ThreadContext = UnsafeMutableRawPointer?
#else
    private typealias ThreadContext = UnsafeMutableRawPointer
#endif

// A function and not a closure: the compiler (6.3.1) crashes on a C function made from a closure here.
private func runJob(_ context: ThreadContext) -> UnsafeMutableRawPointer? {
    if let job = unsafe context as UnsafeMutableRawPointer? {
        unsafe Unmanaged<Job>.fromOpaque(job).takeRetainedValue().body()
    }
    return nil
}
