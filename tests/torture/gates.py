#!/usr/bin/env python3
"""gates.py BIN ROUNDS [SEED] - many people decide at once, and are killed at random moments.

A round is a gate that is pending, and 16 programs that decide it at the same time: by flag, by
policy in a pipe, at a terminal; now and then one that reopens it.  SIGKILL is sent to three of
four at a random moment, which a third of them are still there for.  Whoever ended by itself was
told the truth:

	a flag's 0	its decision is in the log, once; 1: it is not
	a filter's 0	the gate was approved, and what it passed on are the bytes it read; 1: rejected

and between two openings of a gate there is one decision at most, exactly one where anybody ended
with 0 or 1 and nobody reopened it.  In the end the whole store verifies.
"""
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests", "peers"))
from terminal import Failed, Terminal  # noqa: E402

PROGRAMS = 16
KILLED = 0.75  # of them are to be; not all are met alive
LIFE_S = 0.04  # about how long one lives
POLICY = """rules:
  - {name: even, phase: ranking, decision: approve, when: [score >= 0.5]}
  - {name: odd, phase: ranking, decision: reject, when: [score < 0.5]}
"""


class Program:
	"""One that decides: approve, reject, policy, tty or reopen."""

	def __init__(self, round_, kind, number):
		self.kind = kind
		self.round = round_
		self.user = "p%d.%d" % (round_.number, number)
		self.status = None
		self.out = os.path.join(round_.dir, "out%d" % number)
		self.process = self.terminal = None

	def environment(self):
		return dict(os.environ, RSG_USER=self.user, RSG_STORE=self.round.store,
				RSG_GATES_POLICY=self.round.policy if self.kind == "policy" else "")

	def start(self):
		run, doc = self.round.run, self.round.doc
		gate = os.path.join(self.round.bin, "rsg-gate")
		if self.kind == "tty":
			self.thread = threading.Thread(target=self.type, args=(gate,))
			self.thread.start()
			return
		argv = [gate, "--" + self.kind, run, "ranking"]
		stdin = subprocess.DEVNULL
		if self.kind == "policy":
			argv, stdin = [gate, "--no-input"], open(doc, "rb")
		with open(self.out, "wb") as out, open(self.out + ".err", "wb") as err:
			self.process = subprocess.Popen(argv, stdin=stdin, stdout=out, stderr=err,
					env=self.environment(), start_new_session=True)
		if stdin != subprocess.DEVNULL:
			stdin.close()

	def type(self, gate):
		command = "RSG_USER=%s RSG_STORE=%s exec %s <%s >%s 2>%s.err" % (self.user,
				self.round.store, gate, self.round.doc, self.out, self.out)
		self.terminal = Terminal(command, 120)
		try:
			self.terminal.expect("Approve ranking?")
			self.terminal.key("y")
		except Failed:  # somebody was first, or it was killed
			pass
		try:
			self.terminal.end("")
		except Failed:
			self.terminal.give_up()
			raise

	def kill(self):
		pid = self.process.pid if self.process else self.terminal.pid if self.terminal else None
		try:
			if pid and (self.process is None or self.process.poll() is None):
				os.kill(pid, signal.SIGKILL)
		except ProcessLookupError:
			pass

	def wait(self):
		if self.process:
			self.status = self.process.wait()
		else:
			self.thread.join()
			self.status = self.terminal.status
			os.close(self.terminal.master)
			if self.terminal.slave is not None:
				os.close(self.terminal.slave)


class Round:
	def __init__(self, bin_, dir_, number, rng):
		self.bin, self.dir, self.number, self.rng = bin_, dir_, number, rng
		self.store = os.path.join(dir_, "run.db")
		self.policy = os.path.join(dir_, "policy.yaml")
		self.run = "01934b2e-7c00-7000-8000-%012x" % number
		self.doc = os.path.join(dir_, "doc%d.json" % number)
		self.wrong = []

	def prepare(self):
		with open(os.path.join(ROOT, "tests/data/run-document.json"), encoding="utf-8") as f:
			doc = json.load(f)
		for later in "selection", "generation", "audit":
			del doc["phases"][later]
		doc["run"]["id"] = self.run
		doc["phases"]["ranking"]["output"]["score"] = self.rng.choice((0.25, 0.75))
		with open(self.doc, "w", encoding="utf-8") as f:
			json.dump(doc, f, indent=self.rng.choice((None, 1)))
		asked = subprocess.run([os.path.join(self.bin, "rsg-gate"), "--no-input", "-s", self.store],
				stdin=open(self.doc, "rb"), capture_output=True)
		if asked.returncode != 75:
			raise SystemExit("asking: %d %s" % (asked.returncode, asked.stderr.decode()))

	def play(self):
		kinds = ["tty"] + self.rng.choices(("approve", "reject", "policy"), k=PROGRAMS - 1)
		if self.rng.random() < 0.3:
			kinds[self.rng.randrange(1, PROGRAMS)] = "reopen"
		self.rng.shuffle(kinds)
		programs = [Program(self, kind, i) for i, kind in enumerate(kinds)]
		killers = []
		for p in programs:
			p.start()
			if self.rng.random() < KILLED:
				killers.append(threading.Timer(self.rng.random() * LIFE_S, p.kill))
				killers[-1].start()
		for p in programs:
			p.wait()
		for killer in killers:
			killer.join()
		return programs

	def events(self):
		"""For each opening of the gate: the decisions that were made until the next."""
		db = sqlite3.connect(self.store)
		rows = db.execute("SELECT event, data FROM audit_log WHERE run_id = ? ORDER BY seq",
				(self.run,)).fetchall()
		status = db.execute("SELECT status, decided_by FROM approval_gate WHERE run_id = ?",
				(self.run,)).fetchall()
		db.close()
		openings = []
		for event, data in rows:
			if event in ("gate_asked", "gate_reopened"):
				openings.append([])
			elif event == "approval_decision":
				openings[-1].append(json.loads(data))
		return openings, status

	def say(self, text):
		self.wrong.append("round %d: %s" % (self.number, text))

	def judge(self, programs):
		openings, rows = self.events()
		decisions = [d for opening in openings for d in opening]
		if len(rows) != 1:
			self.say("%d gates" % len(rows))
		for opening in openings:
			if len(opening) > 1:
				self.say("decided %d times" % len(opening))
		last = openings[-1][-1] if openings[-1] else None
		if rows[0] != ((last["decision"], last["by"]) if last else ("pending", None)):
			self.say("the gate says %r, the log %r" % (rows[0], last))
		if any(p.status in (0, 1) and p.kind != "reopen" for p in programs) and not decisions:
			self.say("lost: acknowledged, and no decision")
		for p in programs:
			self.judge_one(p, decisions)
		return len(decisions)

	def judge_one(self, p, decisions):
		own = [d for d in decisions if d["by"] in (p.user, "policy %s for %s" % (self.policy, p.user))]
		verdicts = {d["decision"] for d in decisions}
		if p.status == -signal.SIGKILL:
			if len(own) > 1:
				self.say("%s doubled its decision" % p.kind)
			return
		if p.status not in (0, 1) and not (p.status == 75 and p.kind in ("policy", "tty")):
			with open(p.out + ".err", encoding="utf-8") as f:
				self.say("%s ended with %s: %s" % (p.kind, p.status, f.read()))
			return
		if p.kind in ("approve", "reject"):
			wanted = {"approve": "approved", "reject": "rejected"}[p.kind]
			found = [d["decision"] for d in own]
			if found != ([wanted] if p.status == 0 else []):
				self.say("%s got %d, and the log has %r" % (p.kind, p.status, found))
		elif p.kind in ("policy", "tty"):
			self.judge_filter(p, verdicts)

	def judge_filter(self, p, verdicts):
		with open(p.out, "rb") as out, open(self.doc, "rb") as doc:
			passed, read = out.read(), doc.read()
		if p.status == 0 and (passed != read or "approved" not in verdicts):
			self.say("%s passed what was not approved, or other bytes" % p.kind)
		if p.status != 0 and passed:
			self.say("%s ended with %d and passed bytes" % (p.kind, p.status))
		if p.status == 1 and "rejected" not in verdicts:
			self.say("%s was rejected by nobody" % p.kind)


def main():
	bin_ = os.path.abspath(sys.argv[1])
	rounds = int(sys.argv[2])
	seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
	dir_ = tempfile.mkdtemp()
	for name in list(os.environ):
		if name.startswith("RSG_") and name != "RSG_SHARE":
			del os.environ[name]
	os.environ.update(HOME=dir_, LC_ALL="C.UTF-8", TERM="xterm")
	with open(os.path.join(dir_, "policy.yaml"), "w", encoding="utf-8") as f:
		f.write(POLICY)
	wrong, killed, decided, ended = [], 0, 0, {0: 0, 1: 0}
	try:
		for n in range(1, rounds + 1):
			r = Round(bin_, dir_, n, random.Random(seed * 1000003 + n))
			r.prepare()
			programs = r.play()
			decided += r.judge(programs)
			killed += sum(p.status == -signal.SIGKILL for p in programs)
			for p in programs:
				if p.status in ended:
					ended[p.status] += 1
			wrong += r.wrong
		verified = subprocess.run([os.path.join(bin_, "rsg-audit"), "--verify", "-s",
				os.path.join(dir_, "run.db")], capture_output=True)
		if verified.returncode != 0:
			wrong.append("the store does not verify: " + verified.stderr.decode())
	finally:
		shutil.rmtree(dir_)
	print("%d rounds of %d programs, seed %d: %d killed, %d ended with 0, %d with 1; %d decisions; "
			"lost, doubled or untrue: %d" % (rounds, PROGRAMS, seed, killed, ended[0], ended[1],
			decided, len(wrong)))
	for text in wrong[:20]:
		print(text)
	return 1 if wrong else 0


if __name__ == "__main__":
	sys.exit(main())
