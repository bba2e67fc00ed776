"""The operator's procedures, workflows and data connectors: read from files, checked, kept by version."""
