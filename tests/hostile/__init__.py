"""Hostile inputs, made by program: one function a kind, whose docstring says what is wrong."""
