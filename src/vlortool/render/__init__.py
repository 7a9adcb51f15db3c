"""Showing results: the only room besides cli that prints."""
