#!/usr/bin/env python3
"""trees - random work trees, the same from the same seed, saved, changed and put back.

	trees.py restore FIRST LAST	of each seed: save, change, restore, and take that back
	trees.py kill FIRST LAST SHIM	the restore is killed at a place that the seed chooses
	trees.py everywhere SEED SHIM	it is killed at each place there is
	trees.py again SEED SHIM	it is killed early, in the middle and late, and completing it at each
					place there is
	trees.py foreign SEED SHIM	it is killed in the middle, somebody works on, and completing it is killed

A tree is compared by path, type, mode, time to the nanosecond, bytes and target of links; .git and .rsg
of its root must never change.  SHIM is tests/torture/kill.c as a library.
"""
import glob
import hashlib
import os
import random
import shutil
import stat
import subprocess
import sys

NAMES = [b'a', b'b.c', b'Makefile', b'sp ace', b'new\nline', b'\xff\xfe', b'\xc3\xa4', b'-n', b'*', b'.hidden',
         b'.git', b'.rsg', b'.gitignore', b'build', b'a.b', b'A', b'tab\t', b'\x01', b'x' * 255, b'node_modules']
BYTES = [b'', b'one\r\ntwo\r\n', b'one\n', b'\x00\x01\xff' * 50, b'no end', b'\xef\xbb\xbfbom\r']
MODES = [0o644, 0o755, 0o600, 0o444, 0o640, 0o4755, 0o000]


def content(r):
    if r.random() < 0.05:
        return r.randbytes(r.randrange(200000, 700000))
    return r.choice(BYTES) if r.random() < 0.5 else r.randbytes(r.randrange(1, 5000))


def stamp(r, path):
    t = r.randrange(1, 1800000000) * 10**9 + r.choice([0, 1, 999999999, r.randrange(10**9)])
    os.utime(path, ns=(t, t), follow_symlinks=False)


def put(r, path, depth):
    kind = r.random()
    if kind < 0.25 and depth < 5:
        os.mkdir(path)
        for name in r.sample(NAMES, r.randrange(0, 6)):
            put(r, os.path.join(path, name), depth + 1)
        os.chmod(path, r.choice([0o755, 0o700, 0o555, 0o2775]))
    elif kind < 0.4:
        os.symlink(r.choice([b'nowhere', b'..', b'/etc/passwd', b'a/../b', b'\xff', b'.']), path)
    else:
        with open(path, 'wb') as f:
            f.write(content(r))
        os.chmod(path, r.choice(MODES))
    stamp(r, path)


def make(r, root):
    os.mkdir(root)
    for name in r.sample(NAMES, r.randrange(3, 12)):
        put(r, os.path.join(root, name), 0)
    stamp(r, root)


def paths(root):
    found = []
    for base, dirs, files in os.walk(root):
        if base == root:
            dirs[:] = [d for d in dirs if d not in (b'.git', b'.rsg')]
            files = [f for f in files if f not in (b'.git', b'.rsg')]
        dirs.sort()
        found += [os.path.join(base, n) for n in sorted(dirs + files)]
    return found


def away(path):
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    else:
        os.unlink(path)


def change(r, root):
    for path in paths(root):
        if not os.path.lexists(path) or r.random() < 0.5:
            continue
        how = r.randrange(5)
        link = os.path.islink(path)
        if how == 0:
            away(path)
        elif how == 1:
            away(path)
            put(r, path, 4)
        elif how == 2 and not link:
            os.chmod(path, 0o700)
        elif how == 3:
            stamp(r, path)
        elif os.path.isdir(path) and not link:
            for name in r.sample(NAMES, 2):
                if not os.path.lexists(os.path.join(path, name)):
                    put(r, os.path.join(path, name), 3)
        elif not link:
            os.chmod(path, 0o644)
            with open(path, 'ab') as f:
                f.write(content(r) + b'!')
    if not os.path.lexists(os.path.join(root, b'came')):
        put(r, os.path.join(root, b'came'), 0)


def picture(root):
    seen = {}
    for path in [root] + [os.path.join(b, n) for b, d, f in os.walk(root) for n in d + f]:
        s = os.lstat(path)
        what = b''
        if stat.S_ISLNK(s.st_mode):
            what = os.readlink(path)
        elif stat.S_ISREG(s.st_mode):
            with open(path, 'rb') as f:
                what = hashlib.sha256(f.read()).digest()
        mode = 0o777 if stat.S_ISLNK(s.st_mode) else stat.S_IMODE(s.st_mode)
        seen[os.path.relpath(path, root)] = (stat.S_IFMT(s.st_mode), mode, s.st_mtime_ns, what)
    return seen


def rsg(root, *words, env=None, want=0):
    done = subprocess.run(['rsg-snapshot', '-q', '-R', root, *words], capture_output=True,
                          env={**os.environ, **(env or {})})
    if done.returncode != want:
        sys.exit('rsg-snapshot %s: %d: %s' % (words, done.returncode, done.stderr.decode(errors='replace')))
    return done.stdout.decode().strip()


def expect(got, want, what):
    if got != want:
        for path in sorted(set(got) | set(want)):
            if got.get(path) != want.get(path):
                print(path, got.get(path), want.get(path), file=sys.stderr)
        sys.exit(what)


def prepare(seed, root):
    r = random.Random(seed)
    make(r, root)
    first = picture(root)
    one = rsg(root, 'save')
    change(r, root)
    second = picture(root)
    for path in second:  # what is not saved is as it is
        if path.split(b'/')[0] in (b'.git', b'.rsg'):
            first[path] = second[path]
    return r, one, first, second


def restore(seed):
    root = b'tree'
    _, one, first, second = prepare(seed, root)
    two = rsg(root, 'restore', one)
    expect(picture(root), first, 'seed %d: not as it was saved' % seed)
    rsg(root, 'restore', two)
    expect(picture(root), second, 'seed %d: the restore cannot be taken back' % seed)
    rsg(root, 'diff', two)
    end(root)


def end(root):
    shutil.rmtree(root)
    shutil.rmtree(os.path.join(os.environ['HOME'], '.local/state/rsg/snapshots'))


def run_killed(root, words, at):
    """Killed at its change number `at`; false when it ended by itself."""
    shim = os.path.abspath(sys.argv[-1])
    done = subprocess.run(['rsg-snapshot', '-q', '-R', root, *words], capture_output=True,
                          env={**os.environ, 'LD_PRELOAD': shim, 'KILL_AT': str(at)})
    if done.returncode not in (0, -9):
        sys.exit('%s, %d: %d: %s' % (words, at, done.returncode, done.stderr))
    return done.returncode == -9


def killed(seed, root, one, pictures, at):
    was = run_killed(root, ['restore', one], at)
    rsg(root, 'list')
    got = picture(root)
    if got not in pictures:
        expect(got, pictures[0], 'seed %d, killed at %d: neither before nor after' % (seed, at))
    if not was:
        expect(got, pictures[0], 'seed %d: not as it was saved' % seed)
    return was


def kill(seed):
    root = b'tree'
    r, one, first, second = prepare(seed, root)
    was = killed(seed, root, one, (first, second), r.randrange(1, 120))
    rsg(root, 'restore', one)
    expect(picture(root), first, 'seed %d: not restored after a kill' % seed)
    end(root)
    return was


def everywhere(seed):
    root = b'tree'
    at, kills, half = 1, 0, 0
    while True:
        _, one, first, second = prepare(seed, root)
        was = killed(seed, root, one, (first, second), at)
        half += was and picture(root) == first
        end(root)
        if not was:
            break
        at += 1
        kills += 1
    print('killed at %d places, completed after %d' % (kills, half))
    if kills < 30 or half < 20:
        sys.exit('too few places')


def again(seed, foreign=False):
    """A part of a restore, then the command that completes it: killed twice, then left alone."""
    kills = [again_from(seed, start, foreign) for start in ((35,) if foreign else (20, 35, 55))]
    print('killed at %d places' % sum(kills))
    if min(kills) < 10:
        sys.exit('too few places: %s' % kills)


def begun(seed, root, start):
    """A restore that is killed when it has begun: how much is written before that is a matter of time."""
    for _ in range(40):
        _, one, first, _ = prepare(seed, root)
        was = run_killed(root, ['restore', one], start)
        if was and glob.glob(os.environ['HOME'] + '/.local/state/rsg/snapshots/*/journal'):
            return first
        end(root)
        start += 1 if was else -5
    sys.exit('it is never killed in the middle')


def again_from(seed, start, foreign):
    root, note = b'tree', b'tree/the note of another'
    at = 1
    while True:
        first = begun(seed, root, start)
        if foreign:
            with open(note, 'wb') as f:
                f.write(b'precious')
        was = run_killed(root, ['list'], at)
        run_killed(root, ['list'], at + 3)
        told = rsg(root, 'list')
        what = 'seed %d, killed at %d, completing it at %d' % (seed, start, at)
        if ('unfinished' in told) != foreign:
            sys.exit('%s: the work of others is not told from what the restore itself left' % what)
        expect(picture(root), first, what + ': not as it was saved')
        if foreign:
            found = [line.split()[0] for line in told.splitlines() if 'unfinished' in line]
            rsg(root, '--path', os.path.basename(note), 'restore', found[-1])
            with open(note, 'rb') as f:
                if f.read() != b'precious':
                    sys.exit(what + ': the work of others is lost')
        end(root)
        if not was:
            return at - 1
        at += 1


def main():
    if sys.argv[1] == 'everywhere':
        everywhere(int(sys.argv[2]))
        return
    if sys.argv[1] in ('again', 'foreign'):
        again(int(sys.argv[2]), sys.argv[1] == 'foreign')
        return
    act = {'restore': restore, 'kill': kill}[sys.argv[1]]
    done = [act(seed) for seed in range(int(sys.argv[2]), int(sys.argv[3]) + 1)]
    print(len(done), 'trees,', sum(bool(d) for d in done), 'killed')


main()
