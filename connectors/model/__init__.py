"""What `connectors.llm` is made of: its words, the two dialects of model servers, and the wire."""
