#!/usr/bin/env python3
"""tamper.py - change an audit log in many ways and see that rsg-audit --verify finds each.

    tamper.py STORE TRIES SEED

Each try copies STORE, drops the triggers, does one thing at random to the table audit_log (any column of
any row, rows deleted, exchanged, put in, a row hashed anew without those behind it, the log written
anew to its end, its end cut off with the counter set back), and runs the real rsg-audit.  It must
give 1 and name the row.  What a chain alone cannot show (the last row or the whole end written anew, or cut
off) must be found with --against a checkpoint taken before.  Prints how many of each there were; status
1 when one was missed.
"""
import collections
import hashlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys

COLUMNS = ("seq", "at", "event", "run_id", "data", "previous", "hash")
TRIGGERS = ("audit_log_keeps", "audit_log_stays", "audit_log_appends", "audit_log_in_order")


def row_hash(row):
    """As audit.h says it is made."""
    text = json.dumps([row["previous"], row["seq"], row["at"], row["event"], row["run_id"], row["data"]],
                      ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def read(db):
    return [dict(zip(COLUMNS, r)) for r in
            db.execute("SELECT %s FROM audit_log ORDER BY seq" % ", ".join(COLUMNS))]


def write(db, rows):
    db.execute("DELETE FROM audit_log")
    db.executemany("INSERT INTO audit_log VALUES (?, ?, ?, ?, ?, ?, ?)",
                   [tuple(r[c] for c in COLUMNS) for r in rows])


def other_text(rnd, text, rows, column):
    way = rnd.randrange(8)
    at = rnd.randrange(len(text)) if text else 0
    if way == 0 and text:
        return text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1:]
    if way == 1:
        return text + "\0" + "x"
    if way == 2:
        return text + rnd.choice(" x0")
    if way == 3:
        return text[:at]
    if way == 4:
        return text.swapcase()
    if way == 5:
        return rnd.choice(rows)[column]
    if way == 6:
        return text[:at] + text[at + 1:]
    return text[:at] + "\u00e9" + text[at:]


def other_number(rnd, number, rows, column):
    return rnd.choice((number + 1, number - 1, 0, -number, number * 1000, rnd.choice(rows)[column]))


def change(rnd, rows, column=None):
    """One column of one row; gives the row's index."""
    while True:
        i = rnd.randrange(len(rows))
        name = column or rnd.choice(COLUMNS[1:])
        was = rows[i][name]
        other = other_number if name == "at" else other_text
        value = other(rnd, was, rows, name)
        if value != was:
            rows[i][name] = value
            return i


def do_change(rnd, rows):
    return rows[change(rnd, rows)]["seq"], False


def do_renumber(rnd, rows):
    i = rnd.randrange(len(rows))
    was, last = rows[i]["seq"], rows[-1]["seq"]
    now = rnd.choice((0, -was, last + 1, last + rnd.randrange(2, 1000)))
    rows[i]["seq"] = now
    return (now if now < 1 else was), False


def do_delete(rnd, rows):
    first = rnd.choice((0, len(rows) - 1, rnd.randrange(len(rows))))
    n = rnd.choice((1, 1, 2, 5, len(rows)))
    seq = rows[first]["seq"]
    del rows[first:first + n]
    return seq, False


def do_exchange(rnd, rows):
    i, k = sorted(rnd.sample(range(len(rows)), 2))
    rows[i]["seq"], rows[k]["seq"] = rows[k]["seq"], rows[i]["seq"]
    return rows[k]["seq"], False


def do_move(rnd, rows):
    """A row goes elsewhere and those between move up or down."""
    i, k = rnd.sample(range(len(rows)), 2)
    first = rows[0]["seq"]
    rows.insert(k, rows.pop(i))
    for n, row in enumerate(rows):
        row["seq"] = first + n
    return rows[min(i, k)]["seq"], False


def do_insert(rnd, rows):
    i = rnd.randrange(len(rows) + 1)
    row = dict(rnd.choice(rows))
    if i == len(rows):
        row["seq"] = rows[-1]["seq"] + 1
        row["previous"] = rnd.choice(rows)["previous"]
        row["hash"] = row_hash(row)
        rows.append(row)
        return row["seq"], False
    row["seq"] = rows[i]["seq"]
    row["previous"] = rows[i]["previous"]
    row["at"] += 1
    row["hash"] = row_hash(row)
    for later in rows[i:]:
        later["seq"] += 1
    rows.insert(i, row)
    return rows[i + 1]["seq"], False


def do_put_before(rnd, rows):
    row = dict(rnd.choice(rows))
    row["seq"] = -rnd.randrange(1000)
    row["hash"] = row_hash(row)
    rows.insert(0, row)
    return row["seq"], False


def do_hash_anew(rnd, rows):
    """A change with a good hash of its own; whoever comes next does not continue it."""
    column = rnd.choice(COLUMNS[1:6])
    i = change(rnd, rows, column)
    rows[i]["hash"] = row_hash(rows[i])
    if column == "previous":
        return rows[i]["seq"], False
    if i == len(rows) - 1:
        return None, True
    return rows[i + 1]["seq"], False


def do_write_anew(rnd, rows):
    """Some row and all behind it: a chain as good as the one before."""
    i = change(rnd, rows, rnd.choice(("at", "event", "run_id", "data")))
    for k in range(i, len(rows)):
        if k > i:
            rows[k]["previous"] = rows[k - 1]["hash"]
        rows[k]["hash"] = row_hash(rows[k])
    return None, True


def do_cut(rnd, rows):
    del rows[rnd.randrange(len(rows)):]
    return None, True


WAYS = (do_change,) * 6 + (do_renumber, do_delete, do_delete, do_exchange, do_move, do_insert, do_put_before,
                           do_hash_anew, do_hash_anew, do_write_anew, do_cut)


def tamper(rnd, path):
    """Gives the name of the way, the row to be named (None: any), and whether a checkpoint is needed."""
    db = sqlite3.connect(path, isolation_level=None)
    made = [db.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (t,)).fetchone()[0] for t in TRIGGERS]
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA ignore_check_constraints = ON")
    db.execute("BEGIN")
    for trigger in TRIGGERS:
        db.execute("DROP TRIGGER " + trigger)
    rows = read(db)
    before = json.dumps(rows)
    while True:
        way = rnd.choice(WAYS)
        seq, needs_point = way(rnd, rows)
        if json.dumps(rows) != before:
            break
        rows = json.loads(before)
    write(db, rows)
    if way is do_cut or (way is do_insert and rnd.random() < 0.5):
        last = max([r["seq"] for r in rows], default=0)
        db.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'audit_log'", (last,))
    if rnd.random() < 0.5:
        for sql in made:
            db.execute(sql)
    db.execute("COMMIT")
    db.close()
    return way.__name__[3:], seq, needs_point


def verify(path, point):
    command = ["rsg-audit", "--verify", "-s", path] + (["--against", point] if point else [])
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def check_try(n, rnd, store, point):
    path = "tampered.db"
    for end in ("", "-wal", "-shm"):
        if os.path.exists(path + end):
            os.unlink(path + end)
    shutil.copyfile(store, path)
    name, seq, needs_point = tamper(rnd, path)
    got = verify(path, point if needs_point else None)
    named = seq is None or "at row %d (" % seq in got.stderr
    if got.returncode == 1 and named:
        return name, True
    shutil.copyfile(path, "missed-%d.db" % n)
    print("try %d, %s, row %s: status %d: %s" % (n, name, seq, got.returncode, got.stderr.strip()))
    return name, False


def main():
    store, tries, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    rnd = random.Random(seed)
    point = "point.json"
    with open(point, "w", encoding="utf-8") as out:
        subprocess.run(["rsg-audit", "--verify", "--head", "-q", "-s", store], stdin=subprocess.DEVNULL,
                       stdout=out, check=True)
    done, missed = collections.Counter(), 0
    for n in range(tries):
        name, found = check_try(n, rnd, store, point)
        done[name] += 1
        missed += not found
    if verify(store, point).returncode != 0:
        print("the store itself does not verify any more")
        missed += 1
    print(", ".join("%s %d" % item for item in sorted(done.items())))
    print("%d of %d tries were found" % (tries - missed, tries))
    return 1 if missed else 0


sys.exit(main())
