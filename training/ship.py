#!/usr/bin/env python3
"""Ships a trained model: python3 training/ship.py digits-8. Rounds it to float16, measures what the file holds, writes it with a manifest."""

import argparse
import hashlib
import json
import os
from pathlib import Path

import torch

from data import load_images, root
from diffusion import frechet_distance, sample_ddim, schedules
from models import Classifier, UNet
from safetensors_io import read_safetensors, write_safetensors
from train import configs
from train_classifier import configs as classifier_configs

weights = root / "public" / "weights"
licence = {"name": "MIT", "link": "https://opensource.org/license/mit"}


def write_weights(folder, state):
    """One float16 file; returns what the manifest says of it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "model.safetensors"
    write_safetensors(path, {name: value.half() for name, value in state.items()})
    data = path.read_bytes()
    return {"file": path.name, "dtype": "F16", "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def write_manifest(folder, manifest):
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    print(f"{folder.relative_to(root)}: {json.dumps(manifest['measured'])}")


def load_shipped(model, folder):
    """The network with the shipped file's numbers, every name and shape required to fit."""
    model.load_state_dict(read_safetensors(folder / "model.safetensors"), strict=True)
    return model.eval()


@torch.no_grad()
def ship_classifier(name, checkpoints):
    """Writes the classifier that measures, with its accuracy on the held-out split."""
    config = classifier_configs[name]
    folder = weights / f"{name}-classifier"
    state = torch.load(checkpoints / f"{name}-classifier.pt", map_location="cpu")["model"]
    file = write_weights(folder, state)
    classifier = load_shipped(Classifier(base=config["base"]), folder)
    images, labels = load_images(name, "test")
    right = (torch.cat([classifier(part).argmax(1) for part in images.split(500)]) == labels).float().mean().item()
    write_manifest(folder, {
        "id": folder.name,
        "architecture": {"kind": "classifier", "size": images.shape[-1], "channelsIn": 1, "base": config["base"], "classes": 10, "embedding": 0},
        "weights": file,
        "data": name,
        "trainedOn": "train",
        "training": {**config, "seed": 1, "command": f"python3 training/train_classifier.py {name}"},
        "shipped": f"python3 training/ship.py {name}",
        "licence": licence,
        "measured": {"split": "test", "images": len(images), "accuracy": right},
    })
    return classifier


@torch.no_grad()
def features(classifier, images):
    return torch.cat([classifier.extract(part) for part in images.split(250)])


@torch.no_grad()
def generate(model, config, size, count, guidance, steps, seed):
    """`count` samples with the labels 0 to 9 in turn."""
    bars = schedules[config["schedule"]](config["T"])
    generator = torch.Generator().manual_seed(seed)
    labels = torch.arange(count) % config["classes"]
    parts = [
        sample_ddim(model, bars, (len(part), 1, size, size), part, guidance, steps, generator, config["classes"])
        for part in labels.split(250)
    ]
    return torch.cat(parts), labels


@torch.no_grad()
def measure(model, classifier, config, count, steps, seed):
    """Accuracy at guidance 3, and squared Frechet distances in the classifier's features to the held-out images."""
    held_out, _ = load_images(config["data"], "test")
    real, _ = load_images(config["data"], "train")
    size = held_out.shape[-1]
    guided, labels = generate(model, config, size, count, 3.0, steps, seed)
    guesses = torch.cat([classifier(part).argmax(1) for part in guided.split(250)])
    plain, _ = generate(model, config, size, count, 1.0, steps, seed + 1)
    reference = features(classifier, held_out)
    return {
        "sampler": "DDIM, eta 0, trailing timesteps, x0 clipped to [-1, 1]",
        "steps": steps,
        "samples": count,
        "seed": seed,
        "accuracyAtGuidance3": (guesses == labels).float().mean().item(),
        "frechetAtGuidance1": frechet_distance(features(classifier, plain), reference),
        "frechetOfTrainingImages": frechet_distance(features(classifier, real[:count]), reference),
    }


def ship(name, checkpoints, count, steps, seed):
    """Writes the model and its classifier, each with a manifest."""
    config = configs[name]
    classifier = ship_classifier(name, checkpoints)
    saved = torch.load(checkpoints / f"{name}.pt", map_location="cpu")
    folder = weights / name
    file = write_weights(folder, saved["ema"])
    model = load_shipped(UNet(base=config["base"], embedding=config["embedding"], classes=config["classes"]), folder)
    size = load_images(config["data"], "test")[0].shape[-1]
    write_manifest(folder, {
        "id": name,
        "architecture": {"kind": "unet", "size": size, "channelsIn": 1, "channelsOut": 1, "base": config["base"], "embedding": config["embedding"], "classes": config["classes"]},
        "prediction": "eps",
        "weights": file,
        "data": config["data"],
        "trainedOn": "train",
        "training": {**config, "steps": saved["step"], "weightsAre": "exponential moving average", "command": f"python3 training/train.py {name}"},
        "shipped": f"python3 training/ship.py {name}",
        "licence": licence,
        "measured": measure(model, classifier, config, count, steps, seed),
    })


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=configs)
    parser.add_argument("--checkpoints", type=Path, default=root / ".cache" / "training")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--steps", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(os.cpu_count())
    ship(options.model, options.checkpoints, options.count, options.steps, options.seed)
