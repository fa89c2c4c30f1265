"""Every small change to a C++ file that a test should notice, found in the syntax tree of libclang."""

import dataclasses
import hashlib
import re

from clang.cindex import CursorKind, Index

KINDS = CursorKind
SWAPS = {
    "+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "<<": ">>", ">>": "<<", "&": "|", "|": "&", "^": "&",
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&",
    "+=": "-=", "-=": "+=", "*=": "/=", "/=": "*=", "<<=": ">>=", ">>=": "<<=", "&=": "|=", "|=": "&=",
    "++": "--", "--": "++", "!": "", "~": "", "min": "max", "max": "min", "true": "false", "false": "true",
}
UNARY = {"++", "--", "!", "~", "-"}
INTEGER = re.compile(r"(0x[0-9a-fA-F]+|[0-9]+)([uUlL]*)$")
REAL = re.compile(r"[0-9.]+(e[-+]?[0-9]+)?[fF]?$")


@dataclasses.dataclass(frozen=True)
class Mutant:
    """Bytes [begin, end) of a file become `after`."""

    path: str
    begin: int
    end: int
    line: int
    column: int
    text: str  # of the line
    before: str
    after: str

    @property
    def change(self):
        return f"{self.before} -> {self.after}"

    def rank(self, seed):
        """A place in the order of drawing that other lines of the file have no say in."""
        named = f"{seed}:{self.path}:{self.text}:{self.column}:{self.change}"
        return hashlib.sha256(named.encode()).hexdigest()

    def of(self, source):
        return source[: self.begin] + self.after.encode() + source[self.end :]


class File:
    """The mutants of one file, whose syntax tree is read with these options of the compiler."""

    def __init__(self, root, path, options):
        self.path = path
        self.name = str(root / path)
        self.source = (root / path).read_bytes()
        self.found = {}
        unit = Index.create().parse(self.name, args=["-x", "c++", *options])
        errors = [d for d in unit.diagnostics if d.severity >= 3]
        if errors:
            raise SystemExit(f"{path} cannot be read: {errors[0]}")
        for cursor in unit.cursor.get_children():
            if cursor.location.file and cursor.location.file.name == self.name:
                self.walk(cursor)

    def mutants(self):
        return sorted(self.found.values(), key=lambda m: (m.begin, m.after))

    def add(self, begin, end, after):
        start = self.source.rfind(b"\n", 0, begin) + 1
        text = self.source[start:].split(b"\n", 1)[0].decode().strip()
        line = self.source.count(b"\n", 0, begin) + 1
        before = self.source[begin:end].decode()
        self.found[begin, end, after] = Mutant(self.path, begin, end, line, begin - start, text, before, after)

    def walk(self, cursor):
        if cursor.kind == KINDS.STATIC_ASSERT:
            return  # the compiler is its test
        children = list(cursor.get_children())
        if cursor.kind in (KINDS.BINARY_OPERATOR, KINDS.COMPOUND_ASSIGNMENT_OPERATOR):
            self.between(*children)
        elif cursor.kind == KINDS.UNARY_OPERATOR:
            self.beside(cursor.extent, children[0].extent)
        elif cursor.kind == KINDS.FOR_STMT:
            self.bounds(children)
        else:
            self.word(cursor)
        for child in children:
            self.walk(child)

    def between(self, left, right):
        """The operator of a binary expression: all that stands between its operands."""
        gap = slice(left.extent.end.offset, right.extent.start.offset)
        operator = self.source[gap].strip().decode()
        if operator in SWAPS:
            begin = self.source.index(operator.encode(), gap.start)
            self.add(begin, begin + len(operator), SWAPS[operator])

    def beside(self, whole, operand):
        """The operator of a unary expression, on either side of its operand."""
        for begin, end in ((whole.start.offset, operand.start.offset), (operand.end.offset, whole.end.offset)):
            operator = self.source[begin:end].strip().decode()
            if operator in UNARY:
                self.add(begin, begin + len(operator), "" if operator == "-" else SWAPS[operator])

    def bounds(self, children):
        """A loop that leaves out its first or its last turn."""
        start = next((v for c in children[:1] for v in c.get_children() if v.kind == KINDS.VAR_DECL), None)
        value = list(start.get_children())[-1:] if start else []
        conditions = [c for c in children[:-1] if c.kind == KINDS.BINARY_OPERATOR]
        limits = [list(c.get_children())[1] for c in conditions[:1]]
        for expression, change in [(v, " + 1") for v in value] + [(v, " - 1") for v in limits]:
            begin, end = expression.extent.start.offset, expression.extent.end.offset
            text = self.source[begin:end].decode()
            if text and not INTEGER.match(text):  # those are changed as constants
                self.add(begin, end, text + change)

    def word(self, cursor):
        """Constants, min and max."""
        begin, end = cursor.extent.start.offset, cursor.extent.end.offset
        text = self.source[begin:end].decode(errors="replace")
        if cursor.kind == KINDS.INTEGER_LITERAL and (number := INTEGER.match(text)):
            value, suffix = int(number[1], 0), number[2]
            for other in {value + 1, max(value - 1, 0)} - {value}:
                self.add(begin, end, f"{other}{suffix}")
        elif cursor.kind == KINDS.FLOATING_LITERAL and REAL.match(text):
            self.add(begin, end, f"({text} + 1)")
        elif cursor.kind == KINDS.CXX_BOOL_LITERAL_EXPR and text in SWAPS:
            self.add(begin, end, SWAPS[text])
        elif cursor.kind in (KINDS.DECL_REF_EXPR, KINDS.OVERLOADED_DECL_REF) and cursor.spelling in ("min", "max"):
            begin = self.source.find(cursor.spelling.encode(), begin, end)
            if begin >= 0:
                self.add(begin, begin + 3, SWAPS[cursor.spelling])
