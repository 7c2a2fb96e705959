"""Requests that must be refused and their connection closed: NAME -> bytes. "{get}", "{post}" stand for addresses.

Each is followed by a whole second request, which must never be answered.
"""

HOST = b"Host: test.example\r\n"
SECOND = b"GET /smuggled HTTP/1.1\r\nHost: test.example\r\n\r\n"


def get(line=b"GET {get} HTTP/1.1\r\n", headers=HOST, end=b"\r\n"):
    return line + headers + end


def target(text):
    return get(b"GET " + text + b" HTTP/1.1\r\n")


def post(headers, body=b"", host=HOST, version=b"HTTP/1.1"):
    return b"POST {post} " + version + b"\r\n" + host + headers + b"\r\n" + body


def chunked(body, headers=b""):
    return post(b"Transfer-Encoding: chunked\r\n" + headers, body)


REQUEST_LINES = {
    "no request line": b"GARBAGE\r\n\r\n",
    "only a method": b"GET\r\n\r\n",
    "no version": b"GET {get}\r\n" + HOST + b"\r\n",
    "an empty method": get(b" {get} HTTP/1.1\r\n"),
    "an unknown method": get(b"BREW {get} HTTP/1.1\r\n"),
    "a method in small letters": get(b"get {get} HTTP/1.1\r\n"),
    "a method that is no token": get(b"G(T {get} HTTP/1.1\r\n"),
    "CONNECT": get(b"CONNECT test.example:80 HTTP/1.1\r\n"),
    "TRACE": get(b"TRACE {get} HTTP/1.1\r\n"),
    "two blanks after the method": get(b"GET  {get} HTTP/1.1\r\n"),
    "two blanks before the version": get(b"GET {get}  HTTP/1.1\r\n"),
    "a tab after the method": get(b"GET\t{get} HTTP/1.1\r\n"),
    "a blank before the method": get(b" GET {get} HTTP/1.1\r\n"),
    "a blank in the target": get(b"GET {get} x HTTP/1.1\r\n"),
    "a blank at the end": get(b"GET {get} HTTP/1.1 \r\n"),
    "a version in small letters": get(b"GET {get} http/1.1\r\n"),
    "version 0.9": get(b"GET {get} HTTP/0.9\r\n"),
    "version 2.0": get(b"GET {get} HTTP/2.0\r\n"),
    "version 1": get(b"GET {get} HTTP/1\r\n"),
    "version 1.11": get(b"GET {get} HTTP/1.11\r\n"),
    "a second version": get(b"GET {get} HTTP/1.1 HTTP/1.1\r\n"),
    "a bare LF after the request line": get(b"GET {get} HTTP/1.1\n"),
    "bare LFs everywhere": b"GET {get} HTTP/1.1\nHost: test.example\n\n",
    "a bare CR in the request line": get(b"GET {get}\rHTTP/1.1\r\n"),
    "a NUL in the method": get(b"GE\0T {get} HTTP/1.1\r\n"),
    "a NUL in the target": get(b"GET {get}\0.html HTTP/1.1\r\n"),
}

TARGETS = {
    "a target without a slash": target(b"hello"),
    "an empty target": target(b""),
    "a star": target(b"*"),
    "an absolute target": target(b"http://test.example{get}"),
    "an authority": target(b"test.example:80"),
    "a fragment": target(b"{get}#x"),
    "a byte beyond ASCII": target(b"{get}\xff"),
    "raw UTF-8": target(b"/\xd0\xb0"),
    "a control character": target(b"{get}\x01"),
    "a coded NUL": target(b"/a%00b"),
    "a coded NUL in the query": target(b"{get}?a=%00"),
    "a coded line end": target(b"/a%0d%0ab"),
    "a dot segment": target(b"/a/../b"),
    "a dot segment at the end": target(b"/a/.."),
    "a coded dot segment": target(b"/static/%2e%2e/%2e%2e/etc/passwd"),
    "coded slashes": target(b"/static/..%2f..%2fetc%2fpasswd"),
    "a coded slash": target(b"/static%2Ftheme.css"),
    "a backslash": target(b"/static/..\\..\\etc"),
    "a coded backslash": target(b"/static/..%5c..%5cetc"),
    "an overlong dot": target(b"/static/%c0%ae%c0%ae/etc"),
    "invalid UTF-8": target(b"/a%ff"),
    "a surrogate": target(b"/%ed%a0%80"),
    "a cut code": target(b"/a%"),
    "a code of other letters": target(b"/a%zz"),
    "too many parameters": target(b"{get}?" + b"a&" * 4000),
}

HEADERS = {
    "no Host": get(headers=b""),
    "two Hosts": get(headers=HOST + b"Host: other.example\r\n"),
    "the same Host twice": get(headers=HOST + HOST),
    "an empty Host": get(headers=b"Host:\r\n"),
    "a Host with a blank": get(headers=b"Host: a b\r\n"),
    "a Host with a path": get(headers=b"Host: a/b\r\n"),
    "a Host with a user": get(headers=b"Host: a@b\r\n"),
    "a blank before the colon of Host": get(headers=b"Host : test.example\r\n"),
    "a header without a colon": get(headers=HOST + b"nonsense\r\n"),
    "a header without a name": get(headers=HOST + b": value\r\n"),
    "a header name with a blank": get(headers=HOST + b"X Y: z\r\n"),
    "a header name with a tab": get(headers=HOST + b"X-Y\t: z\r\n"),
    "a header name with a bracket": get(headers=HOST + b"X(Y): z\r\n"),
    "a header name beyond ASCII": get(headers=HOST + b"X\xe9: z\r\n"),
    "a NUL in a header name": get(headers=HOST + b"X\0Y: z\r\n"),
    "a NUL in a value": get(headers=HOST + b"X-Y: a\0b\r\n"),
    "a control character in a value": get(headers=HOST + b"X-Y: a\x01b\r\n"),
    "a DEL in a value": get(headers=HOST + b"X-Y: a\x7fb\r\n"),
    "a bare CR in a value": get(headers=HOST + b"X-Y: a\rb\r\n"),
    "a bare LF after a header": get(headers=HOST + b"X-Y: a\n"),
    "a bare LF for the empty line": get(end=b"\n"),
    "a folded header": get(headers=HOST + b"X-Y: a\r\n b\r\n"),
    "a folded header with a tab": get(headers=HOST + b"X-Y: a\r\n\tb\r\n"),
    "a fold before the first header": get(headers=b" Host: test.example\r\n"),
    "a folded Host": get(headers=b"Host:\r\n test.example\r\n"),
    "an unknown expectation": post(b"Expect: the-unexpected\r\nContent-Length: 1\r\n", b"x"),
    "a hundred and one headers": get(headers=HOST + b"X: y\r\n" * 101),
    "a header of 17 KiB": get(headers=HOST + b"X: " + b"y" * 17 * 1024 + b"\r\n"),
    "a header of 1 MiB": get(headers=HOST + b"X: " + b"y" * 1024 * 1024 + b"\r\n"),
    "a target of 9 KiB": target(b"/" + b"a" * 9 * 1024),
    "a target of 1 MiB": target(b"/" + b"a" * 1024 * 1024),
}

LENGTHS = {
    "a length of letters": post(b"Content-Length: abc\r\n"),
    "a negative length": post(b"Content-Length: -1\r\n"),
    "a length with a plus": post(b"Content-Length: +5\r\n", b"hello"),
    "a hexadecimal length": post(b"Content-Length: 0x5\r\n", b"hello"),
    "a length with a fraction": post(b"Content-Length: 5.0\r\n", b"hello"),
    "a length with a blank within": post(b"Content-Length: 5 5\r\n", b"hello"),
    "a list of lengths": post(b"Content-Length: 5, 5\r\n", b"hello"),
    "an empty length": post(b"Content-Length:\r\n"),
    "a length beyond 64 bits": post(b"Content-Length: 99999999999999999999999\r\n"),
    "a length of 2^64": post(b"Content-Length: 18446744073709551616\r\n"),
    "a length of 2^63": post(b"Content-Length: 9223372036854775808\r\n"),
    "two lengths": post(b"Content-Length: 5\r\nContent-Length: 6\r\n", b"hello!"),
    "the same length twice": post(b"Content-Length: 5\r\nContent-Length: 5\r\n", b"hello"),
    "a blank before the colon of the length": post(b"Content-Length : 5\r\n", b"hello"),
    "a folded length": post(b"X: y\r\nContent-Length:\r\n 5\r\n", b"hello"),
    "GET with a body": b"GET {get} HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\n\r\nhello",
    "HEAD with a body": b"HEAD {get} HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\n\r\nhello",
    "GET with chunks": b"GET {get} HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
}

CODINGS = {
    "a length beside chunks": chunked(b"0\r\n\r\n", b"Content-Length: 5\r\n"),
    "chunks beside a length": post(b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n"),
    "an unknown coding": post(b"Transfer-Encoding: xchunked\r\n", b"0\r\n\r\n"),
    "gzip, chunked": post(b"Transfer-Encoding: gzip, chunked\r\n", b"0\r\n\r\n"),
    "chunked, gzip": post(b"Transfer-Encoding: chunked, gzip\r\n", b"0\r\n\r\n"),
    "chunked, identity": post(b"Transfer-Encoding: chunked, identity\r\n", b"0\r\n\r\n"),
    "chunked twice in one": post(b"Transfer-Encoding: chunked, chunked\r\n", b"0\r\n\r\n"),
    "chunked in two headers": post(b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n"),
    "chunked and identity in two headers":
        post(b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", b"0\r\n\r\n"),
    "identity": post(b"Transfer-Encoding: identity\r\n", b"hello"),
    "an empty coding": post(b"Transfer-Encoding:\r\n", b"hello"),
    "a coding with a parameter": post(b"Transfer-Encoding: chunked;q=1\r\n", b"0\r\n\r\n"),
    "a coding in quotes": post(b'Transfer-Encoding: "chunked"\r\n', b"0\r\n\r\n"),
    "a coding after a vertical tab": post(b"Transfer-Encoding: \x0bchunked\r\n", b"0\r\n\r\n"),
    "a coding with a blank after it": post(b"Transfer-Encoding: chunked \r\n", b"0\r\n\r\n"),
    "a blank before the colon of the coding": post(b"Transfer-Encoding : chunked\r\n", b"0\r\n\r\n"),
    "a tab before the colon of the coding": post(b"Transfer-Encoding\t: chunked\r\n", b"0\r\n\r\n"),
    "a NUL after the coding": post(b"Transfer-Encoding\0: chunked\r\n", b"0\r\n\r\n"),
    "a coding folded out of its name": post(b"Transfer-Encodin: x\r\n g: chunked\r\n", b"0\r\n\r\n"),
    "a coding glued by a fold": post(b"Transfer-Encodin: chunked\r\n g\r\n", b"0\r\n\r\n"),
    "a coding in a folded value": post(b"X: y\r\n Transfer-Encoding: chunked\r\n", b"0\r\n\r\n"),
    "a coding after a bare LF": post(b"X: y\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n"),
    "a coding after a bare CR": post(b"X: y\rTransfer-Encoding: chunked\r\n", b"0\r\n\r\n"),
    "chunks in HTTP/1.0": post(b"Transfer-Encoding: chunked\r\n", b"0\r\n\r\n", version=b"HTTP/1.0"),
}

CHUNKS = {
    "a chunk size of letters": chunked(b"xyz\r\nhello\r\n0\r\n\r\n"),
    "a negative chunk size": chunked(b"-5\r\nhello\r\n0\r\n\r\n"),
    "a chunk size with a prefix": chunked(b"0x5\r\nhello\r\n0\r\n\r\n"),
    "a chunk size after a blank": chunked(b" 5\r\nhello\r\n0\r\n\r\n"),
    "a chunk size before a blank": chunked(b"5 \r\nhello\r\n0\r\n\r\n"),
    "no chunk size": chunked(b"\r\nhello\r\n0\r\n\r\n"),
    "a chunk size beyond 64 bits": chunked(b"fffffffffffffffff\r\nhello\r\n0\r\n\r\n"),
    "a chunk without its line end": chunked(b"5\r\nhello0\r\n\r\n"),
    "a chunk that is longer than it says": chunked(b"5\r\nhello world\r\n0\r\n\r\n"),
    "a chunk extension of 64 KiB": chunked(b"5;" + b"x" * 65536 + b"\r\nhello\r\n0\r\n\r\n"),
    "a trailer without a colon": chunked(b"0\r\nnonsense\r\n\r\n"),
    "a trailer of 64 KiB": chunked(b"0\r\nX: " + b"y" * 65536 + b"\r\n\r\n"),
}

ALL = {**REQUEST_LINES, **TARGETS, **HEADERS, **LENGTHS, **CODINGS, **CHUNKS}
