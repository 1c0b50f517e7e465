# Trains with the settings above, and says the mean loss ten times on the way. More steps are welcome here.
losses = []
portion = max(1, steps // 10)
while len(losses) < steps:
    losses += run.train(min(portion, steps - len(losses)), images, labels, settings["seed"] + len(losses))
    print(f"step {run.step}: mean loss {sum(losses[-portion:]) / len(losses[-portion:]):.4f}")
