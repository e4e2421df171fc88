"""Reads that join several apps for one screen."""
