"""Reads the source data sets and picks, splits and orders their images, with a fixed seed.

Random order comes from numpy's legacy `RandomState`, whose stream numpy keeps fixed for ever.
"""

import gzip
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

from licences import CC_BY_4_DIGITS, MIT_FASHION

SEED = 20201219
FASHION_FOLDER = Path("/usr/share/datasets/fashion-mnist")
FASHION_CLASSES = (
    "T-shirt/top Trouser Pullover Dress Coat Sandal Shirt Sneaker Bag Ankle_boot"
)


@dataclass
class Split:
    """Images [N, H, W] uint8 and labels [N] uint8, in the order in which they are served."""

    images: np.ndarray
    labels: np.ndarray
    shard_size: int


@dataclass
class Dataset:
    """A data set as the site serves it, with everything its manifest says."""

    id: str
    title: str
    class_names: list[str]
    value_range: tuple[int, int]
    splits: dict[str, Split]
    licence: dict[str, str]
    licence_text: str
    source: dict[str, str]
    citation: str
    changes: str


def balanced_order(chosen: list[np.ndarray], random) -> np.ndarray:
    """Interleaves the chosen indices of each class: ten in a row hold one image of each class,
    in random order, as long as every class has images left. So any first few are balanced too."""
    order: list[int] = []
    for round_number in range(max(len(indices) for indices in chosen)):
        this_round = [c[round_number] for c in chosen if round_number < len(c)]
        order.extend(random.permutation(np.array(this_round)).tolist())
    return np.array(order)


def shuffled_by_class(labels: np.ndarray, random) -> list[np.ndarray]:
    """The indices of each class, shuffled."""
    return [random.permutation(np.flatnonzero(labels == c)) for c in range(10)]


def stratified_counts(labels: np.ndarray, total: int) -> np.ndarray:
    """How many of each class to hold out so that the shares stay: largest remainders."""
    exact = np.bincount(labels) * total / len(labels)
    counts = np.floor(exact).astype(int)
    largest = np.argsort(-(exact - counts), kind="stable")
    counts[largest[: total - counts.sum()]] += 1
    return counts


def read_digits() -> Dataset:
    """The 1,797 handwritten digits at 8x8 that scikit-learn brings, split 1,438 to 359."""
    bunch = load_digits()
    images, labels = bunch.images.astype(np.uint8), bunch.target.astype(np.uint8)
    assert images.shape == (1797, 8, 8) and images.max() == 16 and (images == bunch.images).all()
    random = np.random.RandomState(SEED)
    by_class = shuffled_by_class(labels, random)
    held_out = stratified_counts(labels, 359)
    parts = {
        "train": [indices[n:] for indices, n in zip(by_class, held_out)],
        "test": [indices[:n] for indices, n in zip(by_class, held_out)],
    }
    splits = {}
    for name, chosen in parts.items():
        order = balanced_order(chosen, random)
        splits[name] = Split(images[order], labels[order], len(order))
    return Dataset(
        id="digits-8",
        title="Handwritten digits, 8 by 8",
        class_names=[str(c) for c in range(10)],
        value_range=(0, 16),
        splits=splits,
        licence={"name": "CC BY 4.0", "link": "https://creativecommons.org/licenses/by/4.0/"},
        licence_text=CC_BY_4_DIGITS,
        source={
            "title": "Optical Recognition of Handwritten Digits, UCI Machine Learning Repository",
            "link": "https://doi.org/10.24432/C50P49",
        },
        citation="E. Alpaydin, C. Kaynak. Optical Recognition of Handwritten Digits. "
        "UCI Machine Learning Repository, 1998. doi:10.24432/C50P49",
        changes="The 1,797 images of the source's test file, as scikit-learn brings them. "
        "Split by class into 1,438 training and 359 held-out images with a fixed seed, "
        "put in random order, and compressed. No pixel is changed.",
    )


def read_idx(name: str) -> np.ndarray:
    """Reads one gzipped IDX file of unsigned bytes into an array of its own shape."""
    path = FASHION_FOLDER / name
    if not path.exists():
        sys.exit("Fashion-MNIST is missing: install the Debian package dataset-fashion-mnist.")
    content = gzip.decompress(path.read_bytes())
    zero, kind, dimensions = struct.unpack(">HBB", content[:4])
    assert (zero, kind) == (0, 8), f"{name} is not an IDX file of unsigned bytes"
    shape = struct.unpack(f">{dimensions}I", content[4 : 4 + 4 * dimensions])
    return np.frombuffer(content, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


def fashion_split(prefix: str, per_class: int, random) -> Split:
    """Draws `per_class` images of each class from one of the source's own splits."""
    images = read_idx(f"{prefix}-images-idx3-ubyte.gz")
    labels = read_idx(f"{prefix}-labels-idx1-ubyte.gz")
    chosen = [indices[:per_class] for indices in shuffled_by_class(labels, random)]
    order = balanced_order(chosen, random)
    return Split(images[order], labels[order], 1000)


def read_fashion() -> Dataset:
    """14,000 of Fashion-MNIST's 70,000 garments: 12,000 to train on and 2,000 held out."""
    random = np.random.RandomState(SEED)
    splits = {
        "train": fashion_split("train", 1200, random),
        "test": fashion_split("t10k", 200, random),
    }
    return Dataset(
        id="fashion-28",
        title="Fashion-MNIST",
        class_names=[name.replace("_", " ") for name in FASHION_CLASSES.split(" ")],
        value_range=(0, 255),
        splits=splits,
        licence={"name": "MIT", "link": "https://opensource.org/license/mit"},
        licence_text=MIT_FASHION,
        source={
            "title": "Fashion-MNIST, Zalando SE",
            "link": "https://github.com/zalandoresearch/fashion-mnist",
        },
        citation="H. Xiao, K. Rasul, R. Vollgraf. Fashion-MNIST: a Novel Image Dataset for "
        "Benchmarking Machine Learning Algorithms. 2017. arXiv:1708.07747",
        changes="1,200 images of each class drawn from the source's training file and 200 of "
        "each class from its test file with a fixed seed, put in random order, cut into shards "
        "of 1,000, and compressed. No pixel is changed.",
    )
