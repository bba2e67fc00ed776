"""Sentence embeddings from weights in a folder of the operator's, without a server; extra `semantic`."""
