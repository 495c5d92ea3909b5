"""Speed and size, measured as ratios within one run: `python -m benchmarks`, or one by name."""
