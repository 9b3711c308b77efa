#!/usr/bin/env python3
"""browser.py CHROMIUM - a browser without a screen, driven by steps on stdin, one a line.

Speaks the DevTools protocol over a pair of pipes, so that no port is open and nothing but Python is
needed.  What a step gives is printed as one line of JSON; steps that give nothing print nothing.

    open URL            a page; waits until it is loaded and drawn
    js on|off           before open: whether the page's own scripts run
    media NAME          screen, print, dark, light
    size WIDTHxHEIGHT   of the window
    eval EXPRESSION     gives its value; a promise is waited for
    key NAME            Tab, Enter, Escape, or one character, as typed
    text WORDS          typed into what has the focus
    click SELECTOR      with the mouse, in the middle of the first match
    shot FILE           a picture of what is seen
    pdf FILE            the page as it prints
    requests            gives the addresses asked for since open, the page itself left out
    console             gives what was said on the console since open, errors and refusals too

Ends with 1 and the reason on stderr when a step fails or takes longer than two minutes.
"""
import base64
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time

FLAGS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-dev-shm-usage
--disable-background-networking --disable-component-update --disable-sync --disable-default-apps
--disable-extensions --no-default-browser-check --force-color-profile=srgb --hide-scrollbars
--remote-debugging-pipe about:blank""".split()
LIMIT = 120
KEYS = {"Tab": ("Tab", 9, ""), "Enter": ("Enter", 13, "\r"), "Escape": ("Escape", 27, "")}


class Failure(Exception):
    pass


class Browser:
    def __init__(self, program):
        self.profile = tempfile.mkdtemp(prefix="browser")
        self.log = open(os.path.join(self.profile, "log"), "wb")
        to_us, from_browser = os.pipe()
        to_browser, from_us = os.pipe()

        def streams():  # the browser reads 3 and writes 4
            high = [os.dup(to_browser), os.dup(from_browser)]
            while min(high) < 5:
                high = [os.dup(fd) for fd in high]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        home = dict(os.environ, HOME=self.profile)
        self.process = subprocess.Popen(
            [program, "--user-data-dir=" + os.path.join(self.profile, "profile"), *FLAGS],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, preexec_fn=streams,
            close_fds=True, pass_fds=(3, 4), env=home, start_new_session=True)
        os.close(to_browser)
        os.close(from_browser)
        self.read_fd, self.write_fd = to_us, from_us
        self.buffered = b""
        self.number = 0
        self.session = None
        self.requests, self.messages, self.page = [], [], None
        self.loaded, self.scripts = False, True

    def close(self):
        self.session = None
        try:
            self.send("Browser.close")
            self.process.wait(10)
        except (OSError, Failure, subprocess.TimeoutExpired):
            os.killpg(self.process.pid, 9)
            self.process.wait()
        self.log.close()
        shutil.rmtree(self.profile, ignore_errors=True)

    def send(self, method, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.write_fd, json.dumps(message).encode() + b"\0")
        return self.number

    def receive(self, deadline):
        while b"\0" not in self.buffered:
            ready, _, _ = select.select([self.read_fd], [], [], max(0, deadline - time.monotonic()))
            if not ready:
                raise Failure("no answer in time")
            got = os.read(self.read_fd, 1 << 20)
            if not got:
                raise Failure("the browser ended: " + open(self.log.name, errors="replace").read()[-2000:])
            self.buffered += got
        line, self.buffered = self.buffered.split(b"\0", 1)
        return json.loads(line)

    def event(self, message):
        params = message.get("params", {})
        method = message.get("method")
        if method == "Page.loadEventFired":
            self.loaded = True
        elif method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"][:300])
        elif method == "Log.entryAdded":
            self.messages.append(params["entry"]["level"] + ": " + params["entry"]["text"])
        elif method == "Runtime.consoleAPICalled":
            self.messages.append(params["type"])
        elif method == "Runtime.exceptionThrown":
            self.messages.append(str(params["exceptionDetails"].get("text")))
        elif method == "Page.javascriptDialogOpening":
            self.messages.append("dialog: " + params["message"])
            self.send("Page.handleJavaScriptDialog", accept=False)

    def call(self, method, **params):
        number = self.send(method, **params)
        deadline = time.monotonic() + LIMIT
        while True:
            message = self.receive(deadline)
            if message.get("id") == number:
                if "error" in message:
                    raise Failure(method + ": " + message["error"]["message"])
                return message["result"]
            self.event(message)

    def start(self):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(domain + ".enable")

    def evaluate(self, expression):
        got = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in got:
            raise Failure(expression + ": " + json.dumps(got["exceptionDetails"])[:1000])
        return got["result"].get("value")

    def open(self, url):
        self.requests, self.messages, self.loaded = [], [], False
        self.page = url.split("#")[0]
        got = self.call("Page.navigate", url=url)
        if got.get("errorText"):
            raise Failure(url + ": " + got["errorText"])
        deadline = time.monotonic() + LIMIT
        while not self.loaded and got.get("loaderId"):
            self.event(self.receive(deadline))
        if self.scripts:
            self.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")

    def media(self, name):
        if name in ("dark", "light"):
            self.call("Emulation.setEmulatedMedia", media="screen",
                      features=[{"name": "prefers-color-scheme", "value": name}])
        else:
            self.call("Emulation.setEmulatedMedia", media=name)

    def size(self, text):
        width, height = map(int, text.split("x"))
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=width < 600)

    def key(self, name):
        key, code, text = KEYS.get(name, (name, ord(name.upper()[0]), name))
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code, text=text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def click(self, selector):
        place = self.evaluate(
            "(() => { const at = document.querySelector(%s); at.scrollIntoView({block: 'center'});"
            " const box = at.getBoundingClientRect();"
            " return [box.x + box.width / 2, box.y + box.height / 2]; })()" % json.dumps(selector))
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left",
                      clickCount=1)

    def save(self, name, result):
        with open(name, "wb") as file:
            file.write(base64.b64decode(result["data"]))

    def step(self, verb, rest):
        if verb == "open":
            return self.open(rest)
        if verb == "js":
            self.scripts = rest == "on"
            self.call("Emulation.setScriptExecutionDisabled", value=not self.scripts)
            return None
        if verb in ("media", "size", "key", "click"):
            return getattr(self, verb)(rest)
        if verb == "text":
            return self.call("Input.insertText", text=rest) and None
        if verb == "shot":
            return self.save(rest, self.call("Page.captureScreenshot"))
        if verb == "pdf":
            return self.save(rest, self.call("Page.printToPDF", preferCSSPageSize=True))
        self.evaluate("0")  # what was on its way is here
        if verb == "requests":
            return [url for url in self.requests if url.split("#")[0] != self.page]
        if verb == "console":
            return list(self.messages)
        if verb == "eval":
            return self.evaluate(rest)
        raise Failure("no step " + verb)


def main():
    browser = Browser(sys.argv[1])
    try:
        browser.start()
        for line in sys.stdin:
            verb, _, rest = line.rstrip("\n").partition(" ")
            if not verb or verb.startswith("#"):
                continue
            got = browser.step(verb, rest)
            if verb in ("eval", "requests", "console"):
                print(json.dumps(got), flush=True)
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 1
    finally:
        browser.close()
    return 0


sys.exit(main())
