"""Schedules, predictions, loss weights and DDIM sampling in PyTorch, in float64 where coefficients are made."""

import math

import torch


def linear_betas(steps, start=1e-4, end=0.02):
    """Ho et al. 2020, section 4: beta rises evenly."""
    return torch.linspace(start, end, steps, dtype=torch.float64)


def scaled_linear_betas(steps, start=0.00085, end=0.012):
    """Rombach et al. 2022: the square root of beta rises evenly."""
    return torch.linspace(math.sqrt(start), math.sqrt(end), steps, dtype=torch.float64) ** 2


def cosine_betas(steps, s=0.008, beta_max=0.999):
    """Nichol and Dhariwal 2021, equation 17, with beta clipped."""
    grid = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((grid + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(0, beta_max)


def sigmoid_betas(steps, start=-3.0, end=3.0, beta_max=0.999):
    """Chen 2023 (arXiv 2301.10972), algorithm 1, tau = 1, with beta clipped."""
    grid = torch.arange(steps + 1, dtype=torch.float64) / steps
    last = torch.sigmoid(torch.tensor(end, dtype=torch.float64))
    bars = last - torch.sigmoid(start + (end - start) * grid)
    return (1 - bars[1:] / bars[:-1]).clamp(0, beta_max)


schedules = {"linear": linear_betas, "cosine": cosine_betas, "scaledLinear": scaled_linear_betas, "sigmoid": sigmoid_betas}


def alphas_cumprod(schedule, steps):
    """The product of 1 - beta up to each t: [steps], float64."""
    return torch.cumprod(1 - schedules[schedule](steps), dim=0)


def target_coefficients(bars, prediction):
    """The factors of x0 and of the noise in what a network is asked for: two of [T] (v: Salimans and Ho 2022, appendix D)."""
    zeros, ones = torch.zeros_like(bars), torch.ones_like(bars)
    return {"eps": (zeros, ones), "x0": (ones, zeros), "v": (-(1 - bars).sqrt(), bars.sqrt())}[prediction]


def loss_weights(bars, prediction, weighting, gamma=5.0):
    """The factor of an example's mean squared error at each t: [T] (Hang et al. 2023, section 3.4).

    "snr" and "minSnr" weigh the error in x0 by SNR and by min(SNR, gamma), carried over to what is predicted.
    """
    if weighting == "uniform":
        return torch.ones_like(bars)
    snr = bars / (1 - bars)
    weight = {"snr": snr, "minSnr": snr.clamp(max=gamma)}[weighting]
    return weight / {"eps": snr, "x0": torch.ones_like(snr), "v": snr + 1}[prediction]


def x0_from(prediction, x, value, bar):
    """The clean image that a network's answer at x_t stands for."""
    signal, noise = math.sqrt(bar), math.sqrt(1 - bar)
    if prediction == "eps":
        return (x - noise * value) / signal
    return value if prediction == "x0" else signal * x - noise * value


def guided(model, x, t, y, guidance, null):
    """uncond + w (cond - uncond) (Ho and Salimans 2022): 1 is no guidance; without classes, y is None."""
    times = torch.full((x.shape[0],), t, device=x.device)
    if y is None or guidance == 1:
        return model(x, times, y)
    both = model(torch.cat([x, x]), torch.cat([times, times]), torch.cat([y, torch.full_like(y, null)]))
    cond, uncond = both.chunk(2)
    return uncond + guidance * (cond - uncond)


@torch.no_grad()
def sample_ddim(model, bars, start, y=None, guidance=1.0, steps=25, null=None, prediction="eps"):
    """Song et al. 2021 (DDIM) with eta = 0 from the noise `start`, timesteps "trailing", x0 clipped to [-1, 1].

    The last alpha-bar is 1. There are at most as many steps as the schedule has.
    """
    total, x = len(bars), start
    steps = min(steps, total)
    timesteps = [round(total - i * total / steps) - 1 for i in range(steps)]
    for i, t in enumerate(timesteps):
        bar = bars[t].item()
        before = bars[timesteps[i + 1]].item() if i + 1 < steps else 1.0
        x0 = x0_from(prediction, x, guided(model, x, t, y, guidance, null), bar).clamp(-1, 1)
        eps = (x - math.sqrt(bar) * x0) / math.sqrt(1 - bar)
        x = math.sqrt(before) * x0 + math.sqrt(1 - before) * eps
    return x
