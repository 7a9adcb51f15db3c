"""From blocks to statements; positions and their labels come with the NLP stage."""
