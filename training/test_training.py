#!/usr/bin/env python3
"""Tests of the PyTorch side: /usr/bin/python3 training/test_training.py (needs torch; what meets the page's code also Node).

Resuming, several processes, weight files both ways, and the page's schedules, targets and loss weights against ours.
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest
import zlib
from pathlib import Path

import torch

import train
import train_classifier
from data import root
from diffusion import alphas_cumprod, sample_ddim, schedules, x0_from
from from_browser import PageRun, training_images, write_sheet
from loop import Objective
from models import MLP, Classifier, UNet
from safetensors_io import read_file, read_safetensors, write_safetensors

tiny = train.configs["tiny"]
settings = {
    "data": "digits-8", "classes": [1, 4, 7], "batchSize": 8, "learningRate": 1e-3, "warmup": 5, "steps": 6, "T": 10, "schedule": "cosine",
    "prediction": "v", "weighting": "minSnr", "base": 8, "emaDecay": 0.9, "labelDropout": 0.1, "seed": 1,
}
engines = root / "tests" / "fixtures" / "engines"


def same(a, b):
    """Whether two state dicts hold the same numbers, bit for bit."""
    return a.keys() == b.keys() and all(torch.equal(a[key], b[key]) for key in a)


def run_node(code, *arguments):
    """Runs a module of the page's code in Node; returns what it printed, from JSON."""
    local = root / "node_modules" / ".bin" / "node"
    node = str(local) if local.exists() else "node"
    command = [node, "--no-warnings", "--input-type=module", "--eval", code, "--", *map(str, arguments)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout or "null")


class Folder(unittest.TestCase):
    """A test with an empty folder of its own."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)


class Resuming(Folder):
    def test_denoiser(self):
        whole, losses = train.train("tiny", tiny, self.folder / "whole")
        _, first = train.train("tiny", tiny, self.folder / "parts", stop=5)
        parts, second = train.train("tiny", tiny, self.folder / "parts")
        self.assertEqual((len(first), len(second)), (5, tiny["steps"] - 5))
        self.assertEqual(losses, first + second)
        self.assertTrue(same(whole.model.state_dict(), parts.model.state_dict()))
        self.assertTrue(same(whole.ema.state_dict(), parts.ema.state_dict()))
        self.assertFalse(same(whole.ema.state_dict(), whole.model.state_dict()))

    def test_classifier(self):
        config = train_classifier.configs["tiny-classifier"]
        whole, losses = train_classifier.train("tiny", config, self.folder / "whole")
        train_classifier.train("tiny", config, self.folder / "parts", stop=1)
        parts, resumed = train_classifier.train("tiny", config, self.folder / "parts")
        self.assertEqual(losses, resumed)
        self.assertTrue(same(whole.state_dict(), parts.state_dict()))

    def test_learns(self):
        _, losses = train.train("tiny", {**tiny, "steps": 150, "batch": 32}, self.folder)
        self.assertLess(sum(losses[-20:]) / 20, 0.7 * sum(losses[:5]) / 5)

    def test_command(self):
        command = [sys.executable, root / "training" / "train.py", "tiny", "--steps", "3", "--threads", "1", "--checkpoints", self.folder]
        subprocess.run(command, check=True, capture_output=True)
        self.assertEqual(torch.load(self.folder / "tiny.pt")["step"], 3)


class SeveralProcesses(Folder):
    def launch(self, stop):
        # torch 1.13's launcher does not start on Python 3.11 without being told what to redirect (here: stdout).
        launcher = ["torch.distributed.run", "--standalone", "--nproc_per_node=2", "--redirects=1", "--tee=1", f"--log_dir={self.folder / 'log'}"]
        command = [sys.executable, "-m", *launcher, __file__, "--rank", self.folder, str(stop)]
        done = subprocess.run(command, env={**os.environ, "CUDA_VISIBLE_DEVICES": "", "OMP_NUM_THREADS": "1"}, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [torch.load(self.folder / f"rank{rank}.pt") for rank in (0, 1)]

    def test_hold_the_same_weights_and_resume(self):
        first = self.launch(5)
        second = self.launch(tiny["steps"])
        for ranks in (first, second):
            self.assertNotEqual(ranks[0]["losses"], ranks[1]["losses"])
            self.assertTrue(same(ranks[0]["model"], ranks[1]["model"]))
            self.assertTrue(same(ranks[0]["ema"], ranks[1]["ema"]))
        self.assertEqual((len(first[0]["losses"]), len(second[0]["losses"])), (5, tiny["steps"] - 5))
        self.assertTrue(same(second[0]["ema"], torch.load(self.folder / "tiny.pt")["ema"]))


class WeightFiles(Folder):
    def test_round_trip(self):
        for model in (UNet(base=8, embedding=16, classes=3), MLP(hidden=8, embedding=8, classes=2), Classifier(base=8, embedding=16)):
            state, path = model.state_dict(), self.folder / "model.safetensors"
            write_safetensors(path, state, {"step": 3})
            tensors, metadata = read_file(path)
            self.assertTrue(same(state, tensors))
            self.assertEqual(metadata, {"step": "3"})
            model.load_state_dict(tensors, strict=True)

    def test_half_precision(self):
        state, path = UNet(base=8, embedding=16).state_dict(), self.folder / "half.safetensors"
        write_safetensors(path, {key: value.half() for key, value in state.items()})
        self.assertTrue(same({key: value.half().float() for key, value in state.items()}, read_safetensors(path)))

    def test_damage_is_named(self):
        path = self.folder / "cut.safetensors"
        write_safetensors(path, {"a": torch.ones(3), "b": torch.ones(2)})
        whole = path.read_bytes()
        path.write_bytes(whole[:-4])
        self.assertRaisesRegex(ValueError, "b is cut off", read_file, path)
        path.write_bytes(whole[:20])
        self.assertRaisesRegex(ValueError, "ends inside its header", read_file, path)

    def test_engine_fixtures_load(self):
        for case in json.loads((engines / "cases.json").read_text())["cases"]:
            entry = case["settings"]
            if case["kind"] == "mlp":
                model = MLP(**entry)
            else:
                common = dict(channels_in=entry["channelsIn"], base=entry["base"], embedding=entry["embedding"], classes=entry["classes"])
                model = Classifier(**common) if case["kind"] == "classifier" else UNet(**common, channels_out=entry["channelsOut"])
            model.load_state_dict(read_safetensors(engines / case["weights"]), strict=True)

    def test_shipped_weights_load(self):
        for path in sorted((root / "public" / "weights").glob("*/manifest.json")):
            entry = json.loads(path.read_text())["architecture"]
            kind = Classifier if entry["kind"] == "classifier" else UNet
            model = kind(base=entry["base"], embedding=entry["embedding"], classes=entry["classes"])
            model.load_state_dict(read_safetensors(path.parent / "model.safetensors"), strict=True)


write_by_page = """
import { writeFileSync } from 'node:fs';
import { writeCheckpoint, writeWeights } from './src/lib/training/checkpoint.ts';
import { emptyLossHistory } from './src/lib/training/lossHistory.ts';
import { initialParameters, networkOf } from './src/lib/training/network.ts';
const [given, checkpoint, weights] = process.argv.slice(1);
const settings = JSON.parse(given);
const graph = networkOf(settings);
const [model, ema, adamMean, random] = [1, 2, 3, 4].map((seed) => initialParameters(graph, seed));
const adamSquare = new Map([...random].map(([name, { shape, values }]) => [name, { shape, values: values.map((x) => x * x) }]));
const state = { step: 6, model, ema, adamMean, adamSquare };
const history = { ...emptyLossHistory(settings.T), step: 6 };
writeFileSync(checkpoint, writeCheckpoint({ settings, state, history, film: [{ step: 3, images: new Float32Array(2 * 64) }] }));
writeFileSync(weights, writeWeights(settings, { kind: 'ema', step: 6, values: ema }, 'F32'));
console.log(JSON.stringify([...ema].map(([name, { values }]) => [name, values.reduce((sum, x) => sum + x, 0)])));
"""

read_by_page = """
import { readFileSync } from 'node:fs';
import { readCheckpoint } from './src/lib/training/checkpoint.ts';
import { networkOf } from './src/lib/training/network.ts';
import { checkParameters, readSafetensors } from './src/lib/nets/safetensors.ts';
const [checkpoint, weights] = process.argv.slice(1).map((path) => readFileSync(path));
const { settings, state, film } = readCheckpoint(checkpoint);
checkParameters(readSafetensors(weights).tensors, networkOf(settings).parameters);
const bias = (group) => [...group.get('out.bias').values];
console.log(JSON.stringify({ settings, step: state.step, film: film.length, ema: bias(state.ema), mean: bias(state.adamMean) }));
"""


class FromThePage(Folder):
    def setUp(self):
        super().setUp()
        self.checkpoint, self.weights = self.folder / "run.safetensors", self.folder / "weights.safetensors"
        self.sums = dict(run_node(write_by_page, json.dumps(settings), self.checkpoint, self.weights))

    def test_both_files_load_and_sample(self):
        for path in (self.checkpoint, self.weights):
            run = PageRun(path)
            for name, value in run.ema.state_dict().items():
                self.assertAlmostEqual(value.sum().item(), self.sums[name], places=3)
            samples = run.sample(columns=4)
            self.assertEqual(samples.shape, (12, 1, 8, 8))
            self.assertTrue(samples.isfinite().all() and samples.abs().max() <= 1)

    def test_a_file_of_another_origin_is_refused(self):
        write_safetensors(self.weights, UNet(base=8).state_dict())
        self.assertRaisesRegex(ValueError, "not a file of the page", PageRun, self.weights)

    def test_training_goes_on_and_back(self):
        run = PageRun(self.checkpoint)
        self.assertEqual(run.step, 6)
        mean = run.optimizer.state[run.model.out.bias]["exp_avg"].clone()
        images, labels = training_images(run.settings)
        self.assertEqual(sorted(set(labels.tolist())), [0, 1, 2])
        losses = run.train(4, images, labels, seed=5)
        self.assertEqual((run.step, len(losses)), (10, 4))
        self.assertFalse(torch.equal(mean, run.optimizer.state[run.model.out.bias]["exp_avg"]))
        run.write_checkpoint(self.checkpoint)
        run.write_weights(self.weights)
        back = run_node(read_by_page, self.checkpoint, self.weights)
        self.assertEqual(back["settings"], {**settings, "steps": 10})
        self.assertEqual((back["step"], back["film"]), (10, 1))
        self.assertEqual(back["ema"], run.ema.out.bias.tolist())
        self.assertEqual(back["mean"], run.optimizer.state[run.model.out.bias]["exp_avg"].tolist())

    def test_images_of_ones_own_have_no_classes(self):
        own = {**settings, "data": "own", "classes": []}
        run_node(write_by_page.replace("2 * 64", "2 * 256"), json.dumps(own), self.checkpoint, self.weights)
        run = PageRun(self.checkpoint)
        losses = run.train(3, torch.rand(20, 1, 16, 16) * 2 - 1, None, seed=5)
        self.assertTrue(all(0 < loss < 100 for loss in losses))
        self.assertEqual(run.sample(columns=3).shape, (9, 1, 16, 16))

    def test_adam_is_the_page_s(self):
        """From the fixture of twenty steps: the same batch, the same losses."""
        case = json.loads((engines / "cases.json").read_text())["cases"][0]
        reference = read_safetensors(engines / case["reference"])
        model = UNet(base=8, embedding=16, classes=3)
        model.load_state_dict(read_safetensors(engines / case["weights"]), strict=True)
        x, eps = (reference[name].permute(0, 3, 1, 2) for name in ("x", "eps"))
        optimizer = torch.optim.Adam(model.parameters(), lr=case["adam"]["learningRate"])
        for wanted in case["adam"]["losses"]:
            loss = (model(x, reference["t"], reference["y"].long()) - eps).pow(2).mean()
            self.assertAlmostEqual(loss.item(), wanted, places=4)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

    def test_sheet(self):
        images = torch.linspace(-1, 1, 5 * 64).view(5, 1, 8, 8)
        write_sheet(self.folder / "sheet.png", images, columns=3, scale=1)
        data = (self.folder / "sheet.png").read_bytes()
        width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
        self.assertEqual((width, height), (27, 18))
        length = int.from_bytes(data[33:37], "big")
        rows = zlib.decompress(data[41 : 41 + length])
        self.assertEqual(len(rows), 18 * 28)
        self.assertEqual(rows[1], 0)
        self.assertEqual(rows[1:9], bytes(((images[0, 0, 0] + 1) * 127.5).round().int().tolist()))


tables_of_page = """
import { convertPrediction, lossWeight, lossWeightings, schedules } from './src/lib/diffusion/index.ts';
const found = [];
for (const name of Object.keys(schedules)) {
  for (const T of [10, 1000]) {
    const schedule = schedules[name].make({ T });
    const weights = {};
    for (const prediction of ['eps', 'x0', 'v']) {
      for (const weighting of lossWeightings) {
        weights[`${prediction} ${weighting}`] = Array.from({ length: T }, (_, t) => lossWeight(schedule, t, { prediction, weighting }));
      }
    }
    const [x0, eps] = [0.3, -1.1];
    const v = Array.from({ length: T }, (_, t) => {
      const bar = schedule.alphasCumprod[t];
      const xt = [Math.sqrt(bar) * x0 + Math.sqrt(1 - bar) * eps];
      return convertPrediction(schedule, { from: 'eps', to: 'v', xt, t, value: [eps] })[0];
    });
    found.push({ name, T, betas: [...schedule.betas], bars: [...schedule.alphasCumprod], weights, v });
  }
}
console.log(JSON.stringify(found));
"""


class ThePagesFormulas(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.found = run_node(tables_of_page)

    def close(self, found, wanted, most):
        wanted = torch.tensor(wanted, dtype=torch.float64)
        self.assertLess(((found.double() - wanted).abs() / wanted.abs().clamp(min=1e-300)).max().item(), most)

    def test_schedules(self):
        self.assertEqual({case["name"] for case in self.found}, set(schedules))
        for case in self.found:
            with self.subTest(case["name"], T=case["T"]):
                self.close(schedules[case["name"]](case["T"]), case["betas"], 1e-10)
                self.close(alphas_cumprod(case["name"], case["T"]), case["bars"], 1e-10)

    def test_loss_weights(self):
        for case in self.found:
            for key, wanted in case["weights"].items():
                prediction, weighting = key.split()
                with self.subTest(case["name"], T=case["T"], key=key):
                    objective = Objective(case["name"], case["T"], prediction, weighting)
                    weight = torch.ones(case["T"]) if objective.weight is None else objective.weight
                    self.close(weight, wanted, 1e-6)

    def test_targets(self):
        for case in self.found:
            objective = Objective(case["name"], case["T"], "v")
            target = objective.target_x0.double() * 0.3 + objective.target_eps.double() * -1.1
            self.assertLess((target - torch.tensor(case["v"]).double()).abs().max().item(), 1e-6)

    def test_each_prediction_gives_x0_back(self):
        x0, eps = torch.tensor([0.4, -0.7]).double(), torch.tensor([1.5, 0.2]).double()
        for prediction in ("eps", "x0", "v"):
            objective = Objective("cosine", 1000, prediction)
            for t in (0, 400, 990):
                bar = alphas_cumprod("cosine", 1000)[t].item()
                xt = bar**0.5 * x0 + (1 - bar) ** 0.5 * eps
                value = objective.target_x0[t].double() * x0 + objective.target_eps[t].double() * eps
                self.assertLess((x0_from(prediction, xt, value, bar) - x0).abs().max().item(), 1e-4)

    def test_weighted_loss(self):
        objective, t = Objective("linear", 1000, "x0", "snr"), torch.tensor([100, 900])
        answer, target = torch.randn(2, 1, 4, 4), torch.randn(2, 1, 4, 4)
        bars = alphas_cumprod("linear", 1000)[t]
        wanted = (bars / (1 - bars) * (answer - target).double().pow(2).mean(dim=(1, 2, 3))).mean().item()
        self.assertAlmostEqual(objective.loss(answer, target, t).item() / wanted, 1, places=5)

    def test_sampling_with_the_exact_answer_ends_at_the_image(self):
        wanted = torch.rand(1, 1, 8, 8) * 1.8 - 0.9
        for prediction in ("eps", "x0", "v"):
            for T, steps in ((1000, 25), (10, 25)):
                bars = alphas_cumprod("cosine", T)

                def exact(x, times, y):
                    bar = bars[times[0]].item()
                    eps = (x - bar**0.5 * wanted) / (1 - bar) ** 0.5
                    return {"eps": eps, "x0": wanted, "v": bar**0.5 * eps - (1 - bar) ** 0.5 * wanted}[prediction]

                found = sample_ddim(exact, bars, torch.randn(1, 1, 8, 8), steps=steps, prediction=prediction)
                self.assertLess((found - wanted).abs().max().item(), 1e-4)


def run_rank(folder, stop):
    """What one of several processes does: trains and writes down what it holds."""
    run, losses = train.train("tiny", tiny, Path(folder), stop=int(stop))
    record = dict(model=run.model.state_dict(), ema=run.ema.state_dict(), losses=losses)
    torch.save(record, Path(folder) / f"rank{run.rank}.pt")


if __name__ == "__main__":
    torch.set_num_threads(1)
    if sys.argv[1:2] == ["--rank"]:
        run_rank(*sys.argv[2:])
    else:
        unittest.main(verbosity=1)
