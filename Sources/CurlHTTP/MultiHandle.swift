internal import CCurl

/// A libcurl multi handle: the set of transfers that one thread drives.
///
/// Freed by `close()` and not by a `deinit`, because two sides refer to it: the thread that drives it, and whoever wakes
/// that thread.
@safe
struct MultiHandle: @unchecked Sendable {
    // Sendable because only `wakeUp` is called from other threads, which libcurl permits for it alone; the loop closes the
    // handle only after it has taken it out of their reach, under the lock that guards every `wakeUp`.
    private let pointer: UnsafeMutableRawPointer

    /// Makes a multi handle that keeps at most `maximumIdleConnections` idle connections; nil without memory.
    init?(maximumIdleConnections: Int) {
        guard Self.isLibraryReady, let pointer = unsafe curl_multi_init() else { return nil }
        unsafe self.pointer = pointer
        unsafe ccurl_multi_set_long(pointer, CURLMOPT_MAXCONNECTS, max(1, maximumIdleConnections))
    }

    private static let isLibraryReady = ccurl_global_init() == CURLE_OK

    /// Makes the thread return from `wait`; from any thread.
    func wakeUp() {
        unsafe curl_multi_wakeup(pointer)
    }

    /// Blocks until a transfer can go on, `wakeUp` is called, or a minute has passed.
    func wait() {
        unsafe curl_multi_poll(pointer, nil, 0, 60_000, nil)
    }

    /// Lets every transfer do what it can without blocking.
    func perform() {
        var running: Int32 = 0
        unsafe curl_multi_perform(pointer, &running)
    }

    func add(_ easy: borrowing EasyHandle) -> CURLMcode {
        unsafe curl_multi_add_handle(pointer, easy.pointer)
    }

    func remove(_ easy: borrowing EasyHandle) {
        unsafe curl_multi_remove_handle(pointer, easy.pointer)
    }

    /// Takes the next transfer that has ended, with its result.
    func nextFinished() -> (transfer: Transfer, code: CURLcode)? {
        var remaining: Int32 = 0
        while let message = unsafe curl_multi_info_read(pointer, &remaining) {
            // The message goes when its handle is removed, so it is read first.
            let code = unsafe ccurl_message_result(message)
            guard unsafe message.pointee.msg == CURLMSG_DONE, let easy = unsafe message.pointee.easy_handle else {
                continue
            }
            var context: UnsafeMutableRawPointer?
            unsafe ccurl_get_pointer(easy, CURLINFO_PRIVATE, &context)
            guard let context = unsafe context else { continue }
            return (unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue(), code)
        }
        return nil
    }

    func close() {
        unsafe curl_multi_cleanup(pointer)
    }
}
