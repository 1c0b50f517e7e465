"""Reads and writes safetensors files (an 8-byte header length, a JSON header, then the numbers), without a dependency."""

import json
import struct

import torch

names = {torch.float32: "F32", torch.float16: "F16"}
kinds = {name: kind for kind, name in names.items()}


def write_safetensors(path, tensors, metadata=None):
    """Writes named tensors, in the given order, float32 or float16, little-endian."""
    header, parts, offset = {}, [], 0
    if metadata:
        header["__metadata__"] = {key: str(value) for key, value in metadata.items()}
    for name, tensor in tensors.items():
        part = tensor.detach().cpu().contiguous().numpy().tobytes()
        shape = list(tensor.shape)
        header[name] = {"dtype": names[tensor.dtype], "shape": shape, "data_offsets": [offset, offset + len(part)]}
        parts.append(part)
        offset += len(part)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(parts))


def read_safetensors(path):
    """Named tensors as float32."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        body = file.read()
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        flat = torch.frombuffer(bytearray(body[start:end]), dtype=kinds[entry["dtype"]])
        tensors[name] = flat.reshape(entry["shape"]).float()
    return tensors
