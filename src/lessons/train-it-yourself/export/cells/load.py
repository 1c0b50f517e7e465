# What you trained in the browser, if its file lies beside this notebook; random weights otherwise.
device = "cuda" if torch.cuda.is_available() else "cpu"
found = sorted(Path(".").glob(f"from-noise-{settings['data']}-*.safetensors"), key=lambda path: path.stat().st_mtime)
if found:
    path = found[-1]
else:
    path = Path("random-weights.safetensors")
    torch.manual_seed(settings["seed"])
    write_safetensors(path, make_unet(settings).state_dict(), {"settings": json.dumps(settings), "step": 0})
run = PageRun(path, device)
count = sum(parameter.numel() for parameter in run.model.parameters())
print(f"{path}: {count:,} parameters on {device}, trained for {run.metadata.get('step', 0)} steps")
