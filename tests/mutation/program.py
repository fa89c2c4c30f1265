"""The core and its tests, built once; a mutant compiles what reads its file, and links that with the rest."""

import json
import os
import re
import resource
import shlex
import shutil
import subprocess
from pathlib import Path

COPIED = ("core", "tests/core", "tests/support", "tests/mutation")
MEMORY = 4 << 30  # bytes; a mutant may ask for all there is
SUITE = re.compile(r"^TEST(?:_F|_P)?\((\w+),", re.M)


class Rejected(Exception):
    """The compiler does not accept a mutant."""


def copy(source, tree):
    """With the times of files, so that only what changed is compiled again."""
    for part in COPIED:
        shutil.rmtree(tree / part, ignore_errors=True)
        shutil.copytree(source / part, tree / part, ignore=shutil.ignore_patterns("__pycache__"))


class Program:
    """The unchanged one."""

    def __init__(self, root, folder, jobs):
        self.tree, self.build, self.jobs = folder / "tree", folder / "build", jobs
        copy(root, self.tree)
        self.compile_all()
        self.commands = self.read_commands()
        self.readers = self.read_dependencies()
        self.tests = sorted(o for o in self.commands if "/tests/core/" in o)
        self.core = sorted(set(self.commands) - set(self.tests))
        self.suites = {s: o for o in self.tests for s in SUITE.findall(self.source(o).read_text())}
        self.libraries = self.read_libraries()
        self.limit = 600
        self.used = self.measure(Bench(self, folder / "bench"))
        self.limit = int(3 * self.used) + 5  # a mutant that takes longer hangs

    def read_commands(self):
        """Of each object: how it is compiled."""
        commands = [e["command"] for e in json.loads((self.build / "compile_commands.json").read_text())]
        return {output: c for c in commands if (output := c.split(" -o ")[1].split()[0]).endswith(".cpp.o")}

    def compile_all(self):
        folders = ["-S", self.tree / "tests/mutation", "-B", self.build, "-G", "Ninja"]
        subprocess.run(["cmake", *folders], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["ninja", "-C", self.build, f"-j{self.jobs}", "test_core"], check=True)

    def source(self, output):
        return Path(next(w for w in reversed(shlex.split(self.commands[output])) if w.endswith(".cpp")))

    def read_dependencies(self):
        """Of each file of the tree: the objects that are made from it."""
        readers, output = {}, None
        listed = subprocess.run(["ninja", "-t", "deps"], cwd=self.build, check=True, capture_output=True, text=True)
        for line in listed.stdout.splitlines():
            if line.startswith(" "):
                path = (self.build / line.strip()).resolve()
                if output in self.commands and path.is_relative_to(self.tree):
                    readers.setdefault(str(path.relative_to(self.tree)), set()).add(output)
            else:
                output = line.split(":")[0]
        return readers

    def read_libraries(self):
        """What the linker is given beside objects."""
        listed = subprocess.run(["ninja", "-t", "commands", "test_core"], cwd=self.build, check=True,
                                capture_output=True, text=True)
        words = shlex.split(listed.stdout.splitlines()[-1].split("-o test_core")[1])
        return [w for w in words if w not in ("&&", ":") and "libtconv_core" not in w]

    def options(self):
        """Those with which another compiler reads a file of the core."""
        words = shlex.split(self.commands[next(o for o in self.core if o.endswith("/c_api.cpp.o"))])
        kept = [w for w in words if w.startswith(("-D", "-I", "-std"))]
        return kept + ["-isystem", words[words.index("-isystem") + 1], "-DHWY_COMPILE_ONLY_STATIC"]

    def measure(self, bench):
        """Seconds of processor time that the tests take."""
        def used():
            return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
        bench.link(self.core + self.tests)
        before = used()
        if failure := bench.run():
            raise SystemExit(f"without any mutant the tests fail: {failure}")
        return used() - before


class Bench:
    """A copy of the program for one mutant at a time."""

    def __init__(self, program, folder):
        self.program, self.tree, self.scratch = program, folder / "tree", folder / "scratch"
        copy(program.tree, self.tree)
        self.scratch.mkdir(exist_ok=True)
        self.clear()

    def clear(self):
        for left in self.scratch.iterdir():
            left.unlink()

    def made(self, output):
        return self.scratch / output.replace("/", "+")

    def compile(self, outputs):
        """Returns whether any object differs from that of the program."""
        def one(output):
            command = self.program.commands[output].replace(f"{self.program.tree}/", f"{self.tree}/")
            words = [*shlex.split(command), "-w", f"-ffile-prefix-map={self.tree}={self.program.tree}"]
            words[words.index("-o") + 1] = str(self.made(output))
            if subprocess.run(words, cwd=self.program.build, capture_output=True).returncode != 0:
                raise Rejected
            return self.made(output).read_bytes() != (self.program.build / output).read_bytes()
        return any([one(output) for output in sorted(outputs)])

    def link(self, outputs):
        objects = [o for output in outputs if (o := self.made(output)).exists() or (o := self.program.build / output)]
        command = ["c++", "-o", self.scratch / "test_core", *objects, *self.program.libraries]
        if subprocess.run(command, cwd=self.program.build, capture_output=True).returncode != 0:
            raise Rejected

    def run(self):
        """None, or the test that fails or the way in which the program ends."""
        limits = ["prlimit", f"--cpu={self.program.limit}", f"--as={MEMORY}", "--core=0"]
        command = [*limits, self.scratch / "test_core", "--gtest_fail_fast", "--gtest_brief=1"]
        try:
            done = subprocess.run(command, cwd=self.scratch, env=dict(os.environ, RC_PARAMS="seed=1"), text=True,
                                  capture_output=True, errors="replace", timeout=20 * self.program.limit)
        except subprocess.TimeoutExpired:
            return "time"
        if done.returncode == 0:
            return None
        failed = re.search(r"^\[  FAILED  \] (\w+\.\w+)", done.stdout, re.M)
        return failed[1] if failed else f"signal {-done.returncode}" if done.returncode < 0 else "end"

    def judge(self, mutant, first):
        """What becomes of a mutant: "rejected", "same code", "survived", or what killed it. The tests `first`
        (objects) are asked before the others."""
        path = self.tree / mutant.path
        source = path.read_bytes()
        path.write_bytes(mutant.of(source))
        try:
            return self.verdict(self.program.readers.get(mutant.path, set()), first)
        except Rejected:
            return "rejected"
        finally:
            path.write_bytes(source)

    def verdict(self, readers, first):
        self.clear()
        core = self.program.core
        changed = self.compile(readers & set(core))
        for tests in self.portions(readers, first):
            changed |= self.compile(readers & set(tests))
            self.link(core + tests)
            if changed and (killer := self.run()):
                return killer
        return "survived" if changed else "same code"

    def portions(self, readers, first):
        """Tests that are compiled and run together: a header is read by most, and the first few mostly tell."""
        rest = [t for t in self.program.tests if t not in first]
        size = 4 if readers & set(self.program.tests) else len(rest)
        return [p for p in [list(first)] + [rest[i : i + size] for i in range(0, len(rest), size)] if p]
