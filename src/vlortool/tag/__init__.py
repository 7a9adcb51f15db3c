"""The NLP stage: from blocks to statements with their positions, actors, themes and citations."""
