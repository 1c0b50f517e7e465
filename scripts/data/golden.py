"""Makes tests/fixtures/datasets/golden.json: numpy's account of the same images, for the tests."""

import hashlib
import json

import numpy as np
from sklearn.datasets import make_circles, make_moons, make_swiss_roll

from sources import Dataset, Split

PIXELS = 40


def split_facts(split: Split, random) -> dict:
    """Counts, sums, a hash over all pixels, and a few pixels that are not background."""
    lit = np.argwhere(split.images > 0)
    picked = lit[np.sort(random.choice(len(lit), PIXELS, replace=False))]
    return {
        "count": len(split.labels),
        "classCounts": np.bincount(split.labels, minlength=10).tolist(),
        "byteSum": int(split.images.astype(np.int64).sum()),
        "maximum": int(split.images.max()),
        "pixelsSha256": hashlib.sha256(split.images.tobytes()).hexdigest(),
        "labelsSha256": hashlib.sha256(split.labels.tobytes()).hexdigest(),
        "firstLabels": split.labels[:20].tolist(),
        "pixels": [[*map(int, at), int(split.images[tuple(at)])] for at in picked],
    }


def area_weights(size_in: int, size_out: int) -> np.ndarray:
    """Row o holds the share of each input pixel in output pixel o, from an exact integral: the
    running sum is linear within a pixel, so its value at a fractional edge is interpolated."""
    edges = np.linspace(0, size_in, size_out + 1)
    running = np.vstack([np.zeros(size_in), np.cumsum(np.eye(size_in), axis=0)])
    at_edges = np.array([np.interp(edges, np.arange(size_in + 1), column) for column in running.T])
    return np.diff(at_edges, axis=1).T * size_out / size_in


def resize_fixture(random) -> list[dict]:
    """Area averages of random square grey images, for factors that are not whole numbers."""
    cases = []
    for size_in, size_out in ((11, 8), (50, 28), (8, 28), (28, 8)):
        image = random.randint(0, 256, (size_in, size_in))
        weights = area_weights(size_in, size_out)
        result = weights @ image @ weights.T
        cases.append(
            {
                "sizeIn": size_in,
                "sizeOut": size_out,
                "image": image.ravel().tolist(),
                "result": [round(float(v), 9) for v in result.ravel()],
            }
        )
    return cases


def curves_fixture() -> dict:
    """Points of scikit-learn's own moons, circles and swiss roll, without noise."""
    curves = {
        "moons": make_moons(80, shuffle=False)[0],
        "rings": make_circles(80, shuffle=False, factor=0.5)[0],
        "swissRoll": make_swiss_roll(80, random_state=3)[0][:, [0, 2]],
    }
    return {name: np.round(points, 6).tolist() for name, points in curves.items()}


def golden_file(datasets: list[Dataset]) -> bytes:
    """The fixture as JSON text, without spaces."""
    random = np.random.RandomState(1)
    content = {
        "madeBy": "scripts/data/prepare.py with numpy, from the source arrays before packing",
        "datasets": {
            d.id: {name: split_facts(s, random) for name, s in d.splits.items()} for d in datasets
        },
        "areaAverage": resize_fixture(random),
        "scikitLearnCurves": curves_fixture(),
    }
    return (json.dumps(content, separators=(",", ":")) + "\n").encode()
