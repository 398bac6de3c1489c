internal import CCurl

extension Transfer {
    /// Points libcurl's callbacks at this object, unretained: the loop keeps it for as long as the handle is in use.
    func installCallbacks() throws(CurlError) {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        for option in [CURLOPT_PRIVATE, CURLOPT_HEADERDATA, CURLOPT_WRITEDATA, CURLOPT_READDATA, CURLOPT_SEEKDATA] {
            unsafe try easy.set(option, context: context)
        }
        unsafe try easy.set(CURLOPT_HEADERFUNCTION) { buffer, size, count, context in
            let line = unsafe Array(UnsafeRawBufferPointer(start: buffer, count: size * count))
            return unsafe Transfer.from(context).receive(headerLine: line)
        }
        unsafe try easy.set(CURLOPT_WRITEFUNCTION) { buffer, size, count, context in
            let bytes = unsafe Array(UnsafeRawBufferPointer(start: buffer, count: size * count))
            return unsafe Transfer.from(context).receive(body: bytes)
        }
        unsafe try easy.set(CURLOPT_READFUNCTION) { buffer, size, count, context in
            let target = unsafe UnsafeMutableRawBufferPointer(start: buffer, count: size * count)
            return unsafe Transfer.from(context).supply(into: target)
        }
        unsafe try easy.setSeek { context, offset, origin in
            guard origin == SEEK_SET else { return CURL_SEEKFUNC_CANTSEEK }
            return unsafe Transfer.from(context).rewind(to: Int(offset))
        }
    }

    private static func from(_ context: UnsafeMutableRawPointer) -> Transfer {
        unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }
}
