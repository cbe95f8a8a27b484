"""Registers that are asked over the network: each protocol brings one whole layer, or none."""
