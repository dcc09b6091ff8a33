"""What was published: the chain, its documents, their languages, and what rests on what."""
