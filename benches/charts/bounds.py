"""Limits and aims: lines of results, metric, n, kind and the most that the figure may be."""

import re
from pathlib import Path
from typing import NamedTuple

BENCHES = Path(__file__).resolve().parent.parent
LIMITS = BENCHES / "limits.tsv"
AIMS = BENCHES / "aims.tsv"


class Bound(NamedTuple):
    results: str
    metric: str
    n: int
    kind: str
    most: float


def read(path):
    """The number of the line of each bound, and the bound."""
    for number, line in enumerate(path.read_text().splitlines()):
        if line and not line.startswith("#"):
            results, metric, n, kind, most = line.split("\t")
            yield number, Bound(results, metric, int(n), kind, float(most))


def line(bound):
    most = int(bound.most) if bound.most == int(bound.most) else bound.most
    return "\t".join([bound.results, bound.metric, str(bound.n), bound.kind, str(most)])


def ours(metric):
    """The alternative of this metric that is ours."""
    return "Stop" if metric.startswith("stop/") else "run_group!"


def cases(bound):
    """The cases that a bound is about, by metric, n and alternative. The first is ours at its size."""
    metric, n, kind = bound.metric, bound.n, bound.kind
    yield metric, n, ours(metric)
    if kind == "growth":
        yield metric, n - 1, ours(metric)
        yield metric, n - 2, ours(metric)
    elif size := re.fullmatch("ratio to n = ([0-9]+)", kind):
        yield metric, int(size[1]), ours(metric)
    elif kind.startswith("ratio to "):
        yield metric, n, kind.removeprefix("ratio to ")
    elif kind != "absolute":
        raise ValueError(f"{kind}: no kind of bound")


def figure(bound, value, measured_ratio=lambda case: None):
    """What is compared with the bound, out of the values of its cases and the ratios that were measured round by round."""
    own, *others = [value(case) for case in cases(bound)]
    if bound.kind == "growth":
        return (own - others[0]) / (others[0] - others[1])
    if not others:
        return own
    return measured_ratio(list(cases(bound))[1]) or own / others[0]
