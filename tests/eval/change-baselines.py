#!/usr/bin/env python3
"""Baselines beside which change.sh prints its figures:  change-baselines.py BASELINE_JSON TRACK

Macro means over the nine repositories, as the plain engines reached them on all cases, and what is to be reached.
"""
import json
import sys

SHOWN = ('R@1', 'R@5', 'R@10', 'MRR', 'MAP', 'run90', 'pool90')
ROWS = {'story': ('ref/random', 'ref/most changed in history', 'story/fts5', 'story/xapian', 'story/bm25', 'story/RRF of all',
                  'story/blend, no history', 'story/blend, with history'),
        'impact': ('ref/random', 'ref/most changed in history', 'impact/fts5', 'impact/xapian', 'impact/bm25 +names+diff',
                   'impact/RRF of all', 'impact/blend, no history', 'impact/blend, with history')}
GOAL = {'story': {'R@1': .63, 'R@10': .94, 'MAP': .78, 'run90': .080}, 'impact': {'R@1': .70, 'R@10': .96, 'MAP': .83, 'run90': .065}}


def row(name, figures):
    print(f'{name:<34}' + ''.join(f'{figures[k]:>8.3f}' if k in figures else f'{"":>8}' for k in SHOWN))


def main():
    if len(sys.argv) != 3 or sys.argv[2] not in ROWS:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding='utf-8') as f:
        macro = json.load(f)['dev']['macro']
    print(f'{sys.argv[2]}: baselines, macro means over nine repositories\n{"":<34}' + ''.join(f'{k:>8}' for k in SHOWN))
    for name in ROWS[sys.argv[2]]:
        if name in macro:
            row(name.split('/', 1)[1], macro[name])
    row('goal', GOAL[sys.argv[2]])
    sys.stdout.flush()


if __name__ == '__main__':
    main()
