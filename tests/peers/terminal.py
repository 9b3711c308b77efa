#!/usr/bin/env python3
"""terminal.py - a person at a terminal, for tests.

	terminal.py [--screen FILE] [--within SECONDS] COMMAND <STEPS

Runs sh -c COMMAND on a new pseudo-terminal, which is its controlling terminal and its stdin, stdout
and stderr; what of it is redirected, COMMAND says.  The steps are lines, done one after the other:

	expect TEXT	until TEXT is shown, behind what was expected before
	key KEYS	once the program waits for a single key, press them at once
	send KEYS	press them now, whatever it does
	run COMMAND	in a shell elsewhere, not on this terminal; it must succeed
	size 80x24	columns and rows
	signal TERM	to what is in the foreground
	hangup		the terminal goes away
	end		wait for the end of the command; what is not said is done at the end

In KEYS \\r is Enter, \\e Escape, \\t a tab, \\xNN a byte.  Empty lines and those with # are skipped.
Nothing sleeps for a while and hopes: each step waits for what it says, SECONDS at most.

FILE gets what was shown, with newlines alone and without escape sequences; FILE.raw each byte.
Exit status: the command's, or 128 + signal; 125 when a step did not come to pass.
"""
import argparse
import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time

FAILED = 125
TICK = 0.01
ESCAPES = {"r": b"\r", "n": b"\n", "t": b"\t", "e": b"\x1b", "\\": b"\\"}
# CSI and OSC sequences, and the two-byte ones.
SEQUENCE = re.compile(rb"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[@-Z\\^_=>78])")


class Failed(Exception):
	pass


def keys_of(text):
	out = b""
	at = 0
	for m in re.finditer(r"\\(x[0-9a-fA-F]{2}|.)", text):
		out += text[at:m.start()].encode()
		code = m.group(1)
		if code[0] == "x":
			out += bytes([int(code[1:], 16)])
		elif code in ESCAPES:
			out += ESCAPES[code]
		else:
			raise Failed("\\%s is no key" % code)
		at = m.end()
	return out + text[at:].encode()


class Terminal:
	def __init__(self, command, within):
		self.within = within
		self.raw = b""
		self.seen = 0  # up to here of shown() was expected
		self.status = None
		self.master, self.slave = pty.openpty()
		self.size("80x24")
		started, starting = os.pipe()
		self.pid = os.fork()
		if self.pid == 0:
			self.be(command)
		os.close(starting)
		os.read(started, 1)  # the terminal is its own now
		os.close(started)
		os.set_blocking(self.master, False)

	def be(self, command):
		os.setsid()
		fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
		for fd in 0, 1, 2:
			os.dup2(self.slave, fd)
		os.closerange(3, 256)
		os.execv("/bin/sh", ["sh", "-c", command])

	def shown(self):
		return SEQUENCE.sub(b"", self.raw).replace(b"\r\n", b"\n")

	def read(self, wait):
		"""What there is, for `wait` seconds at most; False when there will be no more."""
		if self.master is None:
			time.sleep(wait)
			return False
		if not select.select([self.master], [], [], wait)[0]:
			return True
		try:
			got = os.read(self.master, 65536)
		except OSError as e:
			if e.errno == errno.EIO:
				return False
			raise
		self.raw += got
		return got != b""

	def ended(self):
		if self.status is None:
			pid, status = os.waitpid(self.pid, os.WNOHANG)
			if pid:
				self.status = os.waitstatus_to_exitcode(status)
		return self.status is not None

	def until(self, what, happened):
		deadline = time.monotonic() + self.within
		while not happened():
			if self.ended():
				self.drain()
				if happened():
					return
				raise Failed("the command ended (%d) before: %s" % (self.code(), what))
			if time.monotonic() > deadline:
				raise Failed("not within %g s: %s" % (self.within, what))
			self.read(TICK)

	def drain(self):
		"""All that was shown by what has ended."""
		if self.slave is None:
			return
		os.close(self.slave)
		self.slave = None
		deadline = time.monotonic() + 2
		while self.master is not None and self.read(TICK) and time.monotonic() < deadline:
			pass

	def code(self):
		return self.status if self.status >= 0 else 128 - self.status

	def expect(self, text):
		wanted = text.encode()

		def happened():
			at = self.shown().find(wanted, self.seen)
			if at >= 0:
				self.seen = at + len(wanted)
			return at >= 0
		self.until("expect " + text, happened)

	def waits_for_key(self):
		return not termios.tcgetattr(self.slave)[3] & termios.ICANON

	def key(self, text):
		self.until("a key is waited for", self.waits_for_key)
		self.send(text)

	def send(self, text):
		left = keys_of(text)
		while left:
			try:
				left = left[os.write(self.master, left):]
			except BlockingIOError:
				pass
			if left:
				self.read(TICK)

	def run(self, command):
		p = subprocess.run(["sh", "-euc", command], stdin=subprocess.DEVNULL, capture_output=True,
				start_new_session=True, timeout=self.within)
		if p.returncode:
			raise Failed("status %d: run %s\n%s" % (p.returncode, command, p.stderr.decode()))

	def size(self, text):
		columns, rows = map(int, text.split("x"))
		fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

	def foreground(self):
		return self.pid if self.master is None else os.tcgetpgrp(self.master)

	def signal(self, name):
		os.killpg(self.foreground(), getattr(signal, "SIG" + name))

	def hangup(self, _):
		os.close(self.master)
		self.master = None

	def end(self, _):
		deadline = time.monotonic() + self.within
		while not self.ended():
			if time.monotonic() > deadline:
				raise Failed("the command did not end within %g s" % self.within)
			self.read(TICK)
		self.drain()

	def give_up(self):
		if self.status is None:
			for target in self.foreground(), self.pid:
				try:
					os.killpg(target, signal.SIGKILL)
				except ProcessLookupError:
					pass
			os.waitpid(self.pid, 0)


STEPS = "expect", "key", "send", "run", "size", "signal", "hangup", "end"


def perform(terminal, steps):
	for line in steps:
		word, _, rest = line.rstrip("\n").lstrip("\t").partition(" ")
		if not word or word.startswith("#"):
			continue
		if word not in STEPS:
			raise Failed("\"%s\" is no step" % word)
		getattr(terminal, word)(rest)
	terminal.end("")


def main():
	parser = argparse.ArgumentParser()
	parser.add_argument("--screen", default="screen")
	parser.add_argument("--within", type=float, default=60)
	parser.add_argument("command")
	args = parser.parse_args()
	steps = sys.stdin.readlines()
	terminal = Terminal(args.command, args.within)
	status = FAILED
	try:
		perform(terminal, steps)
		status = terminal.code()
	except (Failed, subprocess.TimeoutExpired) as e:
		print(e, file=sys.stderr)
		terminal.give_up()
		print(terminal.shown()[-2000:].decode(errors="replace"), file=sys.stderr)
	with open(args.screen, "wb") as f:
		f.write(terminal.shown())
	with open(args.screen + ".raw", "wb") as f:
		f.write(terminal.raw)
	return status


if __name__ == "__main__":
	sys.exit(main())
