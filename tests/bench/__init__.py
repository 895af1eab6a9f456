"""Benchmarks: `./sanlian bench [name …]`. Figures are medians of one run beside their goals."""
