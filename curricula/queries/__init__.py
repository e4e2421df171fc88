"""Reads for a screen or an export, in a constant number of queries."""
