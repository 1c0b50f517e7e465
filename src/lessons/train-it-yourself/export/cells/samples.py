# Samples of the averaged weights: one row a class, twenty-five DDIM steps, guidance 3.
columns = 10
write_sheet("samples.png", run.sample(columns), columns)
print("Wrote samples.png")
try:
    from IPython.display import Image, display

    display(Image("samples.png"))
except ImportError:
    pass
