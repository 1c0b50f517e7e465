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


def read_file(path):
    """Named tensors as float32, and the metadata; a file that is cut off or holds other types raises ValueError."""
    with open(path, "rb") as file:
        start = file.read(8)
        length = struct.unpack("<Q", start)[0] if len(start) == 8 else 0
        text, body = file.read(min(length, 10**8)), file.read()
    if length == 0 or len(text) < length:
        raise ValueError(f"{path} ends inside its header")
    header = json.loads(text)
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        first, last = entry["data_offsets"]
        if entry["dtype"] not in kinds:
            raise ValueError(f"{path}: {name} is stored as {entry['dtype']}, not as one of {', '.join(kinds)}")
        if last > len(body):
            raise ValueError(f"{path}: {name} is cut off, it ends at byte {last} of {len(body)}")
        flat = torch.frombuffer(bytearray(body[first:last]), dtype=kinds[entry["dtype"]])
        tensors[name] = flat.reshape(entry["shape"]).float()
    return tensors, metadata


def read_safetensors(path):
    """Named tensors as float32."""
    return read_file(path)[0]
