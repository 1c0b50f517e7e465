#!/usr/bin/env python3
"""Trains a classifier: python3 training/train_classifier.py digits-8 (clean images), or with --noisy for p(y | x_t)."""

import argparse
import copy
import os
from pathlib import Path

import torch
from torch.nn import functional

from data import load_images, root
from diffusion import schedules
from models import Classifier

configs = {
    "digits-8": dict(base=16, epochs=60, batch=64, learning_rate=2e-3, shift=1),
    "fashion-32": dict(base=16, epochs=14, batch=64, learning_rate=2e-3, shift=2),
}


def shifted(images, most, generator):
    """Each image moved by up to `most` pixels each way: more data for free."""
    if most == 0:
        return images
    size = images.shape[-1]
    padded = functional.pad(images, [most] * 4, value=-1.0)
    dx, dy = (torch.randint(2 * most + 1, (len(images),), generator=generator) for _ in range(2))
    return torch.stack([p[:, y : y + size, x : x + size] for p, x, y in zip(padded, dx.tolist(), dy.tolist())])


@torch.no_grad()
def accuracy(model, images, labels):
    model.eval()
    guesses = torch.cat([model(part).argmax(1) for part in images.split(500)])
    return (guesses == labels).float().mean().item()


def train(name, config, seed, noisy, schedule="cosine", T=1000, embedding=64):
    """Returns the averaged classifier and its accuracy on held-out clean images (None if noisy)."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    images, labels = load_images(name, "train")
    test_images, test_labels = load_images(name, "test")
    bars = schedules[schedule](T)
    model = Classifier(base=config["base"], embedding=embedding if noisy else 0)
    ema = copy.deepcopy(model).requires_grad_(False)
    optimizer = torch.optim.AdamW(model.parameters(), lr=config["learning_rate"], weight_decay=1e-3)
    total = config["epochs"] * (len(images) // config["batch"])
    rate = torch.optim.lr_scheduler.OneCycleLR(optimizer, config["learning_rate"], total_steps=total + 1)
    for epoch in range(config["epochs"]):
        for index in torch.randperm(len(images), generator=generator).split(config["batch"])[: total // config["epochs"]]:
            x, t = shifted(images[index], config["shift"], generator), None
            if noisy:
                t = torch.randint(T, (len(x),), generator=generator)
                bar = bars[t].float()[:, None, None, None]
                x = bar.sqrt() * x + (1 - bar).sqrt() * torch.randn(x.shape, generator=generator)
            loss = functional.cross_entropy(model(x, t), labels[index], label_smoothing=0.0 if noisy else 0.05)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            rate.step()
            for mean, value in zip(ema.parameters(), model.parameters()):
                mean.lerp_(value.detach(), 0.01)
        if not noisy and (epoch % 5 == 4 or epoch + 1 == config["epochs"]):
            print(f"epoch {epoch + 1} loss {loss.item():.4f} test accuracy {accuracy(ema, test_images, test_labels):.4f}", flush=True)
    return ema, None if noisy else accuracy(ema, test_images, test_labels)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", choices=configs)
    parser.add_argument("--noisy", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--checkpoints", type=Path, default=root / ".cache" / "training")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model, measured = train(options.data, configs[options.data], options.seed, options.noisy)
    options.checkpoints.mkdir(parents=True, exist_ok=True)
    kind = "noisy-classifier" if options.noisy else "classifier"
    torch.save(dict(model=model.state_dict(), accuracy=measured), options.checkpoints / f"{options.data}-{kind}.pt")
    print(f"{options.data} {kind}: held-out accuracy {measured}")
