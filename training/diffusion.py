"""Schedules, the training objective and DDIM sampling in PyTorch, in float64 where coefficients are made."""

import math

import torch


def cosine_alphas_cumprod(steps, s=0.008, beta_max=0.999):
    """Nichol and Dhariwal 2021, equation 17, with beta clipped."""
    grid = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((grid + s) / (1 + s) * math.pi / 2) ** 2
    betas = (1 - f[1:] / f[:-1]).clamp(0, beta_max)
    return torch.cumprod(1 - betas, dim=0)


def linear_alphas_cumprod(steps, start=1e-4, end=0.02):
    """Ho et al. 2020: beta rises evenly."""
    return torch.cumprod(1 - torch.linspace(start, end, steps, dtype=torch.float64), dim=0)


schedules = {"cosine": cosine_alphas_cumprod, "linear": linear_alphas_cumprod}


def guided_eps(model, x, t, y, guidance, null):
    """eps_uncond + w (eps_cond - eps_uncond): 1 is no guidance."""
    times = torch.full((x.shape[0],), t, device=x.device)
    if guidance == 1:
        return model(x, times, y)
    both = model(torch.cat([x, x]), torch.cat([times, times]), torch.cat([y, torch.full_like(y, null)]))
    cond, uncond = both.chunk(2)
    return uncond + guidance * (cond - uncond)


@torch.no_grad()
def sample_ddim(model, alphas_cumprod, shape, y, guidance, steps, generator, null):
    """Song et al. 2021 (DDIM) with eta = 0, timesteps 'trailing', x0 clipped to [-1, 1]; the last alpha-bar is 1."""
    total = len(alphas_cumprod)
    timesteps = [round(total - i * total / steps) - 1 for i in range(steps)]
    x = torch.randn(shape, generator=generator).to(y.device)
    for i, t in enumerate(timesteps):
        bar = alphas_cumprod[t].item()
        before = alphas_cumprod[timesteps[i + 1]].item() if i + 1 < steps else 1.0
        eps = guided_eps(model, x, t, y, guidance, null)
        x0 = ((x - math.sqrt(1 - bar) * eps) / math.sqrt(bar)).clamp(-1, 1)
        eps = (x - math.sqrt(bar) * x0) / math.sqrt(1 - bar)
        x = math.sqrt(before) * x0 + math.sqrt(1 - before) * eps
    return x


def frechet_distance(features_a, features_b):
    """Squared Frechet distance between Gaussians fitted to two sets of features (Heusel et al. 2017)."""
    a, b = features_a.double(), features_b.double()
    mean = ((a.mean(0) - b.mean(0)) ** 2).sum()
    cov_a, cov_b = torch.cov(a.T), torch.cov(b.T)
    values, vectors = torch.linalg.eigh(cov_a)
    root = vectors @ torch.diag(values.clamp(min=0).sqrt()) @ vectors.T
    inner = torch.linalg.eigvalsh(root @ cov_b @ root).clamp(min=0).sqrt().sum()
    return (mean + cov_a.trace() + cov_b.trace() - 2 * inner).item()
