"""Which function decides about which event; nothing else."""
