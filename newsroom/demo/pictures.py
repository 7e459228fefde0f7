"""Pictures of the demo newsroom, drawn by rule: the same kind and seed give the same picture."""

import math
from collections.abc import Callable
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

SIZE = (1440, 900)
INK, PAPER, RED, BLUE, GREEN, GOLD = (
    "#16202b",
    "#f3ecdf",
    "#b3261e",
    "#27506e",
    "#4c7a45",
    "#e0a63a",
)

Draw = Callable[[ImageDraw.ImageDraw, Random], None]


def draw(kind: str, seed: int) -> bytes:
    """A JPEG of 1440 × 900 pixels; ``kind`` is a key of ``KINDS``.

    Raises KeyError for an unknown kind.
    """
    ground, artist = KINDS[kind]
    width, height = SIZE
    canvas = Image.new("RGB", (width * 2, height * 2), ground)
    artist(ImageDraw.Draw(canvas), Random(seed))  # noqa: S311
    file = BytesIO()
    canvas.resize(SIZE, Image.Resampling.LANCZOS).save(file, "JPEG", quality=88)
    return file.getvalue()


def broadcast(pen: ImageDraw.ImageDraw, chance: Random) -> None:
    """Rings of light around a lectern, over rows of heads."""
    middle, top = 1440 + chance.randint(-260, 260), 900
    for ring in range(14, 0, -1):
        radius = ring * 118
        shade = [
            round(22 + (14 - ring) * 9.5),
            round(32 + (14 - ring) * 8.2),
            round(43 + (14 - ring) * 6),
        ]
        pen.ellipse(
            (middle - radius, top - radius, middle + radius, top + radius), fill=tuple(shade)
        )
        pen.ellipse(
            (middle - radius, top - radius, middle + radius, top + radius),
            outline=GOLD,
            width=2 + ring // 5,
        )
    pen.polygon(
        [(middle - 120, top), (middle + 120, top), (middle + 82, 1500), (middle - 82, 1500)],
        fill=INK,
    )
    pen.polygon(
        [
            (middle - 190, top - 30),
            (middle + 190, top - 30),
            (middle + 140, top + 40),
            (middle - 140, top + 40),
        ],
        fill=RED,
    )
    pen.line((middle, top - 30, middle - 46, top - 150), fill=INK, width=12)
    pen.ellipse((middle - 78, top - 206, middle - 22, top - 138), fill=INK)
    for row, y in enumerate((1440, 1540, 1660)):
        step = 150 + row * 26
        for x in range(-100 + row * 60, 3000, step):
            size = 46 + row * 14 + chance.randint(-6, 6)
            pen.ellipse((x - size, y - size, x + size, y + size), fill="#0d141b")
            pen.rounded_rectangle(
                (x - size * 1.7, y + size * 0.9, x + size * 1.7, 1900), size, fill="#0d141b"
            )


def contours(pen: ImageDraw.ImageDraw, chance: Random) -> None:
    """Contour lines around two hills, and one mark."""
    hills = [
        (chance.uniform(800, 1200), chance.uniform(700, 1100)),
        (chance.uniform(1800, 2300), chance.uniform(600, 1200)),
    ]
    waves = [
        (chance.randint(2, 6), chance.uniform(0, 6.3), chance.uniform(0.03, 0.09)) for _ in range(4)
    ]
    for level in range(26, 0, -1):
        for x0, y0 in hills:
            points = []
            for degree in range(0, 360, 3):
                angle = math.radians(degree)
                radius = (
                    level
                    * 66
                    * (
                        1
                        + sum(size * math.sin(count * angle + turn) for count, turn, size in waves)
                    )
                )
                points.append((x0 + radius * 1.25 * math.cos(angle), y0 + radius * math.sin(angle)))
            pen.line(
                [*points, points[0]], fill=BLUE if level % 5 else INK, width=3 if level % 5 else 6
            )
    x, y = hills[1]
    pen.ellipse((x - 250, y - 250, x + 250, y + 250), outline=RED, width=9)
    disc(pen, x, y, 36, RED)


def ring(pen: ImageDraw.ImageDraw, chance: Random) -> None:
    """A bright, uneven ring around a dark disc, among faint stars."""
    for _ in range(260):
        size = chance.choice((1, 1, 2, 3))
        disc(pen, chance.uniform(0, 2880), chance.uniform(0, 1800), size, "#5c6470")
    for step in range(3400):
        angle = step / 3400 * 2 * math.pi
        glow = 0.5 + 0.5 * math.sin(angle - 0.2)
        for _ in range(5):
            radius = chance.gauss(560, 62 + 46 * glow)
            red, green = round(120 + 130 * glow), round(44 + 112 * glow * chance.uniform(0.6, 1))
            colour = f"#{red:02x}{green:02x}{round(20 + 40 * glow):02x}"
            x, y = 1440 + radius * math.cos(angle), 900 + radius * math.sin(angle)
            disc(pen, x, y, 5 + 13 * glow, colour)
    disc(pen, 1440, 900, 400, "#07090c")


def script(pen: ImageDraw.ImageDraw, chance: Random) -> None:
    """Strokes of a broad pen that cross a grid of boxes."""
    for x in range(0, 2881, 180):
        pen.line((x, 0, x, 1800), fill="#cfc3ae", width=4)
    for y in range(0, 1801, 180):
        pen.line((0, y, 2880, y), fill="#cfc3ae", width=4)
    for line, colour in ((470, INK), (960, RED), (1400, INK)):
        phase, swing = chance.uniform(0, 6.3), chance.uniform(90, 150)
        for x in range(2720, 160, -2):
            wave = swing * math.sin(x / 210 + phase) + 46 * math.sin(x / 67 + phase * 2)
            pen.line((x - 26, line + wave + 26, x + 26, line + wave - 26), fill=colour, width=8)
        for _ in range(5):
            left, top = chance.uniform(300, 2600), line + chance.choice((-250, 230))
            dot = [(left, top - 34), (left + 34, top), (left, top + 34), (left - 34, top)]
            pen.polygon(dot, fill=colour)


def sprout(pen: ImageDraw.ImageDraw, chance: Random) -> None:
    """Green blades that grow out of a bowl."""
    pen.rectangle((0, 1450, 2880, 1800), fill="#dccfb6")
    for _ in range(420):
        x = min(max(chance.gauss(1440, 260), 900), 1980)
        lean, length = chance.gauss(0, 120), chance.uniform(420, 900)
        shade = chance.choice((GREEN, "#6b9a52", "#38613a", "#8bb36a"))
        points = [(x + lean * t * t, 1330 - length * t) for t in (0, 0.25, 0.5, 0.75, 1)]
        pen.line(points, fill=shade, width=chance.randint(8, 16), joint="curve")
    pen.rectangle((960, 1020, 1920, 1090), fill=RED)
    pen.pieslice((860, 780, 2020, 1700), 0, 180, fill=BLUE)
    pen.rectangle((840, 1210, 2040, 1262), fill="#1c3d55")


def tiles(pen: ImageDraw.ImageDraw, chance: Random) -> None:
    """Eight-pointed stars and crosses, as on a wall."""
    colours = (BLUE, "#1c3d55", "#3d7a8c", GOLD, PAPER)
    for row, y in enumerate(range(0, 2000, 300)):
        for column, x in enumerate(range(0, 3100, 300)):
            colour = GOLD if (row + column) % 7 == 0 else chance.choice(colours[:3])
            points = []
            for corner in range(16):
                radius = 150 if corner % 2 == 0 else 112
                angle = math.radians(corner * 22.5)
                points.append((x + radius * math.cos(angle), y + radius * math.sin(angle)))
            pen.polygon(points, fill=colour)
            pen.line([*points, points[0]], fill=PAPER, width=10, joint="curve")
            pen.regular_polygon((x, y, 44), 8, fill=PAPER)


def fire(pen: ImageDraw.ImageDraw, chance: Random) -> None:
    """A row of torches that climbs a mountain by night."""
    for layer, colour in enumerate(("#24313f", "#1b2530", "#121920")):
        points = [(0.0, 1800.0)]
        for step in range(0, 2881, 80):
            height = (1 - abs(step - 1900) / 2200) * (1050 - layer * 330)
            points.append((step, 1500 - height + chance.uniform(-46, 46) + layer * 110))
        pen.polygon([*points, (2880, 1800)], fill=colour)
    x, y = 160.0, 1640.0
    while y > 640:
        glow = chance.randint(17, 30)
        disc(pen, x, y, glow * 2, "#7a3f1c")
        disc(pen, x, y, glow, GOLD)
        disc(pen, x, y, glow / 2, "#fff3cf")
        x += 62 * (1 if math.sin(y / 120) > -0.55 else -0.4)
        y -= chance.uniform(22, 34)


def marks(pen: ImageDraw.ImageDraw, chance: Random) -> None:
    """Lines of text, one struck out and written anew."""
    struck = chance.randint(3, 5)
    for row in range(9):
        y = 260 + row * 160
        x = 360.0
        while x < 2440:
            width = min(chance.uniform(80, 330), 2520 - x)
            pen.rounded_rectangle(
                (x, y, x + width, y + 46), 20, fill="#8d8676" if row == struck else INK
            )
            x += width + 46
        if row == struck:
            pen.line((320, y + 26, 2560, y + 18), fill=RED, width=14)
            pen.line(
                [(900 + step, y - 56 + 22 * math.sin(step / 38)) for step in range(0, 900, 6)],
                fill=RED,
                width=13,
            )


def disc(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: str) -> None:
    """A filled circle around a point."""
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


KINDS: dict[str, tuple[str, Draw]] = {
    "broadcast": ("#16202b", broadcast),
    "map": (PAPER, contours),
    "ring": ("#0b0e13", ring),
    "type": (PAPER, script),
    "sprout": (PAPER, sprout),
    "tiles": ("#14303f", tiles),
    "fire": ("#2c3a4a", fire),
    "marks": (PAPER, marks),
}
