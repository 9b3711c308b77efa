#!/usr/bin/env python3
"""gate-bytes.py BIN TRIES [SEED] - an approval is for the bytes that were approved.

Approves a document, then changes bytes of it at random: flipped, dropped, doubled, swapped, or taken
from elsewhere in it.  What passes must be the same run, story and outputs in every value (white
space, say, or a time that is no part of what was approved), and come out as it went in.
"""
import json
import os
import random
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def approved(text):
	"""All that an approval is for, in its order."""
	doc = json.loads(text, parse_int=float)  # 1e0 is 1
	phases = doc.pop("phases")
	return json.dumps([doc, [[name, p.get("output")] for name, p in phases.items()]])


def changed(text, rng):
	at, n = rng.randrange(len(text)), rng.choice((1, 1, 1, 2, 5, 40))
	other = rng.randrange(len(text) - n)
	how = rng.randrange(5)
	if how == 0:
		return text[:at] + bytes([text[at] ^ (1 << rng.randrange(7))]) + text[at + 1:]
	if how == 1:
		return text[:at] + text[at + n:]
	if how == 2:
		return text[:at] + text[at:at + n] + text[at:]
	if how == 3:
		return text[:at] + text[other:other + n] + text[at + n:]
	return text[:at] + rng.choice((b" ", b"\n", b"0", b"1", b"x", b"\\u0041", b"e0")) + text[at:]


def main():
	gate = os.path.join(os.path.abspath(sys.argv[1]), "rsg-gate")
	tries = int(sys.argv[2])
	rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
	with open(os.path.join(ROOT, "tests/data/run-document.json"), encoding="utf-8") as f:
		doc = json.load(f)
	text = json.dumps(doc, indent=rng.choice((None, 1)), ensure_ascii=False).encode()
	wrong, passed, refused = [], 0, 0
	with tempfile.TemporaryDirectory() as dir_:
		env = dict(os.environ, HOME=dir_, RSG_STORE=os.path.join(dir_, "run.db"), RSG_USER="Jo")

		def run(args, bytes_):
			return subprocess.run([gate, "--no-input"] + args, input=bytes_, env=env,
					capture_output=True)
		assert run([], text).returncode == 75
		assert run(["--approve", "last", "audit"], b"").returncode == 0
		assert run([], text).stdout == text
		for n in range(tries):
			other = changed(text, rng)
			got = run(["-n"], other)
			if got.returncode != 0:
				refused += 1
				if got.returncode not in (65, 75) or got.stdout:
					wrong.append("try %d: status %d" % (n, got.returncode))
				continue
			passed += 1
			if got.stdout != other or approved(other) != approved(text):
				wrong.append("try %d passed: %s" % (n, other.decode(errors="replace")[:2000]))
	print("%d tries: %d refused, %d passed with nothing of it changed; accepted although it differs: %d"
			% (tries, refused, passed, len(wrong)))
	for text in wrong[:10]:
		print(text)
	return 1 if wrong else 0


if __name__ == "__main__":
	sys.exit(main())
