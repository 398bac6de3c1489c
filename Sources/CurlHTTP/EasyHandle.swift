internal import CCurl

/// A libcurl easy handle with what libcurl refers to but does not own: the header list and the error text.
@safe
struct EasyHandle: ~Copyable {
    let pointer: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var addressList: UnsafeMutablePointer<curl_slist>?

    init() throws(CurlError) {
        guard let pointer = unsafe curl_easy_init() else { throw .invalid("libcurl has no memory") }
        unsafe self.pointer = pointer
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        unsafe ccurl_set_pointer(pointer, CURLOPT_ERRORBUFFER, errorText)
    }

    deinit {
        unsafe curl_easy_cleanup(pointer)
        unsafe curl_slist_free_all(headerList)
        unsafe curl_slist_free_all(addressList)
        unsafe errorText.deallocate()
    }

    func set(_ option: CURLoption, _ value: Int) throws(CurlError) {
        try Self.check(unsafe ccurl_set_long(pointer, option, value), option)
    }

    func set(_ option: CURLoption, _ value: Bool) throws(CurlError) {
        try set(option, value ? 1 : 0)
    }

    func set(_ option: CURLoption, offset: Int) throws(CurlError) {
        try Self.check(unsafe ccurl_set_offset(pointer, option, curl_off_t(offset)), option)
    }

    /// Sets a text option, which libcurl copies.
    func set(_ option: CURLoption, _ value: String) throws(CurlError) {
        try Self.check(unsafe ccurl_set_string(pointer, option, value), option)
    }

    /// Sets the pointer that the callbacks of the transfer, and `MultiHandle.nextFinished`, get back.
    func set(_ option: CURLoption, context: UnsafeMutableRawPointer) throws(CurlError) {
        try Self.check(unsafe ccurl_set_pointer(pointer, option, context), option)
    }

    func set(_ option: CURLoption, callback: @escaping ccurl_data_callback) throws(CurlError) {
        try Self.check(unsafe ccurl_set_data_callback(pointer, option, callback), option)
    }

    func setSeek(callback: @escaping ccurl_seek_callback) throws(CurlError) {
        try Self.check(unsafe ccurl_set_seek_callback(pointer, callback), CURLOPT_SEEKFUNCTION)
    }

    /// Sets the header lines, in libcurl's spelling; once per handle.
    mutating func setHeaders(_ lines: [String]) throws(CurlError) {
        for line in lines {
            guard let list = unsafe curl_slist_append(headerList, line) else { throw .invalid("libcurl has no memory") }
            unsafe headerList = list
        }
        try Self.check(unsafe ccurl_set_list(pointer, CURLOPT_HTTPHEADER, headerList), CURLOPT_HTTPHEADER)
    }

    /// Connects to an address, whatever the URL's host resolves to.
    mutating func setAddress(_ address: String) throws(CurlError) {
        // No host, no port: every connection of the request.
        let rule = address.contains(":") ? "::[\(address)]:" : "::\(address):"
        guard let list = unsafe curl_slist_append(nil, rule) else { throw .invalid("libcurl has no memory") }
        unsafe addressList = list
        try Self.check(unsafe ccurl_set_list(pointer, CURLOPT_CONNECT_TO, addressList), CURLOPT_CONNECT_TO)
    }

    /// Goes on with everything that is not named in `paused`.
    func pause(_ paused: Int32) {
        unsafe curl_easy_pause(pointer, paused)
    }

    /// A time of the transfer in microseconds, 0 for a phase that it has not reached.
    func microseconds(_ info: CURLINFO) -> Int {
        var value: curl_off_t = 0
        unsafe ccurl_get_offset(pointer, info, &value)
        return Int(value)
    }

    /// What libcurl says about a failure: its own words for this one, or those for the code.
    func message(for code: CURLcode) -> String {
        let text = unsafe String(cString: errorText)
        return unsafe text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
    }

    private static func check(_ code: CURLcode, _ option: CURLoption) throws(CurlError) {
        guard code == CURLE_OK else {
            let reason = unsafe String(cString: curl_easy_strerror(code))
            throw .invalid("libcurl refuses option \(option.rawValue): \(reason)")
        }
    }
}
