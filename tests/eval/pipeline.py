"""Runs the real programs with their default settings, in a directory and store of its own."""
import os
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Bench:
    """A clean environment: no RSG_* setting, no configuration file, an empty store."""

    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix='rsg-eval-')
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(('RSG_', 'XDG_'))}
        self.env.update(HOME=self.dir, RSG_STORE=os.path.join(self.dir, 'run.db'), RSG_SHARE=os.path.join(ROOT, 'share'),
                        SOURCE_DATE_EPOCH='1700000000', LC_ALL='C.UTF-8')
        self.bin = os.environ.get('RSG_BIN') or os.path.join(ROOT, 'bin')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.dir, ignore_errors=True)

    def run(self, program, *args, text='', cwd=None):
        """Standard output of a program; its failure is an exception that says why."""
        done = subprocess.run([os.path.join(self.bin, program), *args], input=text.encode(), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, env=self.env, cwd=cwd or self.dir)
        if done.returncode:
            raise RuntimeError(f'{program} ended with {done.returncode}: {done.stderr.decode("utf-8", "replace")}')
        return done.stdout.decode('utf-8', 'replace')

    def pipe(self, text, *commands):
        for command in commands:
            text = self.run(*command, text=text)
        return text

    def map(self, function, items, jobs=2):
        with ThreadPoolExecutor(jobs) as pool:
            return list(pool.map(function, items))
