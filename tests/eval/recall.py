#!/usr/bin/env python3
"""What --recall of rsg-select promises, and what comes of it:  recall.py CASES SCORES...

CASES are the cases of run_tool.py, SCORES what change-tool.py kept (EVAL_SCORES).  The first k files of a ranking are expected to
hold the share  sum of score^power over them / the same over all  of the relevant tests.  Fits the power so that, in the mean over
repositories, the recall that is reached is the one that is asked for, and prints both for some that may be asked for, with the
share of the suite that has to be run.  Says whether share/weights.json has that power.
"""
import hashlib
import json
import os
import sys

from pipeline import ROOT

ASKED = (0.5, 0.7, 0.8, 0.9, 0.95, 0.99)
FITTED = (0.9, 0.95, 0.99)                       # below, the first test alone often gives more than was asked for


def load(cases_path, score_paths):
    """{repository: [(scores best first, relevant by rank)]}"""
    with open(cases_path, encoding='utf-8') as f:
        cases = {hashlib.sha256(c['query'].encode()).hexdigest(): c for c in map(json.loads, f)}
    out = {}
    for path in score_paths:
        with open(path, encoding='utf-8') as f:
            for row in map(json.loads, f):
                case = cases.get(row['query'])
                if case and row['scores']:
                    relevant = set(case['relevant_tests'])
                    out.setdefault(case['repo'], []).append(([s for _, s in row['scores']], [p in relevant for p, _ in row['scores']],
                                                             len(relevant)))
    return out


def take(scores, power, asked):
    """How many of the first are taken until so much is expected."""
    mass = [s ** power if s > 0 else 0.0 for s in scores]
    goal, total = asked * sum(mass), 0.0
    for k, m in enumerate(mass):
        if total >= goal:
            return k
        total += m
    return len(mass)


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def reached(repos, power, asked):
    """(recall, share of the suite), macro means over repositories."""
    recalls, shares = [], []
    for rows in repos.values():
        taken = [(take(scores, power, asked), scores, hits, n) for scores, hits, n in rows]
        recalls.append(mean(sum(hits[:k]) / n for k, _, hits, n in taken))
        shares.append(mean(k / len(scores) for k, scores, _, _ in taken))
    return mean(recalls), mean(shares)


def fit(repos):
    def miss(power):
        return sum((reached(repos, power, asked)[0] - asked) ** 2 for asked in FITTED)
    return min((i / 4 for i in range(2, 49)), key=miss)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    repos = load(sys.argv[1], sys.argv[2:])
    if not repos:
        sys.exit('recall.py: no scores of these cases')
    with open(os.path.join(ROOT, 'share', 'weights.json'), encoding='utf-8') as f:
        used = json.load(f)['recall']['power']
    best = fit(repos)
    print(f'\n{sum(map(len, repos.values()))} rankings; the power that fits is {best:g}, share/weights.json has {used:g}')
    print(f'asked for   with {best:<5g} reached   run      with {used:<5g} reached   run')
    for asked in ASKED:
        (a, b), (c, d) = reached(repos, best, asked), reached(repos, used, asked)
        print(f'{asked:9.2f} {a:19.3f} {b:7.3f} {c:22.3f} {d:7.3f}')


if __name__ == '__main__':
    main()
