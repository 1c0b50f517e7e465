#!/usr/bin/env python3
"""Trains one shipped model: python3 training/train.py digits-8. Seeded; resumes from its checkpoint; CPU, GPU or torchrun."""

import argparse
import copy
import math
import os
import time
from pathlib import Path

import torch

from data import load_images, root
from loop import Objective, draw_batch, follow
from models import UNet
from runs import agree, average_gradients, gather_states, save_whole, set_up

# Settings of each shipped model: what the network is, and how it is trained; "tiny" is for tests. A batch is per process.
configs = {
    "digits-8": dict(
        data="digits-8", base=16, embedding=64, classes=10, schedule="cosine", T=1000,
        steps=12000, batch=64, learning_rate=2e-3, warmup=200, ema=0.999, drop=0.1, seed=1,
    ),
    "fashion-32": dict(
        data="fashion-32", base=16, embedding=64, classes=10, schedule="cosine", T=1000,
        steps=28000, horizon=30000, batch=32, learning_rate=1e-3, warmup=500, ema=0.9995, drop=0.1, seed=1,
    ),
    "tiny": dict(
        data="digits-8", base=8, embedding=16, classes=10, schedule="linear", T=20,
        steps=12, batch=8, learning_rate=2e-3, warmup=4, ema=0.9, drop=0.1, seed=1,
    ),
}
save_every = 500


def learning_rate_at(step, config):
    """Linear warm-up, then a cosine down to a twentieth at the horizon, which is the last step unless the model says else."""
    if step < config["warmup"]:
        return config["learning_rate"] * (step + 1) / config["warmup"]
    done = (step - config["warmup"]) / max(1, config.get("horizon", config["steps"]) - config["warmup"])
    return config["learning_rate"] * (0.05 + 0.95 * 0.5 * (1 + math.cos(done * math.pi)))


class Run:
    """A training run: network, averaged weights, optimizer, generator and step, saved and resumed as one."""

    def __init__(self, name, config, folder):
        self.config, self.path = config, folder / f"{name}.pt"
        self.rank, self.world, self.device = set_up()
        torch.manual_seed(config["seed"])
        self.images, self.labels = load_images(config["data"], "train")
        self.objective = Objective(config["schedule"], config["T"])
        self.model = UNet(base=config["base"], embedding=config["embedding"], classes=config["classes"]).to(self.device)
        self.ema = copy.deepcopy(self.model).requires_grad_(False)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=config["learning_rate"])
        self.generator = torch.Generator().manual_seed(config["seed"] * 1000 + self.rank)
        self.step = 0
        if self.path.exists():
            self.resume()

    def resume(self):
        saved = torch.load(self.path, map_location=self.device)
        if len(saved["generator"]) != self.world:
            raise ValueError(f"{self.path} was written by {len(saved['generator'])} processes; these are {self.world}")
        self.model.load_state_dict(saved["model"])
        self.ema.load_state_dict(saved["ema"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.generator.set_state(saved["generator"][self.rank].cpu())
        self.step = saved["step"]
        if self.rank == 0:
            print(f"resumed at step {self.step}", flush=True)

    def save(self):
        states = gather_states(self.generator.get_state(), self.world)
        if self.rank == 0:
            parts = dict(model=self.model.state_dict(), ema=self.ema.state_dict(), optimizer=self.optimizer.state_dict())
            save_whole(self.path, dict(**parts, generator=states, step=self.step))

    def update(self):
        """One step; returns this process's loss."""
        config = self.config
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate_at(self.step, config)
        drawn = draw_batch(
            self.images, self.labels, config["classes"], self.objective, config["batch"], config["drop"], self.generator
        )
        xt, t, y, target = (part.to(self.device) for part in drawn)
        loss = self.objective.loss(self.model(xt, t, y), target, t)
        self.optimizer.zero_grad()
        loss.backward()
        average_gradients(self.model, self.world)
        self.optimizer.step()
        self.step += 1
        follow(self.ema, self.model, self.step, config["ema"])
        return loss.item()


def train(name, config, folder, minutes=math.inf, stop=None):
    """Trains until the last step, `stop`, or the time is over; returns the run and the losses of this stretch."""
    run = Run(name, config, folder)
    last = min(config["steps"], stop or config["steps"])
    started, losses = time.time(), []
    while run.step < last:
        losses.append(run.update())
        if run.step % save_every == 0 or run.step == last:
            run.save()
            if run.rank == 0:
                recent, rate = losses[-save_every:], len(losses) / (time.time() - started)
                print(f"step {run.step} loss {sum(recent) / len(recent):.4f} {rate:.1f} steps/s", flush=True)
        if minutes < math.inf and agree(time.time() - started > minutes * 60, run.world, run.device):
            run.save()
            break
    return run, losses


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=configs)
    parser.add_argument("--checkpoints", type=Path, default=root / ".cache" / "training")
    parser.add_argument("--steps", type=int, help="train for another length than the model's own")
    parser.add_argument("--stop", type=int, help="stop after this step, to go on later")
    parser.add_argument("--minutes", type=float, default=math.inf)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    config = configs[options.model]
    if options.steps:
        config = {**config, "steps": options.steps}
    train(options.model, config, options.checkpoints, options.minutes, options.stop)
