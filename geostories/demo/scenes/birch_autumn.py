"""A lone birch in full gold beside a stone wall, a red cottage far behind."""

import numpy as np
from PIL import Image

from geostories.demo.picture_finish import finish
from geostories.demo.picture_parts import (
    WIDTH,
    Canvas,
    Points,
    across,
    bend,
    clear,
    mix,
    moved,
    ramp,
    ribbon,
    smooth,
)
from geostories.demo.picture_sky import falling, streaks
from geostories.demo.picture_trees import clump, grass, heap, roots, treeline

GOLD = ("#8a5718", "#c48322", "#e4ab30", "#f3cb4f", "#fbe58c")


def birch_autumn(canvas: Canvas) -> Image.Image:
    """A lone birch in full gold beside a stone wall, a red cottage far behind."""
    rng = canvas.rng
    canvas.wash(ramp((0, "#7fa9c8"), (330, "#bcd3d6"), (560, "#f3e8cf")))
    streaks(canvas, "#fbf4e6", (40, 520), cell=150, stretch=4, cover=0.5, opacity=0.7)
    treeline(canvas, ramp((480, "#8fa9b3"), (600, "#c0c9bf")), 600, (50, 110), gap=0.2, blur=1.5)
    treeline(canvas, ramp((500, "#5f7f86"), (640, "#9aa99a")), 636, (60, 140), gap=0.2, leafy=0.2)
    for x in rng.uniform(0, 1600, 26):
        tone = GOLD if rng.random() < 0.5 else ("#6a2f16", "#a4501f", "#cf7f34", "#e8ad5a")
        clump(canvas, heap(rng, x, 640, rng.uniform(24, 52), rng.uniform(24, 44), 10), tone)
    canvas.wash(ramp((640, "#d9b765"), (800, "#b98f45"), (1200, "#6f5a2a")), 638)
    canvas.vary(60, 0.16, 6, 655)
    _cottage(canvas)
    _wall(canvas)
    _birch(canvas)
    _fallen(canvas)
    falling(canvas, "#f6cf4e", 46, (2.5, 8), blur=0.8)
    return finish(canvas, vignette=0.2, ink="#3a2410")


def _cottage(canvas: Canvas) -> None:
    with canvas.stain("#5d4a1e", blur=8, opacity=0.6) as pen:
        pen.shape([(1130, 706), (1400, 702), (1440, 724), (1160, 728)])
    with canvas.detail() as pen:
        pen.shape([(1140, 704), (1140, 628), (1330, 628), (1330, 704)], "#9c2f21")
        pen.shape([(1330, 704), (1330, 628), (1362, 596), (1394, 628), (1394, 704)], "#7a2219")
        pen.shape([(1126, 632), (1168, 572), (1366, 572), (1330, 632)], "#5b4741")
        pen.shape(
            [(1366, 572), (1330, 632), (1340, 634), (1366, 590), (1392, 634), (1402, 630)],
            "#efe6d6",
        )
        pen.shape([(1222, 582), (1222, 540), (1250, 540), (1250, 582)], "#6d4a40")
        for x in (1164, 1222, 1282):
            pen.shape([(x, 682), (x, 648), (x + 28, 648), (x + 28, 682)], "#f3ecdc")
            pen.shape([(x + 4, 678), (x + 4, 652), (x + 24, 652), (x + 24, 678)], "#52616a")
        for x in (1138, 1327, 1390):
            pen.shape([(x, 706), (x, 630), (x + 6, 630), (x + 6, 706)], "#efe6d6")
    canvas.glow(1236, 534, 70, "#8d98a0", 0.5)


def _wall(canvas: Canvas) -> None:
    rng = canvas.rng
    with canvas.stain("#2c2820", rough=4) as pen:
        top = [(x, 770 + 22 * np.sin(x / 420 + 0.6)) for x in range(-20, 1640, 40)]
        pen.shape(top + [(x, y + 78) for x, y in top[::-1]])
    for row in range(4):
        for x in np.arange(-30, 1650, 44) + rng.uniform(-14, 14, 39):
            y = 838 - row * 21 + 22 * np.sin(x / 420 + 0.6) + rng.uniform(-7, 7)
            size = rng.uniform(20, 37)
            grey = mix("#7f7a6c", "#b0a68c", rng.random())
            stone = [
                (x, y, size, size * rng.uniform(0.45, 0.66)),
                (x + size * rng.uniform(-0.5, 0.5), y + 2, size * 0.7, size * 0.5),
            ]
            clump(
                canvas,
                stone,
                (mix(grey, "#28251f", 0.8), mix(grey, "#28251f", 0.35), grey, "#ded0ac"),
                rough=0.35,
                contrast=0.4,
                leaf=16,
            )
    with canvas.detail() as pen:
        inks = ("#8a7436", "#6d6430", "#b0954b")
        grass(canvas, pen, inks, roots(rng, 420, (-20, 1620), (845, 885)), (10, 40), 4)


def _birch(canvas: Canvas) -> None:
    rng = canvas.rng
    with canvas.stain("#3d2d12", blur=22, opacity=0.5) as pen:
        pen.disc(980, 1035, 430, 58)
        pen.stroke([(650, 1020), (1500, 1090)], 60, 120)
    trunk = bend((640, 1030), (600, 640), (680, 190), 30)
    crown = [(660, 210, 190, 150), (520, 330, 190, 130), (800, 330, 200, 130), (440, 480, 160, 130),
             (900, 490, 170, 140), (660, 400, 220, 150)]  # fmt: skip
    for x, y, wide, high in crown[:5]:
        clump(
            canvas,
            heap(rng, x, y, wide, high, 30),
            ("#54340f", "#8a5a18", "#b98424", "#d8a838"),
            leaf=9,
        )
    _trunk(canvas, trunk)
    _limbs(canvas, trunk)
    for x, y, wide, high in crown:
        tufts = heap(rng, x, y, wide, high, 26)[1:]
        clump(
            canvas,
            [tuft for tuft in tufts if rng.random() < 0.8],
            GOLD,
            leaf=7,
            rough=1.3,
            contrast=0.55,
        )
    _veils(canvas)


def _veils(canvas: Canvas) -> None:
    """The long twigs that hang from a birch."""
    rng = canvas.rng
    for x in rng.uniform(290, 1060, 34):
        top = 450 + abs(x - 660) * 0.32
        drop = rng.uniform(60, 190)
        veil = [
            (x + rng.normal(0, 7), top + share * drop, 26 - 15 * share, 26)
            for share in np.linspace(0, 1, 7)
        ]
        clump(canvas, veil, GOLD[rng.integers(0, 2) :], leaf=7, rough=1.5, contrast=0.5)


_LIMBS = (
    (16, 480, 440),
    (17, 830, 430),
    (19, 500, 350),
    (20, 790, 330),
    (24, 570, 250),
    (25, 730, 240),
)


def _limbs(canvas: Canvas, trunk: Points) -> None:
    with canvas.detail() as pen:
        for i, x, y in _LIMBS:
            limb = bend(trunk[i], ((trunk[i][0] + x) / 2, y - 30), (x, y), 12)
            pen.stroke(limb, 24, 5, "#cfc3ae")
            pen.stroke(moved(limb, 1.5, 0), 10, 2, clear("#3b3140", 0.5))


def _trunk(canvas: Canvas, line: Points) -> None:
    """White bark with a shaded side and dark lenticels."""
    rng = canvas.rng
    left, right = line[:, 0].min() - 74, line[:, 0].max() + 74
    bark = across((left, "#fffaf0"), ((left + right) / 2, "#e6ddd0"), (right, "#8c8490"))
    with canvas.stain(bark) as pen:
        pen.stroke(line, 74, 14)
    with canvas.detail() as pen:
        edge = ribbon(line, 74, 14)
        shaded = edge[len(line) :] * 0.8 + edge[: len(line)][::-1] * 0.2
        pen.stroke(shaded, 22, 4, clear("#4b4254", 0.4))
        for i in rng.integers(0, len(line), 90):
            wide = 74 - 60 * i / len(line)
            long = wide * rng.uniform(0.06, 0.3)
            x = line[i][0] + rng.uniform(-1, 1) * (wide * 0.48 - long)
            y = line[i][1] + rng.uniform(-18, 18)
            pen.disc(x, y, long, rng.uniform(1, 3.6), clear("#2a2228", 0.8))
    _foot(canvas, line[0])


def _foot(canvas: Canvas, at: Points) -> None:
    """The cracked black bark by the ground, roots and the grass around them."""
    rng = canvas.rng
    x, y = at
    black = clear("#2a2124", 0.75)
    with canvas.detail() as pen:
        for _ in range(46):
            cx, cy = x + rng.uniform(-31, 31), y - abs(rng.normal(0, 50))
            crack = [(cx, cy - rng.uniform(10, 34)), (cx + rng.normal(0, 3), cy)]
            pen.stroke(crack, 2, rng.uniform(3, 9), black)
        for side in (-37, -15, 11, 37):
            root = bend(
                (x + side * 1.5, y + 14), (x + side * 0.8, y - 6), (x + side * 0.6, y - 70), 8
            )
            pen.stroke(root, 5, 16, black)
        tufts = roots(rng, 70, (x - 74, x + 74), (y + 4, y + 24))
        grass(canvas, pen, ("#8a7436", "#6d6430", "#b0954b"), tufts, (20, 64), 5, 0.35)


def _fallen(canvas: Canvas) -> None:
    rng = canvas.rng
    with canvas.detail() as pen:
        grass(
            canvas,
            pen,
            ("#8a7436", "#6d6430", "#a98d45"),
            roots(rng, 500, (-20, 1620), (890, 1240)),
            (14, 60),
            4,
        )
        for x, y in roots(rng, 1300, (0, WIDTH), (880, 1200)):
            if rng.random() > np.exp(-(((x - 680) / 520) ** 2)):
                continue
            size = 2 + (y - 860) * 0.02
            angle = rng.uniform(0, 3)
            aside, down = np.cos(angle) * size, np.sin(angle) * 0.5 * size
            leaf = [(x - aside * 1.3, y - down * 1.3), (x - down, y + size * 0.45),
                    (x + aside, y + down), (x + down, y - size * 0.45)]  # fmt: skip
            pen.shape(
                smooth(leaf, 1),
                str(rng.choice(["#f2c744", "#d99a2a", "#b8701f", "#f8de83", "#8d5a1f"])),
            )
