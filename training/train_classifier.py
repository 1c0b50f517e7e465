#!/usr/bin/env python3
"""Trains a classifier: python3 training/train_classifier.py digits-8 (clean images), or with --noisy for p(y | x_t).

Seeded; saves after every epoch and goes on from there; on a CPU, a GPU, or several through torchrun.
"""

import argparse
import copy
import os
from pathlib import Path

import torch
from torch.nn import functional

from data import load_images, root
from diffusion import alphas_cumprod
from models import Classifier
from runs import average_gradients, gather_states, save_whole, set_up

# Settings of each classifier: "shift" is how far an image may be moved, "smoothing" the label smoothing.
configs = {
    "digits-8-classifier": dict(
        data="digits-8", base=16, embedding=0, epochs=60, batch=64, learning_rate=2e-3, shift=1, smoothing=0.05, seed=1,
    ),
    "fashion-32-classifier": dict(
        data="fashion-32", base=32, embedding=0, epochs=30, batch=64, learning_rate=3e-3, shift=2, smoothing=0.05, seed=1,
    ),
    "digits-8-noisy-classifier": dict(
        data="digits-8", base=16, embedding=64, epochs=400, batch=64, learning_rate=3e-3, shift=0, smoothing=0.0, seed=1,
        schedule="cosine", T=1000,
    ),
    "fashion-32-noisy-classifier": dict(
        data="fashion-32", base=32, embedding=64, epochs=24, batch=64, learning_rate=3e-3, shift=0, smoothing=0.0, seed=1,
        schedule="cosine", T=1000,
    ),
    "tiny-classifier": dict(
        data="digits-8", base=8, embedding=16, epochs=3, batch=64, learning_rate=2e-3, shift=1, smoothing=0.0, seed=1,
        schedule="linear", T=10,
    ),
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
def accuracy(model, images, labels, t=None):
    """Share of images that are read as their class; `t` is told to a noise-aware classifier."""
    guesses = [
        model(part, None if t is None else torch.full((len(part),), t, device=part.device)).argmax(1)
        for part in images.split(500)
    ]
    return (torch.cat(guesses) == labels).float().mean().item()


def noised(images, bar, generator):
    """A draw from q(x_t | x_0) (Ho et al. 2020, equation 4); `bar` is one number for all, or [batch, 1, 1, 1]."""
    bar = torch.as_tensor(bar, dtype=torch.float64)
    eps = torch.randn(images.shape, generator=generator)
    return bar.sqrt().float() * images + (1 - bar).sqrt().float() * eps


@torch.no_grad()
def accuracy_at(model, images, labels, config, t, draws=5, seed=7):
    """Accuracy on noisy images at step t, over several draws of the noise."""
    generator = torch.Generator().manual_seed(seed)
    bar = alphas_cumprod(config["schedule"], config["T"])[t]
    found = [accuracy(model, noised(images, bar, generator), labels, t) for _ in range(draws)]
    return sum(found) / draws


def draw_batch(images, config, bars, generator):
    """Moves the images and, for a noise-aware classifier, adds the noise of a random step to each."""
    x = shifted(images, config["shift"], generator)
    if not config["embedding"]:
        return x, None
    t = torch.randint(config["T"], (len(x),), generator=generator)
    return noised(x, bars[t][:, None, None, None], generator), t


def train_epoch(model, ema, optimizer, rate, config, data, generator, world, device):
    """One pass over the images in a new order; returns the mean loss."""
    images, labels, bars = data
    losses = []
    for index in torch.randperm(len(images), generator=generator).split(config["batch"])[: len(images) // config["batch"]]:
        x, t = draw_batch(images[index], config, bars, generator)
        logits = model(x.to(device), None if t is None else t.to(device))
        loss = functional.cross_entropy(logits, labels[index].to(device), label_smoothing=config["smoothing"])
        optimizer.zero_grad()
        loss.backward()
        average_gradients(model, world)
        optimizer.step()
        rate.step()
        with torch.no_grad():
            for mean, value in zip(ema.parameters(), model.parameters()):
                mean.lerp_(value, 0.01)
        losses.append(loss.item())
    return sum(losses) / len(losses)


def train(name, config, folder, stop=None):
    """Trains to the last epoch, or to `stop`; returns the averaged classifier and the mean loss of each epoch."""
    rank, world, device = set_up()
    torch.manual_seed(config["seed"])
    images, labels = load_images(config["data"], "train")
    bars = alphas_cumprod(config["schedule"], config["T"]) if config["embedding"] else None
    model = Classifier(base=config["base"], embedding=config["embedding"]).to(device)
    ema = copy.deepcopy(model).requires_grad_(False)
    optimizer = torch.optim.AdamW(model.parameters(), lr=config["learning_rate"], weight_decay=1e-3)
    total = config["epochs"] * (len(images) // config["batch"])
    rate = torch.optim.lr_scheduler.OneCycleLR(optimizer, config["learning_rate"], total_steps=total + 1)
    generator = torch.Generator().manual_seed(config["seed"] + 1000 * rank)
    parts = dict(model=ema, raw=model, optimizer=optimizer, rate=rate)
    path, losses = folder / f"{name}.pt", []
    if path.exists():
        saved = torch.load(path, map_location=device)
        for key, part in parts.items():
            part.load_state_dict(saved[key])
        generator.set_state(saved["generator"][rank].cpu())
        losses = saved["losses"]
    while len(losses) < min(config["epochs"], stop or config["epochs"]):
        losses.append(train_epoch(model, ema, optimizer, rate, config, (images, labels, bars), generator, world, device))
        states = gather_states(generator.get_state(), world)
        if rank == 0:
            save_whole(path, {**{key: part.state_dict() for key, part in parts.items()}, "generator": states, "losses": losses})
            print(f"epoch {len(losses)} loss {losses[-1]:.4f}", flush=True)
    return ema, losses


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", help="a data set (digits-8, fashion-32), or a classifier's whole name")
    parser.add_argument("--noisy", action="store_true")
    parser.add_argument("--checkpoints", type=Path, default=root / ".cache" / "training")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    options = parser.parse_args()
    name = options.data if options.data in configs else f"{options.data}-{'noisy-' if options.noisy else ''}classifier"
    if name not in configs:
        parser.error(f"there is no classifier {name}; choose one of {', '.join(configs)}")
    torch.set_num_threads(options.threads)
    model, _ = train(name, configs[name], options.checkpoints)
    images, labels = load_images(configs[name]["data"], "test")
    model = model.cpu()
    if configs[name]["embedding"]:
        print({t: round(accuracy_at(model, images, labels, configs[name], t), 4) for t in range(0, configs[name]["T"], configs[name]["T"] // 4 or 1)})
    else:
        print(f"{name}: held-out accuracy {accuracy(model, images, labels):.4f}")
