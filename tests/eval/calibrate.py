#!/usr/bin/env python3
"""Recompute the calibration of rsg-cover from requirements whose tests are known.

  mozilla.py DATA_DIR --scores FILE; calibrate.py FILE

FILE has one line a requirement: {"id", "score", "confidence", "tested"}.  Fits, by Newton's method,

  confidence = 1 / (1 + exp(-slope * (score - midpoint)))

with both classes weighted alike, so that the share of untested requirements in this data set is no part of it.  Prints
coverage.slope and coverage.midpoint, what the fit says against what is so, and what the thresholds coverage.weak and
coverage.covered let through: a threshold for a gap is good when few tested requirements lie below it, one for covered when few
untested ones lie above it.  Ends with 1 when the built-in settings are no longer what the data says.
"""
import json
import math
import sys

from pipeline import Bench


def logistic(x):
    return 1 / (1 + math.exp(-x))


def fit(points):
    """(slope, midpoint) of the weighted points [(score, tested, weight)]."""
    a = b = 0.0
    for _ in range(50):
        g0 = g1 = h00 = h01 = h11 = 0.0
        for x, y, w in points:
            p = logistic(a + b * x)
            e, v = w * (p - y), w * p * (1 - p)
            g0, g1 = g0 + e, g1 + e * x
            h00, h01, h11 = h00 + v, h01 + v * x, h11 + v * x * x
        det = h00 * h11 - h01 * h01
        a, b = a - (h11 * g0 - h01 * g1) / det, b - (h00 * g1 - h01 * g0) / det
    return b, -a / b


def balanced(records):
    n = len(records)
    tested = sum(r['tested'] for r in records)
    return [(r['score'], r['tested'], n / 2 / (tested if r['tested'] else n - tested)) for r in records]


def reliability(points, slope, midpoint):
    print('\nconfidence   requirements   said   so (both classes weighted alike)')
    gap = 0.0
    for i in range(5):
        low, high = i / 5, (i + 1) / 5
        here = [(logistic(slope * (x - midpoint)), y, w) for x, y, w in points
                if low <= logistic(slope * (x - midpoint)) < high or (i == 4 and logistic(slope * (x - midpoint)) == 1)]
        if not here:
            continue
        weight = sum(w for _, _, w in here)
        said, so = sum(p * w for p, _, w in here) / weight, sum(y * w for _, y, w in here) / weight
        gap += weight / len(points) * abs(said - so)
        print(f'{low:.1f} - {high:.1f} {len(here):14d} {said:10.2f} {so:6.2f}')
    print(f'expected calibration error {gap:.3f}')


def thresholds(records):
    tested = sorted(r['score'] for r in records if r['tested'])
    untested = sorted(r['score'] for r in records if not r['tested'])
    print('\nthreshold   tested below it   untested from it on')
    for t in (0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50, 0.55, 0.60, 0.65, 0.70):
        print(f'{t:9.2f} {sum(x < t for x in tested) / len(tested):14.1%} {sum(x >= t for x in untested) / len(untested):18.1%}')


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding='utf-8') as f:
        records = [json.loads(line) for line in f]
    points = balanced(records)
    slope, midpoint = fit(points)
    print(f'coverage.slope: {slope:.1f}\ncoverage.midpoint: {midpoint:.2f}')
    for c in (0.1, 0.2, 0.25, 0.5, 0.75, 0.8, 0.9):
        print(f'  confidence {c:.2f} at score {midpoint + math.log(c / (1 - c)) / slope:.3f}')
    reliability(points, slope, midpoint)
    thresholds(records)
    with Bench() as bench:
        used = {key: float(bench.run('rsg-config', 'get', f'coverage.{key}')) for key in ('slope', 'midpoint')}
    print(f"\nbuilt in: coverage.slope {used['slope']:g}, coverage.midpoint {used['midpoint']:g}")
    if abs(used['slope'] - slope) > 1 or abs(used['midpoint'] - midpoint) > 0.02:
        sys.exit('the calibration has moved: put the new values into lib/doc/config_keys.c')


if __name__ == '__main__':
    main()
