"""All figures of all results, and what they say of a bound."""

import sys

import bounds

RESULTS = bounds.BENCHES / "results"

OURS = "run_group!"
RATIO = "ours / theirs"

# In the order of the tables and charts. What is not named here comes last.
ALTERNATIVES = [
    OURS,
    "by hand",
    "select! + join!",
    "select! + join!, biased",
    "select! + join!, token",
    "join_me_maybe",
    "futures-concurrency",
    "FuturesUnordered",
    "futures-buffered",
    "JoinSet",
    "TaskTracker",
    "Go run.Group",
    "tokio-graceful-shutdown",
]

# What the metric of one file is called in another.
SAME = {"allocations": "allocations/at once", "memory": "memory/parked", "allocated": "allocated/at once"}


class Figures:
    """All lines of all files: `values[key][n][alternative] = (value, unit)`."""

    def __init__(self):
        self.values = {}
        self.ratios = {}
        self.origins = {}
        for path in sorted(RESULTS.glob("*.tsv")):
            self.read(path)
        self.add_ratios()

    def read(self, path):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if line.startswith("#"):
                name, value = line.lstrip("# ").split(": ", 1)
                self.origins.setdefault(path.stem, {})[name] = value
                continue
            fields = line.split("\t")
            if len(fields) != 5:
                sys.exit(f"{path}:{number}: five fields are expected")
            metric, size, alternative, value, unit = fields
            key = key_of(path.stem, SAME.get(metric, metric))
            if unit == RATIO:
                self.ratios[key, int(size), alternative] = float(value)
            else:
                unit = "B" if unit == "bytes" else unit
                self.values.setdefault(key, {}).setdefault(int(size), {})[alternative] = (float(value), unit)

    def add_ratios(self):
        """Where they have not been measured round by round, they are those of the figures."""
        for key, sizes in self.values.items():
            for size, cells in sizes.items():
                own = bounds.ours(key[1])
                for alternative, (value, _) in cells.items():
                    if own in cells and alternative != own and value > 0:
                        self.ratios.setdefault((key, size, alternative), cells[own][0] / value)

    def alternatives(self, key):
        found = {name for cells in self.values[key].values() for name in cells}
        return sorted(found, key=lambda name: (rank(name), name))

    def unit(self, key):
        return next(unit for cells in self.values[key].values() for _, unit in cells.values())

    def of_bound(self, bound):
        """The figure that the bound is about."""
        key = key_of(bound.results, bound.metric)

        def value(case):
            _, n, alternative = case
            try:
                return self.values[key][n][alternative][0]
            except KeyError:
                sys.exit(f"nothing has been measured for: {bounds.line(bound)}")

        return bounds.figure(bound, value, lambda case: self.ratios.get((key, case[1], case[2])))


def key_of(results, metric):
    """Instructions are counted of what is timed, too, and are a table of their own."""
    return ("instructions" if results == "instructions" else "", metric)


def rank(alternative):
    return ALTERNATIVES.index(alternative) if alternative in ALTERNATIVES else len(ALTERNATIVES)
