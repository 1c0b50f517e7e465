"""What a shipped file is measured by: accuracy, Frechet distance in a classifier's features, and likeness to training images."""

import torch

from diffusion import alphas_cumprod, sample_ddim
from train_classifier import accuracy, accuracy_at, noised

noise_levels = (0, 100, 250, 500, 750)


def frechet_distance(features_a, features_b):
    """Squared Frechet distance between Gaussians fitted to two sets of features (Heusel et al. 2017)."""
    a, b = features_a.double(), features_b.double()
    mean = ((a.mean(0) - b.mean(0)) ** 2).sum()
    cov_a, cov_b = torch.cov(a.T), torch.cov(b.T)
    values, vectors = torch.linalg.eigh(cov_a)
    root = vectors @ torch.diag(values.clamp(min=0).sqrt()) @ vectors.T
    inner = torch.linalg.eigvalsh(root @ cov_b @ root).clamp(min=0).sqrt().sum()
    return (mean + cov_a.trace() + cov_b.trace() - 2 * inner).item()


@torch.no_grad()
def features(classifier, images):
    return torch.cat([classifier.extract(part) for part in images.split(250)])


@torch.no_grad()
def generate(model, config, size, count, guidance, steps, seed):
    """`count` samples with the labels 0 to 9 in turn."""
    bars = alphas_cumprod(config["schedule"], config["T"])
    generator = torch.Generator().manual_seed(seed)
    labels = torch.arange(count) % config["classes"]
    parts = []
    for part in labels.split(250):
        start = torch.randn((len(part), 1, size, size), generator=generator)
        parts.append(sample_ddim(model, bars, start, part, guidance, steps, null=config["classes"]))
    return torch.cat(parts), labels


@torch.no_grad()
def nearest(images, references):
    """Euclidean distance of each image to the nearest of the references, over pixels in [-1, 1]."""
    flat = references.flatten(1).double()
    return torch.cat([torch.cdist(part.flatten(1).double(), flat).min(dim=1).values for part in images.split(250)])


def likeness(samples, held_out, training):
    """Whether samples repeat training images: held-out images, which cannot, are the yardstick."""
    ours, theirs = nearest(samples, training), nearest(held_out, training)
    close = torch.quantile(theirs, 0.01)
    return {
        "nearestTrainingMedian": ours.median().item(),
        "nearestTrainingMedianOfHeldOut": theirs.median().item(),
        "nearestTrainingPercentile1OfHeldOut": close.item(),
        "shareCloserThanPercentile1": (ours < close).float().mean().item(),
    }


def measure_denoiser(model, classifier, config, splits, count, steps, seed):
    """Accuracy at guidance 3; at guidance 1 the distance to held-out images, and likeness to training images."""
    held_out, training = splits["test"][0], splits["train"][0]
    size = held_out.shape[-1]
    guided, labels = generate(model, config, size, count, 3.0, steps, seed)
    plain, _ = generate(model, config, size, count, 1.0, steps, seed + 1)
    reference = features(classifier, held_out)
    return {
        "sampler": "DDIM, eta 0, trailing timesteps, x0 clipped to [-1, 1]",
        "steps": steps,
        "samples": count,
        "seed": seed,
        "accuracyAtGuidance3": accuracy(classifier, guided, labels),
        "frechetAtGuidance1": frechet_distance(features(classifier, plain), reference),
        "frechetOfTrainingImages": frechet_distance(features(classifier, training[:count]), reference),
        **likeness(plain, held_out, training),
    }


@torch.no_grad()
def exact_accuracy_at(config, splits, t, draws=5, seed=7):
    """Accuracy of p(y | x_t) by Bayes' rule, were the training images all there is: a yardstick for what noise leaves."""
    (images, labels), (training, known) = splits["test"], splits["train"]
    bar = alphas_cumprod(config["schedule"], config["T"])[t].item()
    generator = torch.Generator().manual_seed(seed)
    scaled, right = bar**0.5 * training.flatten(1).double(), 0
    for _ in range(draws):
        x = noised(images, bar, generator).flatten(1).double()
        for part, truth in zip(x.split(250), labels.split(250)):
            logs = -torch.cdist(part, scaled) ** 2 / (2 * (1 - bar))
            by_class = torch.stack([logs[:, known == label].logsumexp(dim=1) for label in range(10)], dim=1)
            right += (by_class.argmax(1) == truth).sum().item()
    return right / (draws * len(images))


def measure_classifier(classifier, config, splits):
    """Accuracy on the held-out split; of a noise-aware classifier, at several noise levels."""
    images, labels = splits["test"]
    measured = {"split": "test", "images": len(images)}
    if not config["embedding"]:
        return {**measured, "accuracy": accuracy(classifier, images, labels)}
    measured["draws"] = 5
    for t in noise_levels:
        measured[f"accuracyAtT{t}"] = accuracy_at(classifier, images, labels, config, t, measured["draws"])
        measured[f"exactPosteriorAtT{t}"] = exact_accuracy_at(config, splits, t, measured["draws"])
    return measured
