"""The course's networks in PyTorch: the same graphs, parameter names and shapes as src/lib/nets builds."""

import math

import torch
from torch import nn


class TimestepEmbedding(nn.Module):
    """Sinusoids of the timestep: half sines, then half cosines (frequencies from 1 down to 1/10000)."""

    def __init__(self, width):
        super().__init__()
        half = width // 2
        frequencies = torch.exp(torch.arange(half) * (-math.log(10000.0) / (half - 1)))
        self.register_buffer("frequencies", frequencies, persistent=False)

    def forward(self, t):
        angles = t[:, None].float() * self.frequencies[None, :]
        return torch.cat([angles.sin(), angles.cos()], dim=1)


class ResidualBlock(nn.Module):
    """conv3x3, GroupNorm(8), SiLU; plus SiLU(Linear(time)); conv3x3, GroupNorm(8), SiLU; plus a shortcut."""

    def __init__(self, channels_in, channels_out, embedding):
        super().__init__()
        self.conv1 = nn.Conv2d(channels_in, channels_out, 3, padding=1)
        self.norm1 = nn.GroupNorm(8, channels_out)
        self.time_mlp = nn.Linear(embedding, channels_out)
        self.conv2 = nn.Conv2d(channels_out, channels_out, 3, padding=1)
        self.norm2 = nn.GroupNorm(8, channels_out)
        same = channels_in == channels_out
        self.residual = nn.Identity() if same else nn.Conv2d(channels_in, channels_out, 1)
        self.act = nn.SiLU()

    def forward(self, x, embedded):
        h = self.act(self.norm1(self.conv1(x)))
        h = h + self.act(self.time_mlp(embedded))[:, :, None, None]
        h = self.act(self.norm2(self.conv2(h)))
        return h + self.residual(x)


class UNet(nn.Module):
    """Three levels and a bottleneck; `classes` adds an embedding with one more row, the null class, at the end."""

    def __init__(self, channels_in=1, channels_out=1, base=16, embedding=64, classes=0):
        super().__init__()
        self.time_mlp = nn.Sequential(
            TimestepEmbedding(embedding), nn.Linear(embedding, embedding), nn.SiLU()
        )
        self.class_embedding = nn.Embedding(classes + 1, embedding) if classes else None
        self.enc1 = ResidualBlock(channels_in, base, embedding)
        self.enc2 = ResidualBlock(base, base * 2, embedding)
        self.enc3 = ResidualBlock(base * 2, base * 4, embedding)
        self.pool = nn.MaxPool2d(2)
        self.bottleneck = ResidualBlock(base * 4, base * 8, embedding)
        self.upsample = nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True)
        self.dec3 = ResidualBlock(base * 12, base * 4, embedding)
        self.dec2 = ResidualBlock(base * 6, base * 2, embedding)
        self.dec1 = ResidualBlock(base * 3, base, embedding)
        self.out = nn.Conv2d(base, channels_out, 1)

    def forward(self, x, t, y=None):
        embedded = self.time_mlp(t)
        if self.class_embedding is not None:
            embedded = embedded + self.class_embedding(y)
        enc1 = self.enc1(x, embedded)
        enc2 = self.enc2(self.pool(enc1), embedded)
        enc3 = self.enc3(self.pool(enc2), embedded)
        deep = self.bottleneck(self.pool(enc3), embedded)
        dec3 = self.dec3(torch.cat([self.upsample(deep), enc3], dim=1), embedded)
        dec2 = self.dec2(torch.cat([self.upsample(dec3), enc2], dim=1), embedded)
        dec1 = self.dec1(torch.cat([self.upsample(dec2), enc1], dim=1), embedded)
        return self.out(dec1)


class MLP(nn.Module):
    """A denoiser for points in the plane: three hidden layers, each told the time (and the class)."""

    def __init__(self, dim=2, hidden=128, embedding=64, classes=0):
        super().__init__()
        self.time_mlp = nn.Sequential(
            TimestepEmbedding(embedding), nn.Linear(embedding, embedding), nn.SiLU()
        )
        self.class_embedding = nn.Embedding(classes + 1, embedding) if classes else None
        self.hidden1, self.time1 = nn.Linear(dim, hidden), nn.Linear(embedding, hidden)
        self.hidden2, self.time2 = nn.Linear(hidden, hidden), nn.Linear(embedding, hidden)
        self.hidden3, self.time3 = nn.Linear(hidden, hidden), nn.Linear(embedding, hidden)
        self.out = nn.Linear(hidden, dim)
        self.act = nn.SiLU()

    def forward(self, x, t, y=None):
        embedded = self.time_mlp(t)
        if self.class_embedding is not None:
            embedded = embedded + self.class_embedding(y)
        h = self.act(self.hidden1(x) + self.time1(embedded))
        h = self.act(self.hidden2(h) + self.time2(embedded))
        h = self.act(self.hidden3(h) + self.time3(embedded))
        return self.out(h)


class Classifier(nn.Module):
    """A small image classifier; `embedding` > 0 makes it noise-aware: p(y | x_t) from x_t and t."""

    def __init__(self, channels_in=1, base=16, classes=10, embedding=0):
        super().__init__()
        self.time_mlp = (
            nn.Sequential(TimestepEmbedding(embedding), nn.Linear(embedding, embedding), nn.SiLU())
            if embedding
            else None
        )
        self.conv1 = nn.Conv2d(channels_in, base, 3, padding=1)
        self.norm1 = nn.GroupNorm(8, base)
        self.time1 = nn.Linear(embedding, base) if embedding else None
        self.conv2 = nn.Conv2d(base, base * 2, 3, padding=1)
        self.norm2 = nn.GroupNorm(8, base * 2)
        self.time2 = nn.Linear(embedding, base * 2) if embedding else None
        self.conv3 = nn.Conv2d(base * 2, base * 4, 3, padding=1)
        self.norm3 = nn.GroupNorm(8, base * 4)
        self.time3 = nn.Linear(embedding, base * 4) if embedding else None
        self.features = nn.Linear(base * 4, base * 4)
        self.logits = nn.Linear(base * 4, classes)
        self.pool = nn.MaxPool2d(2)
        self.act = nn.SiLU()

    def stage(self, h, conv, norm, time, embedded):
        h = norm(conv(h))
        if time is not None:
            h = h + time(embedded)[:, :, None, None]
        return self.act(h)

    def extract(self, x, t=None):
        """Features before the last layer, as the Frechet distance uses them: [batch, 4 * base]."""
        embedded = self.time_mlp(t) if self.time_mlp is not None else None
        h = self.pool(self.stage(x, self.conv1, self.norm1, self.time1, embedded))
        h = self.pool(self.stage(h, self.conv2, self.norm2, self.time2, embedded))
        h = self.stage(h, self.conv3, self.norm3, self.time3, embedded)
        return self.act(self.features(h.mean(dim=(2, 3))))

    def forward(self, x, t=None):
        return self.logits(self.extract(x, t))
