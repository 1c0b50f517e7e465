"""The training algorithm (Ho et al. 2020, algorithm 1), shared by what trains shipped models and what goes on from the page."""

import torch
from torch.nn import functional

from diffusion import alphas_cumprod, loss_weights, target_coefficients


class Objective:
    """What a network is asked for at each t: x_t = signal x0 + noise eps, the target in the same two, and the loss weight."""

    def __init__(self, schedule, T, prediction="eps", weighting="uniform"):
        bars = alphas_cumprod(schedule, T)
        self.signal, self.noise = bars.sqrt().float(), (1 - bars).sqrt().float()
        self.target_x0, self.target_eps = (part.float() for part in target_coefficients(bars, prediction))
        self.weight = None if weighting == "uniform" else loss_weights(bars, prediction, weighting).float()

    def loss(self, answer, target, t):
        """The mean over the batch of weight times mean squared error."""
        if self.weight is None:
            return functional.mse_loss(answer, target)
        errors = (answer - target).pow(2).flatten(1).mean(dim=1)
        return (self.weight.to(t.device)[t] * errors).mean()


def draw_batch(images, labels, null, objective, batch, drop, generator):
    """Images, steps, noise and hidden labels (the class `null`), drawn on the CPU from one generator: x_t, t, y, target."""
    index = torch.randint(len(images), (batch,), generator=generator)
    t = torch.randint(len(objective.signal), (batch,), generator=generator)
    eps = torch.randn((batch, *images.shape[1:]), generator=generator)
    dropped = torch.rand(batch, generator=generator) < drop
    x0, shape = images[index], (batch,) + (1,) * (images.ndim - 1)
    xt = objective.signal[t].view(shape) * x0 + objective.noise[t].view(shape) * eps
    target = objective.target_x0[t].view(shape) * x0 + objective.target_eps[t].view(shape) * eps
    y = None if labels is None else torch.where(dropped, torch.full_like(labels[index], null), labels[index])
    return xt, t, y, target


@torch.no_grad()
def follow(ema, model, step, decay):
    """Moves the averaged weights after update number `step`; young averages follow faster."""
    decay = min(decay, (1 + step) / (10 + step))
    for mean, value in zip(ema.parameters(), model.parameters()):
        mean.lerp_(value, 1 - decay)
