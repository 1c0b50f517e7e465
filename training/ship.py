#!/usr/bin/env python3
"""Ships a trained network: python3 training/ship.py digits-8. Rounds it to float16, measures what the file holds, writes its manifest.

With --measure-only it measures the shipped file again, without a checkpoint, and leaves the weights as they are.
A denoiser is measured by its data set's shipped classifier, so that goes first. docs/models.md follows the manifests.
"""

import argparse
import hashlib
import json
import os
from pathlib import Path

import torch

import train
import train_classifier
from data import load_images, root
from measure import measure_classifier, measure_denoiser
from models import Classifier, UNet
from models_page import write_page
from safetensors_io import read_safetensors, write_safetensors

weights = root / "public" / "weights"
licence = {"name": "MIT", "link": "https://opensource.org/license/mit"}
configs = {**train.configs, **train_classifier.configs}


def build(name):
    """The untrained network of a name, and what the manifest says of it."""
    config = configs[name]
    size = load_images(config["data"], "test")[0].shape[-1]
    common = {"size": size, "channelsIn": 1, "base": config["base"], "classes": 10, "embedding": config["embedding"]}
    if name in train_classifier.configs:
        return Classifier(base=config["base"], embedding=config["embedding"]), {"kind": "classifier", **common}
    model = UNet(base=config["base"], embedding=config["embedding"], classes=config["classes"])
    return model, {"kind": "unet", "size": size, "channelsIn": 1, "channelsOut": 1, "base": config["base"], "embedding": config["embedding"], "classes": config["classes"]}


def load_shipped(name):
    """The network with the shipped file's numbers, every name and shape required to fit."""
    model, _ = build(name)
    model.load_state_dict(read_safetensors(weights / name / "model.safetensors"), strict=True)
    return model.eval()


def describe_file(path):
    data = path.read_bytes()
    count = sum(value.numel() for value in read_safetensors(path).values())
    return {"file": path.name, "dtype": "F16", "parameters": count, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def averaged_weights(name, checkpoints):
    """The averaged weights of a finished training, and what the manifest says of it."""
    config = configs[name]
    saved = torch.load(checkpoints / f"{name}.pt", map_location="cpu")
    if name in train_classifier.configs:
        noisy = " --noisy" if config["embedding"] else ""
        command = f"python3 training/train_classifier.py {config['data']}{noisy}"
        done, wanted, state = len(saved["losses"]), config["epochs"], saved["model"]
    else:
        command = f"python3 training/train.py {name}"
        done, wanted, state = saved["step"], config["steps"], saved["ema"]
    if done != wanted:
        raise SystemExit(f"{name} is trained for {done} of {wanted}: train on first ({command}).")
    return state, {**config, "weightsAre": "exponential moving average", "command": command}


def write_weights(name, checkpoints):
    """Rounds the averaged weights to float16 and writes them; returns the manifest without what is measured."""
    state, training = averaged_weights(name, checkpoints)
    path = weights / name / "model.safetensors"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_safetensors(path, {key: value.half() for key, value in state.items()})
    _, architecture = build(name)
    prediction = {} if architecture["kind"] == "classifier" else {"prediction": "eps"}
    return {
        "id": name,
        "architecture": architecture,
        **prediction,
        "weights": describe_file(path),
        "data": configs[name]["data"],
        "trainedOn": "train",
        "training": training,
        "shipped": f"python3 training/ship.py {name}",
        "licence": licence,
    }


def read_manifest(name):
    """The manifest as it stands, its file held to its checksum."""
    manifest = json.loads((weights / name / "manifest.json").read_text())
    found = describe_file(weights / name / manifest["weights"]["file"])
    if found["sha256"] != manifest["weights"]["sha256"]:
        raise SystemExit(f"{name}: the weights are not those of the manifest.")
    return {**manifest, "weights": found, "shipped": f"python3 training/ship.py {name}"}


def measure(name, count, steps, seed):
    """What the shipped file reaches."""
    config = configs[name]
    splits = {split: load_images(config["data"], split) for split in ("train", "test")}
    if name in train_classifier.configs:
        return measure_classifier(load_shipped(name), config, splits)
    judge = load_shipped(f"{config['data']}-classifier")
    return measure_denoiser(load_shipped(name), judge, config, splits, count, steps, seed)


def ship(name, checkpoints, count, steps, seed, measure_only=False):
    """Writes one network's weights and manifest, and the page about all of them."""
    manifest = read_manifest(name) if measure_only else write_weights(name, checkpoints)
    manifest["measured"] = measure(name, count, steps, seed)
    (weights / name / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    print(f"{name}: {json.dumps(manifest['measured'], indent=1)}")
    write_page(weights, root / "docs" / "models.md")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=[name for name in configs if not name.startswith("tiny")])
    parser.add_argument("--measure-only", action="store_true")
    parser.add_argument("--checkpoints", type=Path, default=root / ".cache" / "training")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--steps", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    ship(options.model, options.checkpoints, options.count, options.steps, options.seed, options.measure_only)
