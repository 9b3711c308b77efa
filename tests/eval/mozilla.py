#!/usr/bin/env python3
"""Requirement -> test case, and gaps, on the Mozilla data of the REST-at study.

  mozilla.py DATA_DIR [--scores FILE]     DATA_DIR holds mozilla/{RE,ST,mapping}.csv

Protocol: the 254 manual cases are one corpus, rsg-scan --csv | rsg-index.  Each of the 316 requirements is a story of its own,
"# Feature", an empty line, "Description", and goes through rsg-ingest, rsg-embed, rsg-retrieve --top 254, rsg-cover and
rsg-rank with their default settings: 316 runs of five processes, about 20 seconds.  The ranking is the suite of rsg-rank (254
linked requirements, one test each); the gap AUROC is how well the confidence of rsg-cover separates the 254 linked requirements
from the 62 that have no test.  Ends with 1 when a figure is below its floor.
"""
import argparse
import csv
import json
import os
import sys

from pipeline import Bench

FLOOR = {'MAP': 0.87, 'R@5': 0.94, 'gap AUROC': 0.96}
GOAL = {'MAP': 0.87, 'R@1': 0.81, 'R@5': 0.94, 'R@10': 0.96, 'gap AUROC': 0.96}
# What plain engines reach: BM25, and for gaps the idf-weighted share of the words found in the best test.
BASELINE = {'MAP': 0.844, 'R@1': 0.780, 'R@5': 0.929, 'R@10': 0.945, 'gap AUROC': 0.949}


def rows(path):
    with open(path, encoding='utf-8', errors='replace', newline='') as f:
        return list(csv.reader(f))[1:]


def ask(bench, requirement):
    _, feature, description = requirement
    story = f'# {feature}\n\n{description}\n'
    doc = json.loads(bench.pipe(story, ['rsg-ingest', '--no-store'], ['rsg-embed'], ['rsg-retrieve', '--top', '254'],
                                ['rsg-cover', '--no-store'], ['rsg-rank', '--no-store']))
    phases = {name: entry['output'] for name, entry in doc['phases'].items()}
    found = {t['id']: t['name'] for t in phases['retrieval']['tests']}
    criteria = phases['coverage']['criteria']
    return {'ranking': [found[line['test']] for line in phases['ranking']['suite']],
            'retrieved': [found[m['test']] for m in phases['retrieval']['queries'][0]['matches']],
            'score': sum(c['score'] for c in criteria) / len(criteria),
            'confidence': sum(c['confidence'] for c in criteria) / len(criteria),
            'run score': phases['ranking']['score']}


def ranking_figures(answers, linked, key):
    """MAP and recall; each linked requirement has one test here, but that is not relied upon."""
    total = {'MAP': 0.0, 'R@1': 0.0, 'R@5': 0.0, 'R@10': 0.0}
    for name, tests in linked.items():
        places = [i for i, t in enumerate(answers[name][key], 1) if t in tests]
        total['MAP'] += sum(n / place for n, place in enumerate(places, 1)) / len(tests)
        for k in (1, 5, 10):
            total[f'R@{k}'] += sum(place <= k for place in places) / len(tests)
    return {k: v / len(linked) for k, v in total.items()}


def auroc(positive, negative):
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return wins / (len(positive) * len(negative))


def measure(data):
    requirements = rows(os.path.join(data, 'RE.csv'))
    tests = {row[0] for row in rows(os.path.join(data, 'ST.csv'))}
    linked = {}
    for requirement, test in rows(os.path.join(data, 'mapping.csv')):
        if test.strip() in tests:
            linked.setdefault(requirement, set()).add(test.strip())
    with Bench() as bench:
        cases = bench.run('rsg-scan', '--csv', os.path.join(data, 'ST.csv'), '--map', 'id=ID,title=Purpose,steps="Test steps"')
        bench.run('rsg-index', text=cases)
        answers = dict(zip((r[0] for r in requirements), bench.map(lambda r: ask(bench, r), requirements)))
    return answers, linked


def show(name, figures):
    print(f'{name:<28}' + ''.join(f'{figures[k]:>10.3f}' if k in figures else f'{"":>10}' for k in GOAL))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('data')
    ap.add_argument('--scores', help='JSON Lines: coverage score, confidence and truth of each requirement, for calibrate.py')
    a = ap.parse_args()
    answers, linked = measure(os.path.join(os.path.abspath(a.data), 'mozilla'))
    figures = ranking_figures(answers, linked, 'ranking')
    figures['gap AUROC'] = auroc([v['confidence'] for k, v in answers.items() if k in linked],
                                 [v['confidence'] for k, v in answers.items() if k not in linked])
    print(f'Mozilla: {len(answers)} requirements, {len(linked)} of them linked\n{"":<28}' + ''.join(f'{k:>10}' for k in GOAL))
    show('best plain baseline', BASELINE)
    show('rsg-retrieve, the story', ranking_figures(answers, linked, 'retrieved'))
    show('rsg', figures)
    show('floor', FLOOR)
    show('goal', GOAL)
    if a.scores:
        with open(a.scores, 'w', encoding='utf-8') as out:
            for name, v in answers.items():
                out.write(json.dumps({'id': name, 'score': v['score'], 'confidence': v['confidence'],
                                      'tested': name in linked}) + '\n')
    low = [f'{k} {figures[k]:.4f} < {least}' for k, least in FLOOR.items() if figures[k] < least]
    if low:
        sys.exit('below the floor: ' + ', '.join(low))


if __name__ == '__main__':
    main()
