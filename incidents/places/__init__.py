"""Where things happened: the gazetteer, its names and spellings, areas and distances."""
