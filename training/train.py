#!/usr/bin/env python3
"""Trains one shipped model: python3 training/train.py digits-8. Seeded; resumes from its checkpoint; CPU, GPU or torchrun."""

import argparse
import copy
import os
import time
from pathlib import Path

import torch
import torch.distributed as dist
from torch.nn import functional

from data import load_images, root
from diffusion import schedules
from models import UNet

# Settings of each shipped model: what the network is, and how it is trained.
configs = {
    "digits-8": dict(
        data="digits-8", base=16, embedding=64, classes=10, schedule="cosine", T=1000,
        steps=12000, batch=64, learning_rate=2e-3, warmup=200, ema=0.999, drop=0.1, seed=1,
    ),
    "fashion-32": dict(
        data="fashion-32", base=16, embedding=64, classes=10, schedule="cosine", T=1000,
        steps=40000, batch=32, learning_rate=1e-3, warmup=500, ema=0.9995, drop=0.1, seed=1,
    ),
}


def learning_rate_at(step, config):
    """Linear warm-up, then a cosine down to a twentieth."""
    if step < config["warmup"]:
        return config["learning_rate"] * (step + 1) / config["warmup"]
    done = (step - config["warmup"]) / max(1, config["steps"] - config["warmup"])
    fall = 0.5 * (1 + torch.cos(torch.tensor(done * torch.pi)).item())
    return config["learning_rate"] * (0.05 + 0.95 * fall)


def draw_batch(images, labels, bars, config, generator):
    """Steps 1 to 4 of the training algorithm (Ho et al. 2020, algorithm 1), on the CPU, from one generator."""
    count = config["batch"]
    index = torch.randint(len(images), (count,), generator=generator)
    t = torch.randint(config["T"], (count,), generator=generator)
    eps = torch.randn((count, *images.shape[1:]), generator=generator)
    dropped = torch.rand(count, generator=generator) < config["drop"]
    bar = bars[t].float()[:, None, None, None]
    xt = bar.sqrt() * images[index] + (1 - bar).sqrt() * eps
    y = torch.where(dropped, torch.full_like(labels[index], config["classes"]), labels[index])
    return xt, t, y, eps


def set_up():
    """The device and this process's place among several (torchrun), or alone."""
    rank, world = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    cuda = torch.cuda.is_available()
    if world > 1:
        dist.init_process_group("nccl" if cuda else "gloo")
    device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0))) if cuda else torch.device("cpu")
    return rank, world, device


def train(name, config, folder, minutes):
    """Trains until the last step or the time is over; returns the EMA network and the step reached."""
    rank, world, device = set_up()
    torch.manual_seed(config["seed"])
    images, labels = load_images(config["data"], "train")
    bars = schedules[config["schedule"]](config["T"])
    model = UNet(base=config["base"], embedding=config["embedding"], classes=config["classes"]).to(device)
    ema = copy.deepcopy(model).requires_grad_(False)
    optimizer = torch.optim.Adam(model.parameters(), lr=config["learning_rate"])
    generator = torch.Generator().manual_seed(config["seed"] * 1000 + rank)
    path, step = folder / f"{name}.pt", 0
    if path.exists():
        saved = torch.load(path, map_location=device)
        model.load_state_dict(saved["model"])
        ema.load_state_dict(saved["ema"])
        optimizer.load_state_dict(saved["optimizer"])
        generator.set_state(saved["generator"][rank].cpu() if rank < len(saved["generator"]) else generator.get_state())
        step = saved["step"]
        print(f"resumed at step {step}", flush=True)
    started, losses = time.time(), []
    while step < config["steps"] and time.time() - started < minutes * 60:
        for group in optimizer.param_groups:
            group["lr"] = learning_rate_at(step, config)
        xt, t, y, eps = (part.to(device) for part in draw_batch(images, labels, bars, config, generator))
        loss = functional.mse_loss(model(xt, t, y), eps)
        optimizer.zero_grad()
        loss.backward()
        if world > 1:
            for parameter in model.parameters():
                dist.all_reduce(parameter.grad)
                parameter.grad /= world
        optimizer.step()
        step += 1
        decay = min(config["ema"], (1 + step) / (10 + step))
        with torch.no_grad():
            for mean, value in zip(ema.parameters(), model.parameters()):
                mean.lerp_(value, 1 - decay)
        losses.append(loss.item())
        if step % 500 == 0 or step == config["steps"]:
            save(path, model, ema, optimizer, generator, step, rank, world)
            if rank == 0:
                rate = len(losses) / (time.time() - started)
                print(f"step {step} loss {sum(losses[-500:]) / len(losses[-500:]):.4f} {rate:.1f} steps/s", flush=True)
    save(path, model, ema, optimizer, generator, step, rank, world)
    return ema, step


def save(path, model, ema, optimizer, generator, step, rank, world):
    """Writes a checkpoint in one move, so that a cut-off write never spoils the last one."""
    states = [generator.get_state()]
    if world > 1:
        states = [None] * world
        dist.all_gather_object(states, generator.get_state())
    if rank != 0:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    torch.save(dict(model=model.state_dict(), ema=ema.state_dict(), optimizer=optimizer.state_dict(), generator=states, step=step), part)
    os.replace(part, path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=configs)
    parser.add_argument("--checkpoints", type=Path, default=root / ".cache" / "training")
    parser.add_argument("--minutes", type=float, default=float("inf"))
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    train(options.model, configs[options.model], options.checkpoints, options.minutes)
