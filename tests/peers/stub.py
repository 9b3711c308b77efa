#!/usr/bin/env python3
"""stub.py - a model server that does what its clients ask for, good or bad.

    stub.py [--journal FILE] [--script FILE] [--tls CERT KEY]

Listens on free ports of 127.0.0.1 and prints one line when it is ready: a JSON object with "url",
"other" (a second address, where nobody should ever come) and, with --tls, "tls".  It ends when what
started it does, so that it cannot outlive a test.

The first part of the path says how it behaves, the rest is the provider's:

    $url/ok/v1/messages              answers
    $url/status=529,times=2/v1/...   fails twice, then answers
    $url/cut=3/v1/...                the stream ends after three events

Behaviours are separated by commas:

    ok                  nothing special
    text=T              the answer ("Hello from the stub."); %XX is read
    status=N code=C message=M       an error in the provider's form
    retry-after=V retry-after-ms=V x-should-retry=V   headers of it
    times=N             the behaviour holds for N requests to this first part, then it is ok
    rate=P seed=S       the behaviour holds for that share of the requests (0.3), in a fixed order
    cut=N               the stream ends after N events; a body after N bytes of what was promised
    silent=N            the same, but the connection stays open; silent=-1: not even a status
    slow=MS             one byte at a time, MS apart
    delay=MS            before the status
    type=T              another content type; html: a page in place of the answer
    redirect=N          status N to the other address
    giant=N             N bytes of answer
    utf8                the answer holds bytes that are not UTF-8
    garbage             the answer is not JSON; with a stream, its second event
    inband=C            the stream holds an error event of that code; failed: response.failed
    stop=R              the reason it ended, in the provider's words
    nousage             no word about tokens
    length=N            of the vectors of embeddings (8)

With --script, line n is the behaviour of request n (as in a path); behind the last, ok.  The
journal has one JSON object a line for each request: n, at_ms, method, path, headers, body, status,
usage (what the answer said).
"""
import hashlib
import json
import os
import random
import socket
import socketserver
import ssl
import sys
import threading
import time
import urllib.parse

USAGE = {"uncached": 100, "read": 20, "write_5m": 6, "write_1h": 4, "out": 7, "reasoning": 2}
ANTHROPIC_CODES = {400: "invalid_request_error", 401: "authentication_error", 402: "billing_error",
                   403: "permission_error", 404: "not_found_error", 409: "conflict_error",
                   413: "request_too_large", 429: "rate_limit_error", 504: "timeout_error",
                   529: "overloaded_error"}
OPENAI_CODES = {401: "invalid_api_key", 404: "model_not_found", 429: "rate_limit_exceeded",
                503: "slow_down", 529: "overloaded"}


def frame(event, data):
    """One server-sent event; without a name, as OpenAI's chat does it."""
    text = data if isinstance(data, str) else json.dumps(data)
    return ((f"event: {event}\n" if event else "") + f"data: {text}\n\n").encode()


def pieces(text):
    size = max(7, len(text) // 16)
    return [text[i:i + size] for i in range(0, len(text), size)] or [""]


class Anthropic:
    stream_type = "text/event-stream"

    @staticmethod
    def usage():
        u = USAGE
        return {"input_tokens": u["uncached"], "output_tokens": u["out"],
                "cache_read_input_tokens": u["read"],
                "cache_creation_input_tokens": u["write_5m"] + u["write_1h"],
                "cache_creation": {"ephemeral_5m_input_tokens": u["write_5m"],
                                   "ephemeral_1h_input_tokens": u["write_1h"]}}

    def message(self, ask, text, stop, usage):
        message = {"id": "msg_stub", "type": "message", "role": "assistant", "model": ask.get("model", "m"),
                   "content": [{"type": "text", "text": text}], "stop_reason": stop or "end_turn",
                   "stop_sequence": None}
        if usage:
            message["usage"] = self.usage()
        return message

    def events(self, ask, text, stop, usage):
        start = self.message(ask, text, stop, usage)
        start.update(content=[], stop_reason=None)
        if usage:
            start["usage"]["output_tokens"] = 1
        yield frame("message_start", {"type": "message_start", "message": start})
        yield frame("content_block_start", {"type": "content_block_start", "index": 0,
                                            "content_block": {"type": "text", "text": ""}})
        yield frame("ping", {"type": "ping"})
        for piece in pieces(text):
            yield frame("content_block_delta",
                        {"type": "content_block_delta", "index": 0,
                         "delta": {"type": "text_delta", "text": piece}})
        yield frame("content_block_stop", {"type": "content_block_stop", "index": 0})
        delta = {"type": "message_delta",
                 "delta": {"stop_reason": stop or "end_turn", "stop_sequence": None}}
        if usage:
            delta["usage"] = {"output_tokens": USAGE["out"]}
        yield frame("message_delta", delta)
        yield frame("message_stop", {"type": "message_stop"})

    @staticmethod
    def error(status, code, message):
        return {"type": "error", "request_id": "req_stub",
                "error": {"type": code or ANTHROPIC_CODES.get(status, "api_error"),
                          "message": message, "details": None}}

    def inband(self, code):
        return frame("error", self.error(200, code, "it went wrong in the middle"))


class Responses:
    stream_type = "text/event-stream"

    @staticmethod
    def usage():
        u = USAGE
        prompt = u["uncached"] + u["read"] + u["write_5m"] + u["write_1h"]
        return {"input_tokens": prompt, "output_tokens": u["out"], "total_tokens": prompt + u["out"],
                "input_tokens_details": {"cached_tokens": u["read"],
                                         "cache_write_tokens": u["write_5m"] + u["write_1h"]},
                "output_tokens_details": {"reasoning_tokens": u["reasoning"]}}

    def message(self, ask, text, stop, usage):
        reply = {"id": "resp_stub", "object": "response", "status": "completed", "error": None,
                 "incomplete_details": None, "model": ask.get("model", "m"), "output": [
                     {"type": "reasoning", "id": "rs_1", "summary": []},
                     {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed",
                      "content": [{"type": "output_text", "text": text, "annotations": []}]}]}
        if stop:
            reply.update(status="incomplete", incomplete_details={"reason": stop})
        if usage:
            reply["usage"] = self.usage()
        return reply

    def events(self, ask, text, stop, usage):
        whole = self.message(ask, text, stop, usage)
        number = iter(range(1000000))

        def event(name, **more):
            return frame(name, {"type": name, "sequence_number": next(number), **more})

        begun = {"id": "resp_stub", "object": "response", "status": "in_progress", "output": []}
        at = {"item_id": "msg_1", "output_index": 1, "content_index": 0}
        yield event("response.created", response=begun)
        yield event("response.output_item.added", output_index=1,
                    item={"type": "message", "id": "msg_1", "content": []})
        for piece in pieces(text):
            yield event("response.output_text.delta", delta=piece, logprobs=[], **at)
        yield event("response.output_text.done", text=text, **at)
        name = "response.incomplete" if stop else "response.completed"
        yield event(name, response=whole)

    @staticmethod
    def error(status, code, message):
        usual = "invalid_request_error" if status < 500 else "server_error"
        code = code or OPENAI_CODES.get(status, usual)
        return {"error": {"message": message, "type": code, "param": None, "code": code}}

    @staticmethod
    def inband(code):
        if code == "failed":
            return frame("response.failed", {"type": "response.failed", "response": {
                "id": "resp_stub", "status": "failed", "output": [],
                "error": {"code": "server_error", "message": "it went wrong in the middle"}}})
        return frame("error", {"type": "error", "code": code, "param": None,
                               "message": "it went wrong in the middle"})


class Chat:
    stream_type = "text/event-stream"
    error = staticmethod(Responses.error)

    @staticmethod
    def usage():
        u = Responses.usage()
        return {"prompt_tokens": u["input_tokens"], "completion_tokens": u["output_tokens"],
                "total_tokens": u["total_tokens"],
                "prompt_tokens_details": u["input_tokens_details"],
                "completion_tokens_details": u["output_tokens_details"]}

    def message(self, ask, text, stop, usage):
        reply = {"id": "chatcmpl-stub", "object": "chat.completion", "created": 1,
                 "model": ask.get("model", "m"), "choices": [
                     {"index": 0, "logprobs": None, "finish_reason": stop or "stop",
                      "message": {"role": "assistant", "content": text, "refusal": None}}]}
        if usage:
            reply["usage"] = self.usage()
        return reply

    def events(self, ask, text, stop, usage):
        def chunk(choices, **more):
            return frame("", {"id": "chatcmpl-stub", "object": "chat.completion.chunk",
                              "created": 1, "model": ask.get("model", "m"), "choices": choices, **more})

        yield chunk([{"index": 0, "delta": {"role": "assistant", "content": ""},
                      "finish_reason": None}])
        for piece in pieces(text):
            yield chunk([{"index": 0, "delta": {"content": piece}, "finish_reason": None}])
        yield chunk([{"index": 0, "delta": {}, "finish_reason": stop or "stop"}])
        if usage and ask.get("stream_options", {}).get("include_usage"):
            yield chunk([], usage=self.usage())
        yield frame("", "[DONE]")

    @staticmethod
    def inband(code):
        return frame("", Responses.error(200, code, "it went wrong in the middle"))


class Ollama:
    stream_type = "application/x-ndjson"

    @staticmethod
    def usage():
        u = Responses.usage()
        return {"prompt_eval_count": u["input_tokens"], "eval_count": u["output_tokens"],
                "total_duration": 5043500667, "eval_duration": 4709213000}

    def message(self, ask, text, stop, usage):
        reply = {"model": ask.get("model", "m"), "created_at": "2026-08-01T10:00:00.123456Z",
                 "message": {"role": "assistant", "content": text},
                 "done": True, "done_reason": stop or "stop"}
        if usage:
            reply.update(self.usage())
        return reply

    def events(self, ask, text, stop, usage):
        for piece in pieces(text):
            yield (json.dumps({"model": ask.get("model", "m"), "done": False, "message": {
                "role": "assistant", "content": piece}}) + "\n").encode()
        yield (json.dumps(self.message(ask, "", stop, usage)) + "\n").encode()

    @staticmethod
    def error(_status, _code, message):
        return {"error": message}

    @staticmethod
    def inband(code):
        return (json.dumps({"error": code}) + "\n").encode()


def dialect_of(path):
    for end, dialect in (("/messages", Anthropic), ("/responses", Responses),
                         ("/chat/completions", Chat), ("/api/chat", Ollama)):
        if path.endswith(end):
            return dialect()
    return None


def vector(text, length):
    """Always the same numbers for the same text, of length 1."""
    noise = random.Random(hashlib.sha256(text.encode()).hexdigest())
    numbers = [noise.uniform(-1, 1) for _ in range(length)]
    norm = sum(x * x for x in numbers) ** 0.5
    return [round(x / norm, 6) for x in numbers]


def embeddings(path, ask, length):
    texts = ask["input"] if isinstance(ask["input"], list) else [ask["input"]]
    length = ask.get("dimensions") or ask.get("output_dimension") or length
    vectors = [vector(text, length) for text in texts]
    tokens = sum(len(text.split()) for text in texts)
    if path.endswith("/api/embed"):
        return {"model": ask.get("model", "m"), "embeddings": vectors, "prompt_eval_count": tokens}
    data = [{"object": "embedding", "index": i, "embedding": v} for i, v in enumerate(vectors)]
    return {"object": "list", "data": data, "model": ask.get("model", "m"),
            "usage": {"prompt_tokens": tokens, "total_tokens": tokens}}


class State:
    """What all connections share."""

    def __init__(self, journal, script):
        self.lock = threading.Lock()
        self.journal = open(journal, "a", encoding="utf-8") if journal else None
        self.script = open(script, encoding="utf-8").read().splitlines() if script else None
        self.n = 0
        self.seen = {}
        self.random = {}
        self.other = ""

    def behaviour(self, first):
        """The settings for this request, by its path or the script."""
        with self.lock:
            self.n += 1
            n, text = self.n, first
            if self.script is not None:
                text = self.script[n - 1] if n <= len(self.script) else "ok"
            how = {}
            for part in filter(None, text.split(",")):
                name, _, value = part.partition("=")
                how[name] = urllib.parse.unquote(value)
            self.seen[text] = self.seen.get(text, 0) + 1
            if "times" in how and self.seen[text] > int(how["times"]):
                how = {}
            if "rate" in how:
                noise = self.random.setdefault(text, random.Random(how.get("seed", "1")))
                if noise.random() >= float(how["rate"]):
                    how = {}
            return n, how

    def note(self, **entry):
        with self.lock:
            if self.journal:
                self.journal.write(json.dumps(entry) + "\n")
                self.journal.flush()


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            self.exchange()
        except (ConnectionError, ssl.SSLError, TimeoutError):
            pass

    def read_request(self):
        line = self.rfile.readline(65536).decode("latin-1").split()
        if len(line) < 2:
            return None
        headers = {}
        while True:
            header = self.rfile.readline(65536).decode("latin-1").strip()
            if not header:
                break
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        body = self.rfile.read(int(headers.get("content-length", 0)))
        return line[0], line[1], headers, body

    def exchange(self):
        request = self.read_request()
        if request is None:
            return
        method, path, headers, raw = request
        at_ms = int(time.time() * 1000)
        first = path.split("/")[1] if path.count("/") > 1 else ""
        n, how = self.server.state.behaviour(first)
        try:
            ask = json.loads(raw) if raw else None
        except ValueError:
            ask = raw.decode("utf-8", "replace")
        status, content_type, parts, usage = self.reply(path, how, ask)
        self.server.state.note(n=n, at_ms=at_ms, method=method, path=path, headers=headers,
                               body=ask, status=status, usage=usage, port=self.server.port)
        self.send(how, status, content_type, parts)

    def reply(self, path, how, ask):
        """status, content type, parts to be sent one after the other, usage for the journal."""
        dialect = dialect_of(path)
        form = dialect or Responses()
        if "redirect" in how:
            return int(how["redirect"]), "text/plain", [b"elsewhere"], None
        if "status" in how:
            status = int(how["status"])
            text = how.get("message", "the stub was told to say so")
            error = json.dumps(form.error(status, how.get("code"), text)).encode()
            return status, "application/json", [error], None
        if how.get("type") == "html":
            return 200, "text/html", [b"<html><body>Please log in.</body></html>"], None
        if not isinstance(ask, dict):
            return 200, "application/json", [b'{"object":"list","data":[],"models":[]}'], None
        if path.endswith(("/embeddings", "/api/embed")):
            reply = embeddings(path, ask, int(how.get("length", 8)))
            return 200, "application/json", [self.spoil(how, json.dumps(reply).encode())], None
        if dialect is None:
            return 404, "application/json", [b'{"error":"no such path"}'], None
        return self.answer(dialect, how, ask)

    def answer(self, dialect, how, ask):
        text = how.get("text", "Hello from the stub.")
        if "giant" in how:
            text = "x" * int(how["giant"])
        if "utf8" in how:
            text = "caf\u00e9 auINVALID lait"  # a piece of its own
        usage = "nousage" not in how
        stop = how.get("stop")
        told = USAGE if usage else None
        # Ollama streams unless it is told not to.
        if not ask.get("stream", isinstance(dialect, Ollama)):
            whole = json.dumps(dialect.message(ask, text, stop, usage)).encode()
            return 200, how.get("type", "application/json"), [self.spoil(how, whole)], told
        events = [self.spoil(how, e) for e in dialect.events(ask, text, stop, usage)]
        if "garbage" in how:
            events = [e for e in dialect.events(ask, text, stop, usage)]
            events.insert(1, b"data: {\"type\": oops\n\n"
                          if dialect.stream_type.startswith("text") else b"{\"oops\n")
        if "inband" in how:
            events = events[:2] + [dialect.inband(how["inband"])]
        return 200, how.get("type", dialect.stream_type), events, told

    @staticmethod
    def spoil(how, data):
        if "garbage" in how:
            return data[:len(data) // 2] + b"}]oops"
        return data.replace(b"INVALID", b"\xff\xfe\xc3(") if "utf8" in how else data

    def send(self, how, status, content_type, parts):
        if "delay" in how:
            time.sleep(int(how["delay"]) / 1000)
        if how.get("silent") == "-1":
            return self.wait_for_the_end()
        streamed = len(parts) > 1
        head = [f"HTTP/1.1 {status} Stub", f"Content-Type: {content_type}", "Connection: close",
                "Request-Id: req_stub"]
        for name in ("retry-after", "retry-after-ms", "x-should-retry"):
            if name in how:
                head.append(f"{name}: {how[name]}")
        if "redirect" in how:
            head.append(f"Location: {self.server.state.other}/taken")
        if not streamed:
            head.append(f"Content-Length: {len(parts[0])}")
            limit = int(how.get("cut", how.get("silent", len(parts[0]))))
            parts = [parts[0][:limit]]
        else:
            parts = parts[:int(how.get("cut", how.get("silent", len(parts))))]
        self.put(how, ("\r\n".join(head) + "\r\n\r\n").encode())
        for part in parts:
            self.put(how, part)
        if "silent" in how:
            self.wait_for_the_end()

    def put(self, how, data):
        if "slow" not in how:
            self.wfile.write(data)
            return
        for byte in data:
            self.wfile.write(bytes([byte]))
            time.sleep(int(how["slow"]) / 1000)

    def wait_for_the_end(self):
        while self.connection.recv(4096):
            pass


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, state, tls=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.state = state
        self.tls = tls
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def finish_request(self, request, client_address):
        request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.tls:
            try:
                request = self.tls.wrap_socket(request, server_side=True)
            except OSError:  # the client does not trust us
                return
        super().finish_request(request, client_address)

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def main(argv):
    journal = script = tls = None
    while argv:
        option = argv.pop(0)
        if option == "--journal":
            journal = argv.pop(0)
        elif option == "--script":
            script = argv.pop(0)
        elif option == "--tls":
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(argv.pop(0), argv.pop(0))
        else:
            sys.exit(__doc__)
    state = State(journal, script)
    ready = {"url": f"http://127.0.0.1:{Server(state).port}"}
    ready["other"] = state.other = f"http://127.0.0.1:{Server(state).port}"
    if tls:
        ready["tls"] = f"https://127.0.0.1:{Server(state, tls).port}"
    parent = os.getppid()
    print(json.dumps(ready), flush=True)
    while os.getppid() == parent:
        time.sleep(0.2)


main(sys.argv[1:])
