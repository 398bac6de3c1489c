#ifndef CCURL_SHIM_H
#define CCURL_SHIM_H

#include <curl/curl.h>

// curl_easy_setopt, curl_multi_setopt and curl_easy_getinfo are variadic, which Swift cannot call. One wrapper for
// each kind of argument, so that the compiler checks at least that.

static inline CURLcode ccurl_set_long(CURL * _Nonnull easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_offset(CURL * _Nonnull easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_string(CURL * _Nonnull easy, CURLoption option, const char * _Nonnull value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL * _Nonnull easy, CURLoption option, void * _Nullable value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_list(CURL * _Nonnull easy, CURLoption option, struct curl_slist * _Nullable value) {
    return curl_easy_setopt(easy, option, value);
}

typedef size_t (*ccurl_data_callback)(char * _Nonnull buffer, size_t size, size_t count, void * _Nonnull context);

static inline CURLcode ccurl_set_data_callback(CURL * _Nonnull easy, CURLoption option,
                                               ccurl_data_callback _Nonnull callback) {
    return curl_easy_setopt(easy, option, callback);
}

typedef int (*ccurl_seek_callback)(void * _Nonnull context, curl_off_t offset, int origin);

static inline CURLcode ccurl_set_seek_callback(CURL * _Nonnull easy, ccurl_seek_callback _Nonnull callback) {
    return curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, callback);
}

static inline CURLMcode ccurl_multi_set_long(CURLM * _Nonnull multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

static inline CURLcode ccurl_get_offset(CURL * _Nonnull easy, CURLINFO info, curl_off_t * _Nonnull value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode ccurl_get_pointer(CURL * _Nonnull easy, CURLINFO info, void * _Nullable * _Nonnull value) {
    return curl_easy_getinfo(easy, info, value);
}

// CURLMsg keeps the result in a union beside a pointer.
static inline CURLcode ccurl_message_result(const CURLMsg * _Nonnull message) {
    return message->data.result;
}

static inline CURLcode ccurl_global_init(void) {
    return curl_global_init(CURL_GLOBAL_ALL);
}

#endif
