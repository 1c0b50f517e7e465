# The pictures: from files beside this notebook (data/<id>/ or <id>/) where they are, otherwise from the course's site.
import gzip
import hashlib
import urllib.request

folders = {"digits-8": ("digits-8", 0), "fashion-32": ("fashion-28", 2)}


def fetch(name):
    """The bytes of one of the course's data files."""
    for place in (Path("data") / name, Path(name)):
        if place.exists():
            return place.read_bytes()
    with urllib.request.urlopen(site + "data/" + name) as response:
        return response.read()


def load_images(data_set, split):
    """Images [count, 1, H, W] in [-1, 1] and labels [count] of one split, checksums verified."""
    folder, padding = folders[data_set]
    manifest = json.loads(fetch(f"{folder}/manifest.json"))
    height, width = manifest["shape"]["height"], manifest["shape"]["width"]
    low, high = manifest["valueRange"]
    images, labels = [], []
    for shard in manifest["splits"][split]["shards"]:
        packed = fetch(f"{folder}/{shard['file']}")
        if hashlib.sha256(packed).hexdigest() != shard["sha256"]:
            raise ValueError(f"{shard['file']} does not have the checksum of its manifest")
        raw = torch.frombuffer(bytearray(gzip.decompress(packed)), dtype=torch.uint8)
        pixels = shard["count"] * height * width
        images.append(raw[:pixels].view(shard["count"], 1, height, width))
        labels.append(raw[pixels:])
    values = (torch.cat(images).float() - low) / (high - low) * 2 - 1
    return torch.nn.functional.pad(values, [padding] * 4, value=-1.0), torch.cat(labels).long()


images, labels = training_images(settings)
print(f"{len(images)} training images of {images.shape[-1]} by {images.shape[-1]} pixels")
