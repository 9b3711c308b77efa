#!/usr/bin/env python3
"""A ranker of test files for run_tool.py:  change-tool.py DIR QUERY TESTS [DIFF]

The real pipeline with its default settings.  The files that TESTS names are scanned and indexed; QUERY is the story and, where
there is one, DIFF the change.  Prints the files as JSON Lines, best first, as rsg-rank has them: those it looked at as wholes,
then those of the cases in the order of the suite.

The store stays beside DIR from case to case, as it does for a user: commits and files that it knows are not read again.
With EVAL_SCORES=FILE the scores are kept, a line a case, for recall.py.
"""
import hashlib
import json
import os
import sys

from pipeline import Bench


def ask(bench, folder, query, tests, diff):
    def step(text, program, *args):
        return bench.run(program, *args, text=text, cwd=folder)

    step(step('', 'rsg-scan', '--files', tests), 'rsg-index')
    with open(query, encoding='utf-8', errors='replace') as f:
        doc = step(f.read(), 'rsg-ingest')
    if diff and os.path.getsize(diff):
        doc = step(doc, 'rsg-impact', '--diff', diff)
    for program in ('rsg-embed', 'rsg-retrieve', 'rsg-cover', 'rsg-rank'):
        doc = step(doc, program)
    return json.loads(doc)['phases']


def keep(query, scores):
    name = os.environ.get('EVAL_SCORES')
    if name:
        with open(query, 'rb') as f:
            digest = hashlib.sha256(f.read()).hexdigest()
        with open(name, 'a', encoding='utf-8') as out:
            out.write(json.dumps({'query': digest, 'scores': scores}) + '\n')


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    folder, query, tests = sys.argv[1:4]
    with Bench() as bench:
        bench.env['RSG_STORE'] = os.path.abspath(folder) + '.db'
        phases = ask(bench, folder, query, tests, sys.argv[4] if len(sys.argv) > 4 else None)
    ranking = phases['ranking']['output']
    scores = {f['path']: f['score'] for f in ranking.get('files', [])}
    file_of = {t['id']: t['file'] for t in phases['retrieval']['output']['tests']}
    for line in ranking['suite']:
        scores.setdefault(file_of[line['test']], line['score'])
    keep(query, list(scores.items()))
    for path, score in scores.items():
        print(json.dumps({'path': path, 'score': score}))


if __name__ == '__main__':
    main()
