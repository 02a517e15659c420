"""RESULTS.md: where the figures are from, the aims, and a table of each metric; and a summary for other pages."""

import bounds

# The metrics, in the order of the page, and what they are called there.
TITLES = {
    "lifecycle/at once": "A run in which an actor ends at once",
    "lifecycle/after a yield": "A run in which an actor ends after a yield",
    "lifecycle/after a long life": "A run in which an actor ends after 1,000 wakes",
    "wake/self": "A wake: an actor wakes itself",
    "wake/message": "A wake: a message from another task",
    "wake/other": "A wake: from outside the group",
    "member/comes and goes": "A member of a set that comes and goes, beside so many that stay",
    "exit to return/fresh": "From the first end to the return",
    "exit to return/after a long life": "From the first end to the return, after 1,000 wakes",
    "exit to return/after 10,000 wakes": "From the first end to the return, after 10,000 wakes",
    "allocations/at once": "Allocations of a run in which an actor ends at once",
    "allocations/after a yield": "Allocations of a run in which an actor ends after a yield",
    "allocations/after a long life": "Allocations of a run of 1,000 wakes",
    "size/future": "Size of the future",
    "size/beyond actors and interrupts": "Size of the future less its actors and interrupts",
    "size/nested, by depth": "Size of nested groups of eight, by depth",
    "memory/parked": "Live memory of a group of eight, of 10,000 that wait",
    "memory/after 40 wakes": "Live memory of a group of eight, of 10,000, after 40 wakes of each actor",
    "compile/dev": "Compile time, dev",
    "compile/release": "Compile time, release",
    "stop/poll unchanged": "A wait for a stop signal, polled again",
    "stop/waited for and set": "A stop signal, made, waited for, set and seen",
}

# Tables that say nothing that others do not.
LEFT_OUT = {"allocations/after a yield"}

HEAD = """\
<!-- Written by benches/charts/draw from results/*.tsv, limits.tsv and aims.tsv. -->

# Results

[What is measured, and how](README.md); [why the code is as it is](DECISIONS.md). A column is a number of actors, unless the title says otherwise.
`(0.12)` after a figure is the cost of `run_group!`, or of `Stop` in the last two tables, divided by that one's: if it is less than 1, ours costs
less. Below each title is the metric's name in the results.
"""

CHARTS = [
    ("lifecycle", "a run in which an actor ends at once"),
    ("lifecycle-yield", "a run in which an actor ends after a yield"),
    ("wake-self", "one actor wakes itself"),
    ("wake-message", "a message from another task"),
    ("exit", "from the first end to the return"),
    ("memory", "live memory"),
    ("size", "size of the future"),
    ("instructions", "counted instructions"),
    ("compile", "compile time"),
]

# The rows of the summary: what, of which key, at which size.
SUMMARY = [
    ("a run of 64 actors, of which one ends at once", ("", "lifecycle/at once"), 64),
    ("the same, the first end after 1,000 wakes", ("", "lifecycle/after a long life"), 64),
    ("one of 64 actors wakes itself", ("", "wake/self"), 64),
    ("a message from another task to one of 64", ("", "wake/message"), 64),
    ("from the first end to the return, 64 actors", ("", "exit to return/fresh"), 64),
    ("the same, after 10,000 wakes", ("", "exit to return/after 10,000 wakes"), 64),
    ("live memory of a group of eight", ("", "memory/parked"), 8),
    ("the same, after 40 wakes of each actor", ("", "memory/after 40 wakes"), 8),
    ("compile time of 8 actors, dev", ("", "compile/dev"), 8),
    ("compile time of 8 actors, release", ("", "compile/release"), 8),
    ("compile time of 64 actors, dev", ("", "compile/dev"), 64),
    ("compile time of 64 actors, release", ("", "compile/release"), 64),
]
# Its columns, and the alternatives that they may be of.
COLUMNS = {
    "by hand": ["by hand"],
    "`select!` + `join!`": ["select! + join!", "select! + join!, token"],
    "`FuturesUnordered`": ["FuturesUnordered"],
    "`JoinSet`": ["JoinSet"],
    "Go's `run.Group`": ["Go run.Group"],
}


def results(figures):
    """The whole page."""
    lines = [HEAD, *origins(figures), "## Charts", ""]
    for stem, text in CHARTS:
        lines += [f"![{text}](charts/{stem}.svg)", ""]
    lines += aims(figures)
    lines += ["## Time, memory, size, compile time", ""]
    for metric in TITLES:
        if ("", metric) in figures.values and metric not in LEFT_OUT:
            lines += table(figures, ("", metric))
    lines += ["## Counted instructions", ""]
    for metric in TITLES:
        if ("instructions", metric) in figures.values:
            lines += table(figures, ("instructions", metric))
    return "\n".join(lines).rstrip() + "\n"


def origins(figures):
    lines = ["## Where the figures are from", "", "results | machine | date | command", "--- | --- | --- | ---"]
    for stem, origin in sorted(figures.origins.items()):
        lines.append(f"[{stem}](results/{stem}.tsv) | {origin['machine']} | {origin['date']} | `{origin['command']}`")
    lines += ["", "Versions:", ""]
    return lines + [f"- {stem}: {origin['versions']}" for stem, origin in sorted(figures.origins.items())] + [""]


def aims(figures):
    missed, reached = {}, {}
    limits = {bound[:4]: bound.most for _, bound in bounds.read(bounds.LIMITS)}
    for _, aim in bounds.read(bounds.AIMS):
        figure = figures.of_bound(aim)
        row = (aim.results, aim.metric, aim.kind)
        (reached if figure <= aim.most else missed).setdefault(row, []).append((aim, figure))
    lines = ["## Aims that are not reached", ""]
    lines += ["[Why](DECISIONS.md), for most of them. No check fails on an aim; each fails on a limit, which holds what has been reached.", ""]
    lines += aims_table(missed, limits)
    return lines + ["## Aims that are reached", ""] + aims_table(reached, limits)


def aims_table(rows, limits):
    lines = ["what | compared with | aim | reached | limit", "--- | --- | --- | --- | ---"]
    for (results, metric, kind), cells in rows.items():
        title = TITLES[metric] + (" (instructions)" if results == "instructions" else "")
        other = {"absolute": "", "growth": "the growth before"}.get(kind, kind.removeprefix("ratio to "))
        sizes = [aim.n for aim, _ in cells]

        def join(values):
            """One for all sizes where it is the same, otherwise each with its size."""
            values = list(values)
            if len(set(values)) == 1 and len(values) > 1:
                return values[0]
            return ", ".join(f"{value} at {size}" if size > 1 else value for size, value in zip(sizes, values))

        aimed = join(f"{aim.most:g}" for aim, _ in cells)
        found = join(exact(figure, kind) for _, figure in cells)
        held = join(f"{limits[aim[:4]]:g}" if aim[:4] in limits else "" for aim, _ in cells)
        lines.append(f"{title} | {other} | {aimed} | {found} | {held}")
    return lines + [""]


def table(figures, key):
    sizes = sorted(figures.values[key])
    lines = [f"### {TITLES[key[1]]}" + (" (instructions)" if key[0] else ""), "", f"`{key[1]}`", ""]
    lines.append(f"{figures.unit(key)} | " + " | ".join(f"{size}" for size in sizes))
    lines.append("--- | " + " | ".join("---:" for _ in sizes))
    for alternative in figures.alternatives(key):
        cells = []
        for size in sizes:
            cell = figures.values[key][size].get(alternative)
            text = number(cell[0]) if cell else ""
            part = figures.ratios.get((key, size, alternative))
            if part:
                text += f" ({ratio(part)})"
            cells.append(text)
        # A bar would begin another cell.
        name = alternative.replace("|", "\\|")
        lines.append(f"{name} | " + " | ".join(cells))
    return lines + [""]


def summary(figures):
    """The ratios that a reader of another page asks for first."""
    lines = [" | ".join(["`run_group!` divided by", *COLUMNS]), " | ".join(["---"] + ["---:" for _ in COLUMNS])]
    for title, key, size in SUMMARY:
        cells = []
        for alternatives in COLUMNS.values():
            found = [figures.ratios[key, size, name] for name in alternatives if (key, size, name) in figures.ratios]
            cells.append(f"{found[0]:.2f}" if found else "")
        lines.append(" | ".join([title, *cells]))
    return "\n".join(lines)


def number(value):
    if value == 0:
        return "0"
    if value < 10:
        return f"{value:.2f}".rstrip("0").rstrip(".")
    if value < 100 and value != round(value):
        return f"{value:.1f}"
    return f"{value:,.0f}"


def ratio(value):
    return f"{value:.3f}" if value < 0.1 else f"{value:.2f}"


def exact(value, kind):
    """A ratio with one digit more than a bound has, so that it can be told from it."""
    return f"{value:g}" if kind == "absolute" else f"{value:.3f}"
