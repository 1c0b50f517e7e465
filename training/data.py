"""Reads the image data sets exactly as the site serves them: public/data/<id>/manifest.json and its shards."""

import gzip
import hashlib
import json
from pathlib import Path

import torch

root = Path(__file__).resolve().parent.parent
files = {"digits-8": ("digits-8", 0), "fashion-28": ("fashion-28", 0), "fashion-32": ("fashion-28", 2)}


def load_images(data_set, split):
    """Images [count, 1, H, W] in [-1, 1] and labels [count] of one split, checksums verified."""
    folder_name, padding = files[data_set]
    folder = root / "public" / "data" / folder_name
    manifest = json.loads((folder / "manifest.json").read_text())
    shape = manifest["shape"]
    low, high = manifest["valueRange"]
    images, labels = [], []
    for shard in manifest["splits"][split]["shards"]:
        packed = (folder / shard["file"]).read_bytes()
        if hashlib.sha256(packed).hexdigest() != shard["sha256"]:
            raise ValueError(f"{folder / shard['file']} does not have the checksum of its manifest")
        raw = torch.frombuffer(bytearray(gzip.decompress(packed)), dtype=torch.uint8)
        pixels = shard["count"] * shape["height"] * shape["width"]
        images.append(raw[:pixels].view(shard["count"], 1, shape["height"], shape["width"]))
        labels.append(raw[pixels:])
    values = (torch.cat(images).float() - low) / (high - low) * 2 - 1
    padded = torch.nn.functional.pad(values, [padding] * 4, value=-1.0)
    return padded, torch.cat(labels).long()
