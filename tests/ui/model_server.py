# SPDX-License-Identifier: GPL-3.0-or-later
"""A chat model on this computer that answers as it is told: OpenAI's protocol, streamed or not.

    with ModelServer(answers) as server:
        driver.run(environment=server.environment)

answers maps a task (the name of its reply's JSON schema) to the reply: a dict, or a function that
makes one of the request. An Exception with an HTTP status and a message in place of a reply makes
the server fail. Every request is kept in server.requests.
"""
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Failure(Exception):
    """What the server answers instead of a reply."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status
        self.message = message


def task_of(request):
    schema = request.get("response_format", {}).get("json_schema", {})
    return schema.get("name", "")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def send(self, status, body, kind="application/json"):
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def fail(self, failure):
        self.send(failure.status, json.dumps({"error": {"message": failure.message}}))

    def do_GET(self):
        self.send(200, json.dumps({"data": [{"id": name} for name in self.server.models]}))

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(request)
        try:
            answer = self.server.answers[task_of(request)]
            if callable(answer):
                answer = answer(request)
            if isinstance(answer, Failure):
                raise answer
        except Failure as failure:
            self.fail(failure)
            return
        text = answer if isinstance(answer, str) else json.dumps(answer)
        if request.get("stream"):
            self.send_stream(text)
        else:
            self.send(200, json.dumps({
                "choices": [{"message": {"content": text}, "finish_reason": "stop"}],
                "usage": {"prompt_tokens": 100, "completion_tokens": 20}}))

    def send_stream(self, text):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        for start in range(0, len(text), 16):
            self.chunk({"choices": [{"delta": {"content": text[start:start + 16]}}]})
            self.server.pause.wait()
        self.chunk({"choices": [{"delta": {}, "finish_reason": "stop"}],
                    "usage": {"prompt_tokens": 100, "completion_tokens": 20}})
        self.wfile.write(b"data: [DONE]\n\n")
        self.close_connection = True

    def chunk(self, value):
        self.wfile.write(b"data: " + json.dumps(value).encode() + b"\n\n")
        self.wfile.flush()


class ModelServer:
    """The server as a context; leave `pause` cleared to hold streamed replies back."""

    def __init__(self, answers):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.answers = answers
        self.server.models = ["tiny", "small"]
        self.server.requests = []
        self.server.pause = threading.Event()
        self.server.pause.set()
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"
        self.environment = {
            "QUERIST_MODEL_PROVIDER": "openai",
            "QUERIST_MODEL_URL": self.url,
            "QUERIST_MODEL": "tiny",
            "QUERIST_REPLY_CACHE": "0",
        }

    @property
    def requests(self):
        return self.server.requests

    @property
    def pause(self):
        return self.server.pause

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.pause.set()
        self.server.shutdown()
        self.server.server_close()
