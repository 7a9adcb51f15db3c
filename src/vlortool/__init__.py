"""Read advisories of the Vlor and its sister councils: structure, notes, sentences, with their place."""
