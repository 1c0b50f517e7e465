"""Writes docs/models.md: what each shipped network is and reaches, every figure read from its manifest."""

import json

head = """# Shipped models

The networks that the course ships, and what the shipped files reach. `training/ship.py` writes this page from the
manifests in `public/weights`; a test compares the two. Weights are float16 safetensors; PyTorch loads them with
`strict=True`, and so does the page.
"""

denoisers = """
## Denoisers

{samples:,} samples, DDIM, {steps} steps. "Read as their class" is at guidance 3, by the data set's classifier below. The
squared Fréchet distance is taken in that classifier's features, at guidance 1, to the held-out images; beside it the same
of as many training images.

| model | parameters | bytes | read as their class | Fréchet, samples | Fréchet, training images |
| --- | --- | --- | --- | --- | --- |
"""

likeness = """
Do they repeat training images? The Euclidean distance of an image to the nearest training image (pixels in [−1, 1]),
for samples at guidance 1 and for held-out images, which no training repeats. One held-out image in a hundred is closer
than its first percentile; so is the given share of the samples.

| model | median, samples | median, held-out | first percentile, held-out | samples closer than that |
| --- | --- | --- | --- | --- |
"""

classifiers = """
## Classifiers

Trained on the training split, measured on the held-out one. They measure the denoisers.

| model | parameters | bytes | held-out images | accuracy |
| --- | --- | --- | --- | --- |
"""

noisy = """
## Noise-aware classifiers

p(y | x_t) from x_t and t, cosine schedule, T = 1000. Accuracy on held-out images with the noise of step t. In brackets:
Bayes' rule with the training images taken for all there is: a yardstick of what the noise leaves to be read, which a
network that generalises can pass.

| model | parameters | bytes | {columns} |
| --- | --- | --- | {rules} |
"""


def percent(share):
    return f"{100 * share:.1f} %"


def size_of(manifest):
    return f"`{manifest['id']}` | {manifest['weights']['parameters']:,} | {manifest['weights']['bytes']:,}"


def denoiser_tables(manifests):
    first = manifests[0]["measured"]
    lines = denoisers.format(steps=first["steps"], samples=first["samples"])
    for manifest in manifests:
        measured = manifest["measured"]
        lines += (
            f"| {size_of(manifest)} | {percent(measured['accuracyAtGuidance3'])} "
            f"| {measured['frechetAtGuidance1']:.3f} | {measured['frechetOfTrainingImages']:.3f} |\n"
        )
    lines += likeness
    for manifest in manifests:
        measured = manifest["measured"]
        lines += (
            f"| `{manifest['id']}` | {measured['nearestTrainingMedian']:.2f} | {measured['nearestTrainingMedianOfHeldOut']:.2f} "
            f"| {measured['nearestTrainingPercentile1OfHeldOut']:.2f} | {percent(measured['shareCloserThanPercentile1'])} |\n"
        )
    return lines


def classifier_table(manifests):
    lines = classifiers
    for manifest in manifests:
        measured = manifest["measured"]
        lines += f"| {size_of(manifest)} | {measured['images']:,} | {percent(measured['accuracy'])} |\n"
    return lines


def noisy_table(manifests):
    times = [key.removeprefix("accuracyAtT") for key in manifests[0]["measured"] if key.startswith("accuracyAtT")]
    lines = noisy.format(columns=" | ".join(f"t = {t}" for t in times), rules=" | ".join("---" for _ in times))
    for manifest in manifests:
        measured = manifest["measured"]
        cells = (f"{percent(measured[f'accuracyAtT{t}'])} ({percent(measured[f'exactPosteriorAtT{t}'])})" for t in times)
        lines += f"| {size_of(manifest)} | {' | '.join(cells)} |\n"
    return lines


def write_page(weights, target):
    """Reads every manifest below `weights` and writes the page."""
    manifests = [json.loads(path.read_text()) for path in sorted(weights.glob("*/manifest.json"))]
    of_kind = {"unet": [], "clean": [], "noisy": []}
    for manifest in manifests:
        architecture = manifest["architecture"]
        kind = architecture["kind"] if architecture["kind"] == "unet" else "noisy" if architecture["embedding"] else "clean"
        of_kind[kind].append(manifest)
    tables = (("unet", denoiser_tables), ("clean", classifier_table), ("noisy", noisy_table))
    text = head + "".join(write(of_kind[kind]) for kind, write in tables if of_kind[kind])
    target.write_text(text)
