# The averaged weights. Where the browser's file was a checkpoint, one that the page can open and go on from, too.
run.write_weights("trained-weights.safetensors")
if "adam_mean" in run.groups:
    run.write_checkpoint("trained-checkpoint.safetensors")
