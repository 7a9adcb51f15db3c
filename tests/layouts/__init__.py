"""Labelled advisories, rendered in many layouts by several producers, each with its gold."""
