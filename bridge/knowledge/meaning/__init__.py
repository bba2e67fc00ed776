"""Search by meaning: passages and questions as vectors of an embedding model, added to what words find."""
