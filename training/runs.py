"""What every training run shares: its device, its place among several processes (torchrun), and safe checkpoints."""

import os

import torch
import torch.distributed as dist


def set_up():
    """This process's rank, how many processes there are, and its device; joins them when torchrun started several."""
    rank, world = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    cuda = torch.cuda.is_available()
    if world > 1 and not dist.is_initialized():
        dist.init_process_group("nccl" if cuda else "gloo")
    device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0))) if cuda else torch.device("cpu")
    if cuda:
        torch.cuda.set_device(device)
    return rank, world, device


def average_gradients(model, world):
    """Each gradient becomes its mean over all processes; they are sent as one piece."""
    if world == 1:
        return
    gradients = [parameter.grad for parameter in model.parameters()]
    flat = torch.cat([gradient.reshape(-1) for gradient in gradients])
    dist.all_reduce(flat)
    flat /= world
    for gradient, part in zip(gradients, flat.split([gradient.numel() for gradient in gradients])):
        gradient.copy_(part.view_as(gradient))


def agree(flag, world, device):
    """Whether any process says so: all must stop at one step, or those that go on wait for ever."""
    if world == 1:
        return flag
    votes = torch.tensor(float(flag), device=device)
    dist.all_reduce(votes)
    return votes.item() > 0


def gather_states(state, world):
    """One generator state a process, in the order of their ranks."""
    if world == 1:
        return [state]
    states = [None] * world
    dist.all_gather_object(states, state)
    return states


def save_whole(path, record):
    """Writes a checkpoint in one move, so that a cut-off write never spoils the last one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    torch.save(record, part)
    os.replace(part, path)
