"""What is measured side by side with others, or against ourselves: `python -m bench.story`, `.bake`, `.release`."""
