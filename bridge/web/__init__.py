"""What every HTTP edge shares: the error envelope, the outermost middleware, bounded bodies, who calls."""
