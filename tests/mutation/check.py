"""Draws mutants of the core, and tells which of them no test notices."""

import argparse
import hashlib
import json
import multiprocessing
import pickle
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mutants import File
from program import COPIED, Bench, Program

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FOLDER = ROOT / "build/mutation"
ALIVE = "survived"
UNCOUNTED = ("rejected", "same code")


def digest(paths):
    named = hashlib.sha256()
    for path in sorted(paths):
        named.update(path.name.encode() + path.read_bytes())
    return named.hexdigest()


def sources():
    found = [*ROOT.glob("core/src/*"), *ROOT.glob("core/include/tconv/*.h")]
    return sorted(str(p.relative_to(ROOT)) for p in found)


def mutants_of(path, options):
    return File(ROOT, path, options).mutants()


def all_mutants(options, jobs):
    """By file; kept until it changes, since reading one takes seconds."""
    kept = FOLDER / "mutants.pickle"
    known = pickle.loads(kept.read_bytes()) if kept.exists() else {}
    keys = {path: digest([ROOT / path, HERE / "mutants.py"]) for path in sources()}
    new = [path for path, key in keys.items() if key not in known]
    with multiprocessing.Pool(jobs) as pool:
        read = pool.starmap(mutants_of, [(path, options) for path in new], chunksize=1)
    known |= {keys[path]: mutants for path, mutants in zip(new, read)}
    kept.write_bytes(pickle.dumps(known))
    return {path: known[key] for path, key in keys.items()}


def shares(found, sample):
    """How many of each file: by the number of its mutants, one at least, and `sample` or a few more in all."""
    counts = {path: len(mutants) for path, mutants in found.items() if mutants}
    total = sum(counts.values())
    result = {path: max(1, sample * count // total) for path, count in counts.items()}
    rests = sorted(counts, key=lambda path: -(sample * counts[path] % total))
    for path in rests[: max(0, sample - sum(result.values()))]:
        result[path] += 1
    return result


class Results:
    """What became of mutants, kept in a file: an interrupted check goes on where it was."""

    def __init__(self, keep_killed):
        self.path = FOLDER / "results.json"
        self.known = json.loads(self.path.read_text()) if self.path.exists() else {}
        self.keep_killed = keep_killed
        code = [p for part in COPIED[:3] for p in (ROOT / part).rglob("*") if p.suffix in (".cpp", ".h")]
        self.all = digest(code)
        self.file = {path: digest([ROOT / path]) for path in sources()}

    def of(self, mutant):
        known = self.known.get(f"{mutant.path}:{mutant.begin}:{mutant.end}:{mutant.change}")
        if not known or known["file"] != self.file[mutant.path]:
            return None
        kept = known["all"] == self.all or (self.keep_killed and known["result"] != ALIVE)
        return known["result"] if kept else None

    def put(self, mutant, result):
        entry = {"file": self.file[mutant.path], "all": self.all, "result": result}
        self.known[f"{mutant.path}:{mutant.begin}:{mutant.end}:{mutant.change}"] = entry
        text = json.dumps(self.known, indent=1)
        self.path.with_suffix(".new").write_text(text)
        self.path.with_suffix(".new").replace(self.path)

    def likely(self, path, program):
        """The tests that most often saw mutants of this file, and those named after it."""
        seen = Counter(program.suites.get(e["result"].split(".")[0])
                       for name, e in list(self.known.items()) if name.startswith(path + ":"))
        named = Path(path).stem.removesuffix("_kernel") + "_test.cpp.o"
        best = [t for t in program.tests if t.endswith("/" + named)] + [t for t, _ in seen.most_common(3) if t]
        return list(dict.fromkeys(best))


class Reasons:
    """Why mutants survive that no test can or should tell from the program: see survivors.txt."""

    def __init__(self):
        self.found, place = {}, None
        for line in (HERE / "survivors.txt").read_text().splitlines():
            if line.startswith("core/"):
                place = (*line.split(": ", 1), "")
            elif line.startswith("  => "):
                place = (*place[:2], line[5:])
            elif line.startswith("  "):
                self.found[place] = f"{self.found.get(place, '')} {line.strip()}".lstrip()

    def of(self, mutant):
        lines = mutant.of((ROOT / mutant.path).read_bytes()).decode().splitlines()
        changed = lines[mutant.line - 1].strip()
        places = [(mutant.path, mutant.text, changed), (mutant.path, mutant.text, "")]
        return next((self.found[place] for place in places if place in self.found), None)

    def stale(self):
        """Those that speak of lines which are there no more."""
        def there(path, text):
            file = ROOT / path
            return file.exists() and text in map(str.strip, file.read_text().splitlines())
        return [f"{path}: {text}" for path, text, _ in self.found if not there(path, text)]


def describe(mutant):
    return f"{mutant.path}:{mutant.line}: {mutant.change}\n      {mutant.text}"


class Check:
    def __init__(self, arguments):
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.seed, self.jobs = arguments.seed, arguments.jobs
        self.program = Program(ROOT, FOLDER, arguments.jobs)
        self.results = Results(arguments.keep_killed)
        self.found = all_mutants(self.program.options(), arguments.jobs)
        self.wanted = {p: n for p, n in shares(self.found, arguments.sample).items() if arguments.only in p}
        self.tally, self.survivors = Counter(), []
        print(f"{sum(map(len, self.found.values()))} mutants of {len(self.found)} files; "
              f"the tests take {self.program.used:.0f} s", flush=True)

    def run(self):
        files = sorted(self.wanted, key=lambda p: (p.endswith(".h"), p))  # headers take longest
        queue = iter(files)
        lock = threading.Lock()

        def work(number):
            bench = Bench(self.program, FOLDER / f"bench{number}")
            while True:
                with lock:
                    path = next(queue, None)
                if path is None:
                    return
                self.draw(path, bench, lock)
        with ThreadPoolExecutor(self.jobs) as pool:
            list(pool.map(work, range(self.jobs)))

    def draw(self, path, bench, lock):
        """As many mutants of a file as it should give, in an order by chance, that compile and make other code."""
        left = self.wanted[path]
        for mutant in sorted(self.found[path], key=lambda m: m.rank(self.seed)):
            if left == 0:
                return
            known = self.results.of(mutant)
            result = known or bench.judge(mutant, self.results.likely(path, self.program))
            with lock:
                if not known:
                    self.results.put(mutant, result)
                self.tell(mutant, result)
            left -= result not in UNCOUNTED

    def tell(self, mutant, result):
        self.tally["killed" if result not in (ALIVE, *UNCOUNTED) else result] += 1
        if result == ALIVE:
            self.survivors.append(mutant)
        print(f"{sum(self.tally.values()):4} {mutant.path}:{mutant.line}: {mutant.change}: {result}", flush=True)


def report(tally, survivors, reasons):
    explained = [m for m in survivors if reasons.of(m)]
    bare = [m for m in survivors if not reasons.of(m)]
    for mutant in explained:
        print(f"explained  {describe(mutant)}\n      {reasons.of(mutant)}")
    for mutant in bare:
        print(f"SURVIVED   {describe(mutant)}")
    for place in reasons.stale():
        print(f"STALE      survivors.txt explains a line that is not there: {place}")
    print(f"{tally['killed'] + len(survivors)} mutants: {tally['killed']} killed, {len(explained)} survivors "
          f"explained, {len(bare)} not; beside them {tally['rejected']} did not compile, "
          f"{tally['same code']} were the same code to the compiler")
    return 1 if bare or reasons.stale() else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=200, help="how many mutants")
    parser.add_argument("--seed", type=int, default=1, help="another seed draws other ones")
    parser.add_argument("--jobs", type=int, default=2, help="mutants at a time")
    parser.add_argument("--only", default="", help="only files whose path has this text in it")
    parser.add_argument("--keep-killed", action="store_true",
                        help="do not ask again about mutants that tests killed before tests or other files changed")
    check = Check(parser.parse_args())
    check.run()
    sys.exit(report(check.tally, check.survivors, Reasons()))


if __name__ == "__main__":
    main()
