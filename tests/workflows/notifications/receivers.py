"""Small real receivers on the loopback: a mail server and a robot, which behave as they are told."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_string
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Mailbox:
    """A mail server that keeps what it took; `refusing` makes it say 451 to every mail."""

    port: int = 0
    refusing: bool = False
    tried: int = 0
    mails: list[Message] = field(default_factory=list)
    receivers: list[str] = field(default_factory=list)


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """SMTP as far as our mails need it."""
    box = Mailbox()

    class Conversation(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 here")
            while line := self.rfile.readline().decode().strip():
                word = line.split(":")[0].upper()
                if word == "DATA":
                    self.take()
                elif word == "QUIT":
                    return self.say("221 bye")
                else:
                    self.say("250 fine")
                    if word == "RCPT TO":
                        box.receivers.append(line.partition("<")[2].partition(">")[0])
            return None

        def take(self) -> None:
            self.say("354 go on")
            lines: list[str] = []
            while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                lines.append(line)
            box.tried += 1
            if box.refusing:
                return self.say("451 later")
            box.mails.append(message_from_string("\n".join(lines)))
            return self.say("250 taken")

        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    with _serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation)) as server:
        box.port = server.server_address[1]
        yield box


@dataclass
class Chat:
    """A robot's end: what came, and what it answers next.

    `answers` are statuses, "drop" for a line that breaks after the words were taken, or "late" for
    an answer after the house has given up: the robot has posted, and the house cannot know.
    """

    port: int = 0
    answers: list[int | str] = field(default_factory=list)
    error_code: int = 0
    #: (key, path, body) of each call that arrived.
    calls: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)

    #: Lets the late answers go.
    released: threading.Event = field(default_factory=threading.Event)

    def posted(self) -> list[str]:
        """What stands in the chat: a repeated key is taken once."""
        return list(dict.fromkeys(key for key, _, _ in self.calls))


@contextmanager
def robot() -> Iterator[Chat]:
    """An HTTP robot."""
    chat = Chat()

    class Endpoint(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            chat.calls.append((self.headers["Idempotency-Key"], self.path, body))
            answer = chat.answers.pop(0) if chat.answers else 200
            if answer == "drop":
                self.close_connection = True
                return
            if answer == "late":
                chat.released.wait(20)
                self.close_connection = True
                return
            told = json.dumps({"errcode": chat.error_code}).encode()
            self.send_response(int(answer))
            self.send_header("Content-Length", str(len(told)))
            if int(answer) in {301, 302, 307}:
                self.send_header("Location", f"http://127.0.0.1:{chat.port}/elsewhere")
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with _serving(ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)) as server:
        chat.port = server.server_address[1]
        yield chat
        chat.released.set()


@contextmanager
def _serving(server: socketserver.TCPServer) -> Iterator[socketserver.TCPServer]:
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
