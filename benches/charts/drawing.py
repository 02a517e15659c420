"""The charts, as text of SVG files."""

import math
from html import escape

from figures import OURS, rank

FONT = 'font-family="system-ui, sans-serif"'
STRONG, MUTED, INK, GRID = "#c2410c", "#64748b", "#1e293b", "#e2e8f0"
ROW, PLOT, TOP = 22, 230, 56


class Drawing:
    def __init__(self, width, height, title, subtitle):
        self.size = (width, height)
        self.parts = []
        self.text(12, 22, title, size=15, weight="bold")
        self.text(12, 40, subtitle, size=11, colour=MUTED)

    def text(self, x, y, text, size=12, colour=INK, anchor="start", weight="normal"):
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" text-anchor="{anchor}" '
            f'font-weight="{weight}">{escape(text)}</text>'
        )

    def line(self, x1, y1, x2, y2, colour=GRID, width=1.0):
        self.parts.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width}"/>'
        )

    def dot(self, x, y, colour, radius=4.5):
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{colour}"/>')

    def svg(self):
        width, height = self.size
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {FONT}>'
        ground = f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
        return "\n".join([head, ground, *self.parts, "</svg>"]) + "\n"


def log_position(value, low, high, begin, length):
    return begin + length * (math.log10(value) - math.log10(low)) / (math.log10(high) - math.log10(low))


def decades(low, high):
    return [10.0**power for power in range(math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9) + 1)]


def colour(alternative):
    return STRONG if alternative == OURS else MUTED


def ratio_chart(figures, title, panels):
    """What each alternative costs, as a multiple of `run_group!`: a dot in each panel."""
    panels = [(label, key, size) for label, key, size in panels if size in figures.values.get(key, {})]
    panels = [panel for panel in panels if figures.values[panel[1]][panel[2]].get(OURS, (0,))[0] > 0]
    if not panels:
        return None
    names = {name for _, key, size in panels for name in figures.values[key][size]}
    names = sorted(names, key=lambda name: (rank(name), name))

    def times(key, size, name):
        if name == OURS:
            return 1.0
        part = figures.ratios.get((key, size, name))
        return 1 / part if part else None

    left = 30 + 7 * max(len(name) for name in names)
    every = [times(key, size, name) for _, key, size in panels for name in names]
    every = [value for value in every if value]
    low, high = min(0.4, min(every) / 2.2), max(2.5, max(every) * 2.5)
    height = TOP + 24 + ROW * len(names) + 16
    drawing = Drawing(left + (PLOT + 24) * len(panels), height, title, "times run_group!, log scale; less is better")
    for row, name in enumerate(names):
        y = TOP + 24 + ROW * row + ROW / 2
        drawing.text(left - 12, y + 4, name, anchor="end", colour=colour(name) if name == OURS else INK)
    for column, (label, key, size) in enumerate(panels):
        begin = left + (PLOT + 24) * column
        drawing.text(begin + PLOT / 2, TOP + 6, label, anchor="middle", weight="bold")
        bottom = TOP + 24 + ROW * len(names)
        for mark in decades(low, high):
            x = log_position(mark, low, high, begin, PLOT)
            drawing.line(x, TOP + 20, x, bottom, colour=STRONG if mark == 1 else GRID)
            drawing.text(x, bottom + 12, f"{mark:g}", size=10, colour=MUTED, anchor="middle")
        for row, name in enumerate(names):
            value = times(key, size, name)
            if value and name in figures.values[key][size]:
                x, y = log_position(value, low, high, begin, PLOT), TOP + 24 + ROW * row + ROW / 2
                drawing.dot(x, y, colour(name))
                # On the side away from the line of ours.
                side = ("start", 8) if value >= 1 else ("end", -8)
                drawing.text(x + side[1], y + 4, f"{value:.2f}" if value < 10 else f"{value:.0f}", 10, MUTED, side[0])
    return drawing.svg()


def line_chart(figures, title, key):
    """What each alternative costs at each size: a line."""
    sizes = sorted(figures.values.get(key, {}))
    if len(sizes) < 2:
        return None
    names = figures.alternatives(key)
    every = [value for cells in figures.values[key].values() for value, _ in cells.values() if value > 0]
    low, high = min(every) / 1.5, max(every) * 1.5
    left, width, plot = 70, 420, 300
    drawing = Drawing(left + width + 190, TOP + plot + 40, title, f"{figures.unit(key)} by the number of actors, both log scale")

    def place(size, value):
        x = log_position(size, sizes[0], sizes[-1], left, width)
        return x, TOP + plot - log_position(value, low, high, 0, plot)

    for mark in decades(low, high):
        y = place(sizes[0], mark)[1]
        drawing.line(left, y, left + width, y)
        drawing.text(left - 8, y + 4, f"{mark:,.0f}", size=10, colour=MUTED, anchor="end")
    for size in sizes:
        drawing.text(place(size, low)[0], TOP + plot + 16, f"{size}", size=10, colour=MUTED, anchor="middle")
    ends = []
    for name in sorted(names, key=rank, reverse=True):
        points = [place(size, figures.values[key][size][name][0]) for size in sizes if name in figures.values[key][size]]
        wide = 2.5 if name == OURS else 1.2
        for (x1, y1), (x2, y2) in zip(points, points[1:]):
            drawing.line(x1, y1, x2, y2, colour=colour(name), width=wide)
        for x, y in points:
            drawing.dot(x, y, colour(name), radius=3)
        ends.append((points[-1], name))
    # Each line is named where it ends; names that would overlap are moved down, and a line leads to them.
    last = -math.inf
    for (x, y), name in sorted(ends, key=lambda end: end[0][1]):
        label = max(y, last + 13)
        last = label
        drawing.line(x + 4, y, left + width + 14, label, colour=GRID)
        drawing.text(left + width + 18, label + 4, name, size=11, colour=colour(name) if name == OURS else INK)
    return drawing.svg()


def all_of(figures):
    """By the name of the file. There is none where nothing has been measured."""

    def sized(metric, sizes, kind=""):
        return [(f"{size} actors", (kind, metric), size) for size in sizes]

    compile_panels = [
        (f"{profile}, {size} actors", ("", f"compile/{profile}"), size) for profile in ("dev", "release") for size in (8, 64)
    ]
    found = {
        "lifecycle.svg": ratio_chart(figures, "A run in which an actor ends at once", sized("lifecycle/at once", (2, 8, 64))),
        "lifecycle-yield.svg": ratio_chart(
            figures, "A run in which an actor ends after a yield", sized("lifecycle/after a yield", (2, 8, 64))
        ),
        "wake-self.svg": line_chart(figures, "One actor wakes itself", ("", "wake/self")),
        "wake-message.svg": line_chart(figures, "A message from another task", ("", "wake/message")),
        "exit.svg": ratio_chart(
            figures,
            "From the first end to the return, 64 actors",
            [
                ("a fresh group", ("", "exit to return/fresh"), 64),
                ("after 10,000 wakes", ("", "exit to return/after 10,000 wakes"), 64),
            ],
        ),
        "memory.svg": ratio_chart(
            figures,
            "Live memory of 10,000 groups of eight",
            [
                ("parked", ("", "memory/parked"), 8),
                ("each woken 40 times", ("", "memory/after 40 wakes"), 8),
            ],
        ),
        "size.svg": ratio_chart(figures, "Size of the future", sized("size/future", (2, 8, 64))),
        "instructions.svg": ratio_chart(
            figures,
            "A run in which an actor ends at once, in instructions",
            sized("lifecycle/at once", (2, 8, 64), "instructions"),
        ),
        "compile.svg": ratio_chart(figures, "Compile time", compile_panels),
    }
    return {name: text for name, text in found.items() if text}
