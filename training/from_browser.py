#!/usr/bin/env python3
"""Takes over what the page trained: python3 training/from_browser.py run.safetensors draws a sheet of samples.

The file is the page's weights or its checkpoint; either says with which settings it was trained. With --train N the
training goes on for N more steps with the same settings, on a GPU where there is one; --out keeps the weights, and
--checkpoint the whole run, for the page to go on from.
"""

import argparse
import copy
import json
import struct
import zlib
from pathlib import Path

import torch

from data import load_images
from diffusion import alphas_cumprod, sample_ddim
from loop import Objective, draw_batch, follow
from models import UNet
from safetensors_io import read_file, write_safetensors

embedding_width = 64
image_sizes = {"digits-8": 8, "fashion-32": 32, "own": 16}


class PageRun:
    """A run of the page: its settings, the network and its averaged twin, Adam's state and the step reached."""

    def __init__(self, path, device="cpu"):
        tensors, metadata = read_file(path)
        if "settings" not in metadata:
            raise ValueError(f"{path} does not say with which settings it was trained: it is not a file of the page")
        self.metadata, self.device = metadata, device
        self.settings = json.loads(metadata["settings"])
        self.groups = split_groups(tensors)
        self.model = make_unet(self.settings)
        self.model.load_state_dict(self.groups["model"], strict=True)
        self.ema = copy.deepcopy(self.model).requires_grad_(False)
        self.ema.load_state_dict(self.groups["ema"], strict=True)
        self.model.to(device), self.ema.to(device)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=self.settings["learningRate"])
        self.step = int(metadata.get("step", 0))
        self.restore_adam()

    def restore_adam(self):
        """Adam goes on where the page stopped; after a file of weights alone it starts anew, as if at step 0."""
        if "adam_mean" not in self.groups:
            self.step = 0
            return
        for name, parameter in self.model.named_parameters():
            self.optimizer.state[parameter] = {
                "step": torch.tensor(float(self.step)),
                "exp_avg": self.groups["adam_mean"][name].to(self.device),
                "exp_avg_sq": self.groups["adam_square"][name].to(self.device),
            }

    def train(self, steps, images, labels, seed):
        """Goes on for `steps` updates: linear warm-up, then a constant rate, as in the page; returns the losses."""
        settings, losses = self.settings, []
        objective = Objective(settings["schedule"], settings["T"], settings["prediction"], settings["weighting"])
        generator = torch.Generator().manual_seed(seed)
        for _ in range(steps):
            for group in self.optimizer.param_groups:
                group["lr"] = settings["learningRate"] * min(1, (self.step + 1) / max(1, settings["warmup"]))
            drawn = draw_batch(
                images, labels, len(settings["classes"]), objective, settings["batchSize"], settings["labelDropout"], generator
            )
            xt, t, y, target = (None if part is None else part.to(self.device) for part in drawn)
            loss = objective.loss(self.model(xt, t, y), target, t)
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            self.step += 1
            follow(self.ema, self.model, self.step, settings["emaDecay"])
            losses.append(loss.item())
        return losses

    def sample(self, columns=10, guidance=3.0, steps=25, seed=1):
        """`columns` samples of each class (or a square of samples without one), [count, 1, size, size], by the averaged weights."""
        settings, null = self.settings, len(self.settings["classes"])
        y = torch.arange(null).repeat_interleave(columns).to(self.device) if null else None
        size, count = image_sizes[settings["data"]], null * columns or columns * columns
        start = torch.randn((count, 1, size, size), generator=torch.Generator().manual_seed(seed)).to(self.device)
        bars = alphas_cumprod(settings["schedule"], settings["T"])
        images = sample_ddim(self.ema.eval(), bars, start, y, guidance, steps, null, settings["prediction"])
        return images.cpu()

    def write_weights(self, path):
        """The averaged weights as float32, as the page writes them."""
        metadata = {**self.describe(), "format": "from-noise-weights", "weights": "ema"}
        write_safetensors(path, self.ema.state_dict(), metadata)

    def write_checkpoint(self, path):
        """The whole run, for the page to go on from; its record of the loss has a gap for the steps made here."""
        if "adam_mean" not in self.groups:
            raise ValueError("this run came as weights alone: the page needs a checkpoint to go on")
        adam = {name: self.optimizer.state[parameter] for name, parameter in self.model.named_parameters()}
        groups = {
            "model": self.model.state_dict(),
            "ema": self.ema.state_dict(),
            "adam_mean": {name: state["exp_avg"] for name, state in adam.items()},
            "adam_square": {name: state["exp_avg_sq"] for name, state in adam.items()},
            "film": self.groups.get("film", {}),
        }
        tensors = {f"{group}.{name}": value for group, part in groups.items() for name, value in part.items()}
        history = {**json.loads(self.metadata["history"]), "step": self.step}
        write_safetensors(path, tensors, {**self.describe(), "history": json.dumps(history)})

    def describe(self):
        """The metadata of the page's file, with the step reached now."""
        settings = {**self.settings, "steps": max(self.settings["steps"], self.step)}
        return {**self.metadata, "settings": json.dumps(settings), "step": self.step}


def split_groups(tensors):
    """The tensors of a checkpoint by what they are; weights alone stand for the network and for its average."""
    if not any(name.startswith("ema.") for name in tensors):
        return {"model": tensors, "ema": tensors}
    groups = {}
    for name, value in tensors.items():
        group, rest = name.split(".", 1)
        groups.setdefault(group, {})[rest] = value
    return groups


def make_unet(settings):
    """The network that the page builds from these settings."""
    return UNet(base=settings["base"], embedding=embedding_width, classes=len(settings["classes"]))


def training_images(settings, folder=None):
    """The training images that the settings name, and their class indices: [count, 1, size, size] and [count] or None."""
    if settings["data"] == "own":
        if folder is None:
            raise SystemExit("The page trained on images of your own: name their folder with --images.")
        return read_folder(folder, image_sizes["own"]), None
    images, labels = load_images(settings["data"], "train")
    index = torch.full((10,), -1)
    index[settings["classes"]] = torch.arange(len(settings["classes"]))
    kept = index[labels] >= 0
    return images[kept], index[labels[kept]]


def read_folder(folder, size):
    """Every image file of a folder, in gray, reduced to size by size, in [-1, 1]; needs Pillow."""
    from PIL import Image

    paths = sorted(path for path in Path(folder).iterdir() if path.suffix.lower() in (".png", ".jpg", ".jpeg", ".gif", ".webp"))
    if not paths:
        raise SystemExit(f"There are no image files in {folder}.")
    rows = [Image.open(path).convert("L").resize((size, size), Image.BOX).tobytes() for path in paths]
    pixels = torch.frombuffer(bytearray(b"".join(rows)), dtype=torch.uint8)
    return pixels.float().view(len(paths), 1, size, size) / 127.5 - 1


def write_sheet(path, images, columns, scale=4):
    """A sheet of gray images in [-1, 1] as a PNG, `columns` in a row, each pixel `scale` wide."""
    rows = -(-len(images) // columns)
    size = images.shape[-1]
    sheet = torch.full((rows * columns, size + 1, size + 1), 1.0)
    sheet[: len(images), :size, :size] = images[:, 0].clamp(-1, 1)
    sheet = sheet.view(rows, columns, size + 1, size + 1).transpose(1, 2).reshape(rows * (size + 1), columns * (size + 1))
    pixels = ((sheet + 1) * 127.5).round().to(torch.uint8).repeat_interleave(scale, 0).repeat_interleave(scale, 1)
    lines = b"".join(b"\0" + bytes(line.tolist()) for line in pixels)
    header = struct.pack(">IIBBBBB", pixels.shape[1], pixels.shape[0], 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    framed = (struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks)
    Path(path).write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(framed))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--train", type=int, default=0, metavar="N", help="train for N more steps first")
    parser.add_argument("--images", type=Path, help="folder of your own training images")
    parser.add_argument("--out", type=Path, help="where to write the averaged weights")
    parser.add_argument("--checkpoint", type=Path, help="where to write a checkpoint that the page can go on from")
    parser.add_argument("--sheet", type=Path, default=Path("samples.png"))
    parser.add_argument("--columns", type=int, default=10)
    parser.add_argument("--guidance", type=float, default=3.0)
    parser.add_argument("--steps", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    run = PageRun(options.file, "cuda" if torch.cuda.is_available() else "cpu")
    print(f"Read {options.file}: step {run.step}, settings {json.dumps(run.settings)}")
    if options.train:
        losses = run.train(options.train, *training_images(run.settings, options.images), options.seed + run.step)
        tail = losses[-100:]
        print(f"Trained {len(losses)} steps; mean loss of the last {len(tail)}: {sum(tail) / len(tail):.4f}")
    if options.out:
        run.write_weights(options.out)
    if options.checkpoint:
        run.write_checkpoint(options.checkpoint)
    write_sheet(options.sheet, run.sample(options.columns, options.guidance, options.steps, options.seed), options.columns)
    print(f"Wrote {options.sheet}")


if __name__ == "__main__":
    main()
