#!/usr/bin/env python3
"""How much of public projects rsg-detect gets right: frameworks with versions, package managers, build tools.

usage: MIRROR_DIR=DIR tests/eval/detect.py [-v] [--keep DIR] [OWNER/NAME ...]

DIR holds a git directory for each project of detect.txt, as OWNER+NAME, OWNER+NAME/repo or OWNER/NAME.git; those that
are not there are left out.  A framework with its version is right when name, version and constraint are; one that is
found and not listed is wrong.  RSG_BIN names the programs (bin), RSG_SHARE their data (share)."""

import collections
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


class Tree:
    def __init__(self, group, name, commit):
        self.group, self.name, self.commit = group, name, commit
        self.wanted, self.about, self.free = {}, {}, set()


def truth(path):
    out, group = [], ""
    for line in open(path):
        words = line.split()
        if not words or line.startswith("#"):
            continue
        if words[0] == "%":
            group = words[1]
        elif words[0] == "@":
            out.append(Tree(group, words[1], words[2]))
        elif words[0] == "=":
            out[-1].about[words[1]] = words[2:4]
        elif words[0] == "?":
            out[-1].free.add((words[1], words[2]))
        else:
            out[-1].wanted[words[0], words[1]] = words[2:4]
    return out


def repository(mirror, name):
    plus = name.replace("/", "+")
    for path in (f"{plus}/repo/.git", f"{plus}/repo", f"{plus}/.git", plus, f"{name}.git", f"{name}/.git"):
        path = os.path.join(mirror, path)
        if os.path.isdir(os.path.join(path, "objects")):
            return path
    return None


def git(repo, *args, **more):
    return subprocess.run(["git", "--git-dir", repo, *args], stdout=subprocess.PIPE, check=True, **more).stdout


def lay_down(repo, commit, into):
    """All files of a commit; one whose bytes the mirror lacks is empty."""
    rows = [row.split(b"\t", 1) for row in git(repo, "ls-tree", "-rz", commit).split(b"\0") if row]
    rows = [(head.split(), path) for head, path in rows]
    rows = [(mode, oid, path) for (mode, kind, oid), path in rows if kind == b"blob"]
    data = git(repo, "cat-file", "--batch", input=b"".join(oid + b"\n" for _, oid, _ in rows))
    at = 0
    for mode, _, path in rows:
        end = data.index(b"\n", at)
        size = data[at:end].split()[-1]
        at, text = end + 1, b""
        if size != b"missing":
            text = data[at : at + int(size)]
            at += int(size) + 1
        full = os.path.join(into.encode(), path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        if mode == b"120000":
            os.symlink(text, full)
        else:
            open(full, "wb").write(text)


def detect(directory):
    program = os.path.join(os.environ.get("RSG_BIN", "bin"), "rsg-detect")
    run = subprocess.run([program, "--json", "."], cwd=directory, stdout=subprocess.PIPE, check=True)
    return {root["path"]: root for root in json.loads(run.stdout)["roots"]}


def fits(wanted, found):
    # a|b is either; "||" belongs to a constraint
    choices = [c.replace("\0", "||") for c in wanted.replace("||", "\0").split("|")]
    return wanted == "*" or found.replace(" ", "") in choices


def judge(tree, roots):
    """Pairs of (what, is it right, a word about it)."""
    out = []
    paths = {path for path, _ in tree.wanted} | set(tree.about)
    for (path, name), (version, constraint) in tree.wanted.items():
        found = [f for f in roots.get(path, {}).get("frameworks", []) if f["name"] == name]
        got = (found[0].get("version", "-"), found[0].get("constraint", "-")) if found else None
        right = got is not None and fits(version, got[0]) and fits(constraint, got[1])
        out.append(("framework", right, f"{path} {name} {version} {constraint}: {' '.join(got) if got else 'not found'}"))
    for path in sorted(paths):
        for f in roots.get(path, {}).get("frameworks", []):
            if (path, f["name"]) not in tree.wanted and (path, f["name"]) not in tree.free:
                out.append(("framework", False, f"{path} {f['name']} {f.get('version', '-')}: is not there "
                            f"({', '.join(e['rule'] for e in f['evidence'])})"))
    for path, (manager, build) in tree.about.items():
        root = roots.get(path, {})
        for what, want, key in (("manager", manager, "package_manager"), ("build tool", build, "build_tool")):
            got = root.get(key, "-") if root else "no root"
            if want != "*":
                out.append((what, fits(want, got), f"{path} {what} {want}: {got}"))
    return out


def main():
    args = sys.argv[1:]
    verbose = "-v" in args
    keep = args[args.index("--keep") + 1] if "--keep" in args else None
    only = [a for a in args if "/" in a and a != keep]
    mirror = os.environ.get("MIRROR_DIR")
    if not mirror:
        print("skipped: MIRROR_DIR names no directory with the projects of detect.txt")
        return
    groups, absent = {}, []
    for tree in truth(os.path.join(HERE, "detect.txt")):
        repo = repository(os.path.abspath(mirror), tree.name)
        if only and tree.name not in only:
            continue
        if repo is None:
            absent.append(tree.name)
            continue
        with tempfile.TemporaryDirectory() as temp:
            where = os.path.join(keep or temp, tree.name.replace("/", "+"))
            if not os.path.isdir(where):
                lay_down(repo, tree.commit, where)
            judged = judge(tree, detect(where))
        counts = groups.setdefault(tree.group, collections.Counter())
        counts["tree", all(right for what, right, _ in judged if what == "framework")] += 1
        for what, right, word in judged:
            counts[what, right] += 1
            if verbose or not right:
                print(f"{'right' if right else 'WRONG'}  {tree.name}  {word}")
    for group, counts in groups.items():
        for what in ("framework", "manager", "build tool", "tree"):
            right, wrong = counts[what, True], counts[what, False]
            if right + wrong:
                print(f"{group}: {what}s: {right} of {right + wrong} right, {100 * right / (right + wrong):.1f} %")
    if absent:
        print(f"not in MIRROR_DIR: {', '.join(absent)}")


main()
